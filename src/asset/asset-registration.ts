import { accountRecord } from "../account/account.salesforce.ts";
import type { Context } from "../context.ts";
import { type CommandKey, commandKey } from "../graph/command-key.ts";
import { toUserError } from "../graph/refused.ts";
import type { UserError } from "../graph/user-error.type.ts";
import { noteCalls } from "../salesforce/query-batch.ts";
import { isUncertain } from "../salesforce/refusal.ts";
import type { Attempt, Outcome } from "../stores/once.ts";
import { type Draft, type DraftFacts, judge, toDraft, toMachineKey, type Verdict } from "./asset-draft.ts";
import type {
  AssetPayload,
  AssetsPayload,
  NewAssetInput,
  RegisterAssetInput,
  RegisterAssetsInput,
} from "./asset-input.type.ts";
import {
  type AssetFacts,
  type AssetValues,
  assetInputNames,
  findAssets,
  findProducts,
  type Inserted,
  insertAssets,
} from "./asset-write.salesforce.ts";

const maxAssets = 200;
/** More rows do not stand beside 200 machines. */
const maxRows = 2_000;

export async function registerAsset(context: Context, input: RegisterAssetInput): Promise<AssetPayload> {
  const key = commandKey(context, "registerAsset", input);
  const { ids, userErrors } = await register(context, { drafts: [toDraft(input, ["input"])], key });
  return { assetId: ids[0] ?? null, userErrors };
}

export async function registerAssets(context: Context, input: RegisterAssetsInput): Promise<AssetsPayload> {
  const { assets } = input;
  if (assets.length === 0 || assets.length > maxAssets) {
    const message = `Send 1 to ${maxAssets} machines at once.`;
    const code = assets.length === 0 ? "REQUIRED" : "LIMIT_EXCEEDED";
    return { assetIds: [], userErrors: [{ code, message, path: ["input", "assets"] }] };
  }
  const key = commandKey(context, "registerAssets", input);
  const drafts = assets.map((asset: NewAssetInput, index) =>
    toDraft(asset, ["input", "assets", String(index)]),
  );
  const { ids, userErrors } = await register(context, { drafts, key });
  return { assetIds: ids, userErrors };
}

interface Registration {
  readonly drafts: readonly Draft[];
  readonly key: CommandKey | null;
}

interface Registered {
  /** In the order of the drafts; null for those that are not registered. */
  readonly ids: readonly (string | null)[];
  readonly userErrors: readonly UserError[];
}

/** Requests for the same serial number take turns, so that there is one machine of it whoever comes first. */
async function register(context: Context, { drafts, key }: Registration): Promise<Registered> {
  const names = drafts.map(({ serialNumber }) => `serial number ${serialNumber.toUpperCase()}`);
  const done = await context.once.run({ key, names }, (attempt) => carryOut(context, drafts, attempt));
  if (done.kind === "DONE") return done.answer;
  const message = "This key came with another input before: use a new key for a new request.";
  const path = ["input", "idempotencyKey"];
  return { ids: drafts.map(() => null), userErrors: [{ code: "CONFLICT", message, path }] };
}

async function carryOut(
  context: Context,
  drafts: readonly Draft[],
  attempt: Attempt,
): Promise<Outcome<Registered>> {
  const facts = await readFacts(context, drafts);
  const results = sort(drafts, facts, attempt);
  const open = results.flatMap((result) => ("values" in result ? [result] : []));
  const written = new Map<AssetValues, Result>();
  if (open.length > 0) {
    await attempt.sending();
    const inserted = await insert(context, open);
    for (const [index, { values, path }] of open.entries())
      written.set(values, toResult(inserted[index], path));
  }
  const all = results.map((result) => ("values" in result ? written.get(result.values) : result));
  const ids = all.map((result) => (result && "id" in result ? result.id : null));
  const userErrors = all.flatMap((result) => (result && "userErrors" in result ? result.userErrors : []));
  for (const id of ids) if (id !== null) await context.audit("asset.register", id);
  return { answer: { ids, userErrors }, isKept: ids.some((id) => id !== null) };
}

