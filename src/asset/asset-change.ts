import type { Context } from "../context.ts";
import { userErrorsOf } from "../graph/refused.ts";
import { inputError } from "../graph/user-error.ts";
import type { UserError } from "../graph/user-error.type.ts";
import { maxGraphRequests } from "../salesforce/graph.ts";
import { toSalesforceId } from "../salesforce/id.ts";
import { noteCalls } from "../salesforce/query-batch.ts";
import { machineProblem } from "./asset-draft.ts";
import type { AssetPayload, TransferAssetInput, UpdateAssetInput } from "./asset-input.type.ts";
import {
  type AssetFacts,
  type AssetUpdate,
  type AssetValues,
  assetInputNames,
  findAssets,
  findContactAccount,
  writeAsset,
  writeAssets,
} from "./asset-write.salesforce.ts";

type UserErrors = readonly UserError[];

const noSuchMachine = "There is no such machine.";

export async function updateAsset(context: Context, input: UpdateAssetInput): Promise<AssetPayload> {
  const { assetId, expectedUpdatedAt = null, ...changes } = input;
  const machine = await findMachine(context, assetId);
  if (!machine) return refused(null, inputError("NOT_FOUND", "assetId", noSuchMachine));
  const values = toValues(changes);
  const { serialNumber } = values;
  const write = async (): Promise<AssetPayload> => {
    const userErrors = await problemsOf(context, machine, values);
    if (userErrors.length > 0) return refused(machine.id, userErrors);
    return await send(context, { id: machine.id, values, unchangedSince: expectedUpdatedAt });
  };
  if (typeof serialNumber !== "string") return await write();
  const names = [`serial number ${serialNumber.toUpperCase()}`];
  const done = await context.once.run({ key: null, names }, async () => ({
    answer: await write(),
    isKept: false,
  }));
  if (done.kind === "DONE") return done.answer;
  throw new TypeError("a request without a key came with another input");
}

