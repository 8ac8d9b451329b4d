import type { Context } from "../context.ts";
import { userErrorsOf } from "../graph/refused.ts";
import { inputError } from "../graph/user-error.ts";
import type { UserError } from "../graph/user-error.type.ts";
import { toSalesforceId } from "../salesforce/id.ts";
import { noteCalls } from "../salesforce/query-batch.ts";
import { updateRecord } from "../salesforce/update.ts";
import { accountRecord } from "./account.salesforce.ts";
import type { AccountPayload, UpdateAccountInput } from "./account-input.type.ts";
import { accountInputNames, toAccountColumns } from "./account-write.salesforce.ts";

/** What the supplier decides, not the customer. */
const fixed = [
  "name",
  "accountNumber",
  "type",
  "industry",
  "annualRevenue",
  "numberOfEmployees",
  "parentId",
] as const;

export async function updateAccount(context: Context, input: UpdateAccountInput): Promise<AccountPayload> {
  const id = toSalesforceId(input.accountId);
  const [found] = await context.salesforce.idsMatching(accountRecord, { id: { eq: id } }, 1);
  if (found === undefined) {
    return { accountId: null, userErrors: inputError("NOT_FOUND", "accountId", "There is no such account.") };
  }
  const refused = fixed.filter((name) => input[name] !== undefined);
  if (refused.length > 0) return { accountId: id, userErrors: refused.flatMap(refusalOf) };
  const { phone, website, billingAddress, shippingAddress, expectedUpdatedAt = null } = input;
  const body = toAccountColumns({ phone, website, billingAddress, shippingAddress });
  noteCalls(context, 1);
  try {
    await updateRecord(context.session, { sObject: "Account", id, body, unchangedSince: expectedUpdatedAt });
  } catch (error) {
    return { accountId: id, userErrors: userErrorsOf(error, accountInputNames).map(withVersion) };
  }
  await context.audit("account.update", id, { fields: Object.keys(body).join(" ") });
  return { accountId: id, userErrors: [] };
}

function refusalOf(name: string): UserError[] {
  const message = `Only your supplier changes the ${name} of an account; phone, website and the addresses are yours to change.`;
  return inputError("NOT_ALLOWED", name, message);
}

function withVersion(userError: UserError): UserError {
  if (userError.code !== "VERSION_MISMATCH") return userError;
  const message = "The account was changed in the meantime. Look at it and send its new updatedAt.";
  return { ...userError, message, path: ["input", "expectedUpdatedAt"] };
}
