/** One place where an answer is not what was recorded. */
export interface Difference {
  /** `records[].Name`: without the positions in lists. */
  readonly path: string;
  readonly text: string;
}

/** Which id of the local org stands for an id of a recording. */
export interface Ids {
  /** False when either of the two already stands for another one. */
  bind(recorded: string, given: string): boolean;
  /** A text with the local org's ids in place of the recorded ones. */
  translate(text: string): string;
}

interface Comparison {
  readonly ids: Ids;
  /** Compares keys and types, but values only where they belong to the protocol. */
  readonly typesOnly?: boolean;
  /** Lets the answer have keys the recording does not have. */
  readonly allowMore?: boolean;
}

type JsonObject = Readonly<Record<string, unknown>>;
type Found = (path: string, text: string) => void;

/** An id has 15 or 18 characters; its prefix holds a digit, which tells it from a word. */
const idPattern = /\b(?=[0-9A-Za-z]{0,2}\d)[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?\b/g;
const moments = [/^\d{4}-\d\d-\d\dT[\d:.]+\+0000$/, /^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/, /^"[^"]+"$/];

/** Always compared by value. */
const protocolKeys = new Set([
  "created",
  "done",
  "error",
  "errorCode",
  "graphId",
  "httpStatusCode",
  "isSuccessful",
  "referenceId",
  "status",
  "statusCode",
  "success",
  "type",
]);
/** Never compared by value: Salesforce counts records only now and then. */
const vagueKeys = new Set(["count"]);

export function createIds(): Ids {
  const toGiven = new Map<string, string>();
  const toRecorded = new Map<string, string>();
  return {
    bind(recorded, given) {
      const [key, value] = [recorded.slice(0, 15), given.slice(0, 15)];
      if ((toGiven.get(key) ?? given).slice(0, 15) !== value || (toRecorded.get(value) ?? key) !== key) {
        return false;
      }
      toGiven.set(key, given);
      toRecorded.set(value, key);
      return recorded.length === given.length;
    },
    translate: (text) => text.replaceAll(idPattern, (id) => toGiven.get(id.slice(0, 15)) ?? id),
  };
}

/** What differs between a recorded answer and a given one; every difference is told once. */
export function compare(wanted: unknown, given: unknown, comparison: Comparison): Difference[] {
  const differences = new Map<string, Difference>();
  const found: Found = (path, text) => void differences.set(`${path} ${text}`, { path, text });
  compareValue({ wanted, given, path: "", key: "" }, comparison, found);
  return [...differences.values()];
}

interface Pair {
  readonly wanted: unknown;
  readonly given: unknown;
  readonly path: string;
  readonly key: string;
}

function compareValue(pair: Pair, comparison: Comparison, found: Found): void {
  const { wanted, given, path } = pair;
  if (wanted === null && comparison.typesOnly) return;
  if (typeOf(wanted) !== typeOf(given)) {
    found(path, `wanted ${show(wanted)}, given ${show(given)}`);
  } else if (Array.isArray(wanted) && Array.isArray(given)) {
    compareLists({ ...pair, wanted, given }, comparison, found);
  } else if (isObject(wanted) && isObject(given)) {
    compareObjects({ ...pair, wanted, given }, comparison, found);
  } else if (!isSame(pair, comparison)) {
    found(path, `wanted ${show(wanted)}, given ${show(given)}`);
  }
}

function compareLists(
  { wanted, given, path, key }: Pair & { readonly wanted: unknown[]; readonly given: unknown[] },
  comparison: Comparison,
  found: Found,
): void {
  if (!comparison.typesOnly && wanted.length !== given.length) {
    found(`${path}[]`, `wanted ${wanted.length} items, given ${given.length}`);
  }
  if (wanted.length === 0) return;
  for (const [index, item] of given.entries()) {
    const pair = { wanted: wanted[Math.min(index, wanted.length - 1)], given: item, path: `${path}[]`, key };
    compareValue(pair, comparison, found);
  }
}

function compareObjects(
  { wanted, given, path }: Pair & { readonly wanted: JsonObject; readonly given: JsonObject },
  comparison: Comparison,
  found: Found,
): void {
  const pathOf = (key: string) => (path === "" ? key : `${path}.${key}`);
  for (const [key, value] of Object.entries(wanted)) {
    if (key in given) {
      compareValue({ wanted: value, given: given[key], path: pathOf(key), key }, comparison, found);
    } else {
      found(pathOf(key), `missing, wanted ${show(value)}`);
    }
  }
  if (comparison.allowMore) return;
  for (const key of Object.keys(given).filter((name) => !(name in wanted))) {
    found(pathOf(key), `not in the recording, given ${show(given[key])}`);
  }
}

function isSame({ wanted, given, key }: Pair, { ids, typesOnly }: Comparison): boolean {
  if (vagueKeys.has(key)) return true;
  if (typesOnly && !protocolKeys.has(key)) return true;
  if (typeof wanted === "string" && typeof given === "string") return isSameText(wanted, given, ids);
  return wanted === given;
}

/** Ids stand for each other, moments are what they are, and a path may be of any API version. */
function isSameText(wanted: string, given: string, ids: Ids): boolean {
  if (moments.some((pattern) => pattern.test(wanted) && pattern.test(given))) return true;
  const [wantedIds, givenIds] = [wanted, given].map((text) => text.match(idPattern) ?? []);
  if (withoutIds(wanted) !== withoutIds(given) || !wantedIds || !givenIds) return false;
  return wantedIds.every((id, index) => ids.bind(id, givenIds[index] ?? ""));
}

function withoutIds(text: string): string {
  return text.replaceAll(/\/v(?:xx|\d\d)\.0\//g, "/v*/").replaceAll(idPattern, "<id>");
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 160 ? `${text.slice(0, 160)}...` : text;
}

/** Which types stand at one place, over all items of the lists around it. */
interface Shape {
  readonly types: ReadonlySet<string>;
  readonly properties: ReadonlyMap<string, Property>;
  /** Of all items of all lists. */
  readonly items: Shape | null;
}

interface Property {
  readonly shape: Shape;
  /** Whether all objects at this place have it. */
  readonly isEverywhere: boolean;
}

/** Every recorded key must be there with a recorded type, items of a list taken together; the answer may have more. */
export function compareTypes(wanted: unknown, given: unknown): readonly Difference[] {
  return compareShapes(shapeOf([wanted]), shapeOf([given]), "");
}

function shapeOf(values: readonly unknown[]): Shape {
  const objects = values.filter(isObject);
  const keys = new Set(objects.flatMap((value) => Object.keys(value)));
  const properties = [...keys].map((key) => {
    const having = objects.filter((value) => key in value);
    const property = {
      shape: shapeOf(having.map((value) => value[key])),
      isEverywhere: having.length === objects.length,
    };
    return [key, property] as const;
  });
  const items = values.flatMap((value) => (Array.isArray(value) ? value : []));
  return {
    types: new Set(values.map(typeOf)),
    properties: new Map(properties),
    items: items.length > 0 ? shapeOf(items) : null,
  };
}

function compareShapes(wanted: Shape, given: Shape, path: string): readonly Difference[] {
  const refused = isOnlyNull(wanted) ? [] : [...given.types].filter((type) => !wanted.types.has(type));
  if (refused.length > 0) {
    return [{ path, text: `wanted ${[...wanted.types].join(" or ")}, given ${refused.join(" and ")}` }];
  }
  const within = [...wanted.properties].flatMap(([key, property]) =>
    compareProperty(property, given, path === "" ? key : `${path}.${key}`),
  );
  if (!wanted.items || !given.items) return within;
  return [...within, ...compareShapes(wanted.items, given.items, `${path}[]`)];
}

function compareProperty(wanted: Property, around: Shape, path: string): readonly Difference[] {
  if (!around.types.has("object")) return [];
  const given = around.properties.get(path.split(".").at(-1) ?? "");
  if (!wanted.isEverywhere && !given) return [];
  if (!given) return [{ path, text: "missing" }];
  const everywhere = compareShapes(wanted.shape, given.shape, path);
  if (!wanted.isEverywhere || given.isEverywhere) return everywhere;
  return [{ path, text: "missing in some" }, ...everywhere];
}

/** What was null everywhere may be anything elsewhere. */
function isOnlyNull({ types }: Shape): boolean {
  return types.size === 1 && types.has("null");
}