/** Undefined stays, null empties. */
function toValues(changes: Omit<UpdateAssetInput, "assetId" | "expectedUpdatedAt">): AssetValues {
  const { name, serialNumber, quantity, contactId, parentId, ...rest } = changes;
  const id = (value: string | null | undefined) => (value == null ? value : toSalesforceId(value));
  const all = {
    ...rest,
    name: name?.trim() ?? name,
    serialNumber: serialNumber?.trim() ?? serialNumber,
    quantity: quantity == null ? quantity : Number(quantity),
    contactId: id(contactId),
    parentId: id(parentId),
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** What speaks against a change that Salesforce itself would let pass. At most one API call. */
async function problemsOf(context: Context, machine: AssetFacts, values: AssetValues): Promise<UserErrors> {
  const { name, serialNumber } = values;
  const found = await Promise.all([
    name === null || name === "" ? inputError("REQUIRED", "name", "A machine has a name.") : [],
    serialNumber === "" ? inputError("INVALID", "serialNumber", "Send null to empty the serial number.") : [],
    duplicateProblem(context, machine, serialNumber),
    contactProblem(context, machine, values.contactId),
    parentProblem(context, machine, values.parentId),
  ]);
  return found.flat();
}

type Value = AssetValues[string] | undefined;

async function duplicateProblem(
  { salesforce }: Context,
  { id, productId }: AssetFacts,
  serialNumber: Value,
): Promise<UserErrors> {
  if (typeof serialNumber !== "string" || serialNumber === "" || productId === null) return [];
  const filter = {
    serialNumber: { eq: serialNumber },
    productId: { eq: productId },
    not: { id: { eq: id } },
  };
  const [other] = await findAssets(salesforce, filter, 1);
  if (!other) return [];
  const message = `Another machine of this product has this serial number: ${other.id}.`;
  return inputError("DUPLICATE", "serialNumber", message);
}

async function contactProblem(
  { salesforce }: Context,
  { accountId }: AssetFacts,
  contactId: Value,
): Promise<UserErrors> {
  if (typeof contactId !== "string") return [];
  const theirs = await findContactAccount(salesforce, contactId);
  if (theirs === null) return inputError("NOT_FOUND", "contactId", "There is no such person.");
  if (theirs === accountId) return [];
  return inputError("INVALID", "contactId", "A machine is looked after by somebody of its own account.");
}

async function parentProblem(context: Context, machine: AssetFacts, parentId: Value): Promise<UserErrors> {
  if (typeof parentId !== "string") return [];
  const [[parent], own] = await Promise.all([
    findAssets(context.salesforce, { id: { eq: parentId } }, 1),
    findTree(context, machine),
  ]);
  const problem = machineProblem(parent, machine.accountId);
  if (problem) return inputError(problem[0], "parentId", problem[1]);
  if (!own.includes(parentId)) return [];
  return inputError("INVALID", "parentId", "A machine is no component of itself or of its own components.");
}

async function send(context: Context, update: AssetUpdate): Promise<AssetPayload> {
  noteCalls(context, 1);
  try {
    await writeAsset(context.session, update);
  } catch (error) {
    return refused(update.id, errorsOf(error));
  }
  await context.audit("asset.update", update.id, { fields: Object.keys(update.values).join(" ") });
  return { assetId: update.id, userErrors: [] };
}

/** @throws the error where it is nothing that the caller can mend */
function errorsOf(error: unknown): UserErrors {
  return userErrorsOf(error, assetInputNames).map((userError) =>
    userError.code === "VERSION_MISMATCH" ? mismatch : userError,
  );
}

const mismatch: UserError = {
  code: "VERSION_MISMATCH",
  message: "The machine was changed in the meantime. Look at it and send its new updatedAt.",
  path: ["input", "expectedUpdatedAt"],
};

/** With all its components, or not at all. */
export async function transferAsset(context: Context, input: TransferAssetInput): Promise<AssetPayload> {
  const { installDate, expectedUpdatedAt = null } = input;
  const accountId = toSalesforceId(input.accountId);
  const machine = await findMachine(context, input.assetId);
  if (!machine) return refused(null, inputError("NOT_FOUND", "assetId", noSuchMachine));
  if (!(await context.hasAccount(accountId))) {
    return refused(machine.id, inputError("NOT_FOUND", "accountId", "There is no such account."));
  }
  if (isNewer(machine, expectedUpdatedAt)) return refused(machine.id, [mismatch]);
  if (machine.accountId === accountId) return { assetId: machine.id, userErrors: [] };
  const ids = await findTree(context, machine);
  if (ids.length > maxGraphRequests) {
    const message = `Salesforce moves ${maxGraphRequests} machines together, this one has ${ids.length - 1} components: move components first.`;
    return refused(machine.id, inputError("LIMIT_EXCEEDED", "assetId", message));
  }
  // Who looked after it belongs to the account that it leaves.
  const moved = { accountId, contactId: null, ...(installDate !== undefined && { installDate }) };
  const updates = ids.map((id) => ({ id, values: id === machine.id ? { ...moved, parentId: null } : moved }));
  noteCalls(context, 1);
  try {
    await writeAssets(context.session, updates);
  } catch (error) {
    return refused(machine.id, errorsOf(error));
  }
  const detail = { from: machine.accountId ?? "", to: accountId, machines: String(ids.length) };
  await context.audit("asset.transfer", machine.id, detail);
  return { assetId: machine.id, userErrors: [] };
}

/** HTTP dates, by which Salesforce itself compares, have no milliseconds. */
function isNewer({ updatedAt }: AssetFacts, seen: Date | null): boolean {
  const seconds = (moment: string | Date) => Math.floor(new Date(moment).getTime() / 1000);
  return seen !== null && seconds(updatedAt) > seconds(seen);
}

const maxTree = 2_000;

/** The machine's id first, then those of its components on all levels. One API call. */
async function findTree({ salesforce }: Context, machine: AssetFacts): Promise<readonly string[]> {
  const rootId = machine.rootId ?? machine.id;
  const tree = await findAssets(salesforce, { rootId: { eq: rootId } }, maxTree);
  const below = (ids: readonly string[]): readonly string[] => {
    const next = tree.flatMap(({ id, parentId }) =>
      parentId !== null && ids.includes(parentId) ? [id] : [],
    );
    return next.length === 0 ? [] : [...next, ...below(next)];
  };
  return [machine.id, ...below([machine.id])];
}

async function findMachine({ salesforce }: Context, assetId: string): Promise<AssetFacts | null> {
  const [machine = null] = await findAssets(salesforce, { id: { eq: toSalesforceId(assetId) } }, 1);
  return machine;
}

function refused(assetId: string | null, userErrors: UserErrors): AssetPayload {
  return { assetId, userErrors };
}
