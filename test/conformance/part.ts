import type { Describe, Place } from "./org.ts";
import { isObject } from "./shape.ts";

/** A request and what was answered to it: a recorded exchange, or a sub-request of one. */
export interface Part {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
  readonly answer: unknown;
  readonly isRefused: boolean;
}

/** A part as the local org can be asked for it. */
interface Fitted {
  readonly url: string;
  readonly answer: unknown;
  /** Fields that are not among the local org's. */
  readonly withoutFields: readonly string[];
}

/** The types a request is about that the local org does not have; a refusal of one is worth asking for. */
export async function lackingObjects(place: Place, part: Part): Promise<readonly string[]> {
  if (part.isRefused) return [];
  const lacking: string[] = [];
  for (const type of new Set(typesOf(part))) {
    if ((await place.describe(type)) === null) lacking.push(type);
  }
  const outer = typesOf(part)[0];
  const children = outer === undefined ? [] : ((await place.describe(outer))?.childRelationships ?? []);
  const known = children.map(({ relationshipName }) => relationshipName?.toLowerCase());
  return [...lacking, ...childrenOf(part.url).filter((name) => !known.includes(name.toLowerCase()))];
}

/** Leaves out the fields the local org's objects do not have, in a query and in what was answered. */
export async function fitPart(place: Place, part: Part): Promise<Fitted> {
  const [type = ""] = typesOf(part);
  const unchanged = { url: part.url, answer: part.answer, withoutFields: [] };
  const described = part.isRefused || part.method !== "GET" ? null : await place.describe(type);
  if (!described) return unchanged;
  return isRecordAddress(part.url) ? fitRecord(part, described) : fitQuery(part, described);
}

function fitQuery(part: Part, described: Describe): Fitted {
  const soql = soqlOf(part.url);
  const [, list = ""] = /^\s*select\s+([^()]+?)\s+from\s/i.exec(soql) ?? [];
  const names = list.split(",").map((name) => name.trim());
  const withoutFields = names.filter((name) => isUnknownField(name, described));
  if (withoutFields.length === 0) return { url: part.url, answer: part.answer, withoutFields };
  const kept = names.filter((name) => !withoutFields.includes(name));
  const [path = ""] = part.url.split("?");
  return {
    url: `${path}?q=${encodeURIComponent(soql.replace(list, kept.join(", ")))}`,
    answer: without(part.answer, withoutFields),
    withoutFields,
  };
}

function fitRecord(part: Part, { fields }: Describe): Fitted {
  const known = new Set([...fields.map(({ name }) => name), "attributes"]);
  const names = isObject(part.answer) ? Object.keys(part.answer) : [];
  const withoutFields = names.filter((name) => !known.has(name));
  return { url: part.url, answer: without(part.answer, withoutFields), withoutFields };
}

/** Functions and fields of parents are asked for as they are. */
function isUnknownField(name: string, { fields }: Describe): boolean {
  if (!/^\w+$/.test(name)) return false;
  return !fields.some((field) => field.name.toLowerCase() === name.toLowerCase());
}

function without(value: unknown, names: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, names));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !names.includes(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, without(inner, names)]));
}

export function isRecordAddress(url: string): boolean {
  return /\/sobjects\/\w+\/[0-9A-Za-z]{15,18}$/.test(url);
}

/** The SOQL of a query's address, encoded or not. */
function soqlOf(url: string): string {
  return URL.parse(url, "http://local-org")?.searchParams.get("q") ?? "";
}

/** Outermost first. */
function typesOf({ url, body }: Part): readonly string[] {
  const soql = soqlOf(url).replaceAll(/\(\s*select\s[^()]*\)/gi, "");
  const queried = [...soql.matchAll(/\sfrom\s+(\w+)/gi)].map(([, name = ""]) => name);
  const [, addressed] = /\/sobjects\/(\w+)/.exec(url.split("?")[0] ?? "") ?? [];
  const counted = /[?&]sObjects=([\w,]+)/.exec(url)?.[1]?.split(",") ?? [];
  const written = isObject(body) && Array.isArray(body.records) ? body.records.map(typeOfRecord) : [];
  return [...queried, ...(addressed ? [addressed] : []), ...counted, ...written];
}

function childrenOf(url: string): readonly string[] {
  const found = soqlOf(url).matchAll(/\(\s*select\s[^()]*?\sfrom\s+(\w+)/gi);
  return [...found].map(([, name = ""]) => name);
}

function typeOfRecord(record: unknown): string {
  const attributes = isObject(record) ? record.attributes : undefined;
  return isObject(attributes) ? String(attributes.type) : "";
}
