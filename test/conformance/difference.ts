import type { Difference } from "./shape.ts";

interface KnownDifference {
  /** The file, followed by the name of one of its entries where it holds several. */
  readonly fixture: string;
  /** The place in `{ status, body }`; what lies below it is known as well. */
  readonly path: string;
  readonly reason: string;
}

const newer = "recorded in 2020; later versions of Commerce tell more";
const cartKeys = [
  "isSecondary",
  "taxType",
  "totalProductAmountAfterAdjustments",
  "totalPromotionalAdjustmentAmount",
];
const itemKeys = [
  "itemizedAdjustmentAmount",
  "totalAdjustmentAmount",
  "unitAdjustedPrice",
  "unitAdjustmentAmount",
];

/** Where the local org answers otherwise than recorded, and why that is right or has to do. */
const knownDifferences: readonly KnownDifference[] = [
  {
    fixture: "composite/graph-response-error.json",
    path: "body.graphs[].graphResponse.compositeResponse[].body[].message",
    reason: "the recordings disagree: here the id of the duplicate has 18 characters, in DUPLICATE_VALUE 15",
  },
  {
    fixture: "crud/get-organization.json",
    path: "body.TrialExpirationDate",
    reason: "the recorded org was a trial, the local org is none",
  },
  ...[
    "errors/upsert-collections-duplicate-error.json 7",
    "query/query-account-full-record-recordcount.json 4",
    "query/query-account-full-record-recordcount.json 6",
  ].map((fixture) => ({
    fixture,
    path: "body.sObjects[]",
    reason: "Salesforce leaves out what it has not counted yet; the local org always counts",
  })),
  {
    fixture: "describe/Case.describe.json",
    path: "urls",
    reason: "the local org has no knowledge articles",
  },
  ...["status", "body"].map((path) => ({
    fixture: "errors/rest-error-bodies.json LOGIN_OAUTH_INVALID_TOKEN (XML)",
    path,
    reason: "so Salesforce refuses a POST whose content type is not JSON; the local org reads JSON under any",
  })),
  ...["create", "items", "items-empty"].flatMap((name) => {
    const cart = name === "create" ? "body" : "body.cartSummary";
    const keys = name === "items-empty" ? cartKeys : [...cartKeys, "purchaseOrderNumber"];
    return keysOf(`commerce/cart-${name}.json`, cart, keys);
  }),
  ...keysOf("commerce/cart-items.json", "body.cartSummary.messagesSummary", ["totalLineItemsWithErrors"]),
  ...keysOf("commerce/cart-items.json", "body.cartItems[].cartItem", itemKeys),
  ...keysOf("commerce/cart-item-update.json", "body", itemKeys),
  {
    fixture: "commerce/cart-items.json",
    path: "body.cartItems[].cartItem.productDetails.thumbnailImage",
    reason: "the products of the sample data have no images",
  },
  {
    fixture: "commerce/cart-item-update.json",
    path: "body.productDetails.thumbnailImage",
    reason: "the products of the sample data have no images",
  },
  {
    fixture: "commerce/product-detail-partial.json",
    path: "body.primaryProductCategoryPath",
    reason: "the products of the sample data are in no category",
  },
  {
    fixture: "commerce/place-order-doc-examples.json get",
    path: "body.records[].Custom_Objects__r",
    reason: "a custom object of the recorded org",
  },
];

const met = new Set<KnownDifference>();

function keysOf(fixture: string, path: string, keys: readonly string[]): readonly KnownDifference[] {
  return keys.map((key) => ({ fixture, path: `${path}.${key}`, reason: newer }));
}

/** Why an entry may differ there, undefined when nobody knows of it. `entry` begins with the path of its file. */
export function knownReason(entry: string, { path }: Difference): string | undefined {
  const known = knownDifferences.find(
    (candidate) => entry.startsWith(candidate.fixture) && isAtOrBelow(path, candidate.path),
  );
  if (known) met.add(known);
  return known?.reason;
}

/** What is in the list although the local org answers as recorded by now. */
export function outdatedDifferences(files: readonly string[]): readonly string[] {
  return knownDifferences
    .filter((known) => !met.has(known) && files.some((file) => known.fixture.startsWith(file)))
    .map(({ fixture, path }) => `${fixture} ${path}`);
}

function isAtOrBelow(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);
}