type Result = { readonly id: string } | { readonly userErrors: readonly UserError[] };

/** A machine that can be written. */
interface Ready {
  readonly values: AssetValues;
  readonly path: readonly string[];
}

/** What is refused, what an earlier attempt has written already, and what is to be written. */
function sort(
  drafts: readonly Draft[],
  facts: DraftFacts,
  { wasSent }: Attempt,
): readonly (Result | Ready)[] {
  const machines = new Map(facts.machines.map((machine) => [keyOf(machine), machine]));
  const seen = new Set<string>();
  return drafts.map((draft) => {
    const verdict: Verdict = judge(draft, facts);
    if ("userError" in verdict) return { userErrors: [verdict.userError] };
    const key = toMachineKey(verdict.productId, draft.serialNumber);
    const known = machines.get(key);
    if (known && wasSent && known.accountId === draft.accountId) return { id: known.id };
    if (known || seen.has(key)) return { userErrors: [duplicate(draft, known)] };
    seen.add(key);
    return { values: verdict.values, path: draft.path };
  });
}

function duplicate({ path, serialNumber }: Draft, known: AssetFacts | undefined): UserError {
  const place = known ? `it is the machine ${known.id}` : "it stands in this request twice";
  const message = `There is a machine of this product with the serial number "${serialNumber}" already: ${place}.`;
  return { code: "DUPLICATE", message, path: [...path, "serialNumber"] };
}

function keyOf({ productId, serialNumber }: AssetFacts): string {
  return toMachineKey(productId, serialNumber);
}

/** One API call. */
async function readFacts({ salesforce }: Context, drafts: readonly Draft[]): Promise<DraftFacts> {
  const all = (pick: (draft: Draft) => string | null) => [
    ...new Set(drafts.flatMap((draft) => pick(draft) ?? [])),
  ];
  const accountIds = all(({ accountId }) => accountId);
  const byCode = { sku: { in: all(({ sku }) => sku) } };
  const byId = { id: { in: all(({ productId }) => productId) } };
  const serialNumbers = all(({ serialNumber }) => serialNumber);
  const parentIds = all(({ parentId }) => parentId);
  const [accounts, products, machines, parents] = await Promise.all([
    salesforce.idsMatching(accountRecord, { id: { in: accountIds } }, maxRows),
    findProducts(salesforce, { or: [byCode, byId] }, maxRows),
    findAssets(salesforce, { serialNumber: { in: serialNumbers } }, maxRows),
    parentIds.length === 0 ? [] : findAssets(salesforce, { id: { in: parentIds } }, maxRows),
  ]);
  return {
    accountIds: new Set(accounts),
    products,
    machines,
    parents: new Map(parents.map((parent) => [parent.id, parent])),
  };
}

/** After an answer that is lost the machines are looked up. @throws GatewayError where they are not there */
async function insert(context: Context, ready: readonly Ready[]): Promise<readonly Inserted[]> {
  const { session, salesforce } = context;
  const values = ready.map((each) => each.values);
  noteCalls(context, 1);
  try {
    return await insertAssets(session, values);
  } catch (error) {
    if (!isUncertain(error)) throw error;
    const serialNumbers = values.flatMap(({ serialNumber }) => String(serialNumber));
    const found = await findAssets(salesforce, { serialNumber: { in: serialNumbers } }, maxRows);
    const byKey = new Map(found.map((machine) => [keyOf(machine), machine.id]));
    return values.map(({ productId, serialNumber }) => {
      const id = byKey.get(toMachineKey(String(productId), String(serialNumber)));
      if (id === undefined) throw error;
      return { id };
    });
  }
}

function toResult(inserted: Inserted | undefined, path: readonly string[]): Result {
  if (!inserted || "id" in inserted) return inserted ?? { userErrors: [] };
  return { userErrors: inserted.refusals.map((refusal) => toUserError(refusal, assetInputNames, path)) };
}
