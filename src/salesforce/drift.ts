import type { ColumnField, FieldMap, FilterKind, OrgTraits, RecordMap } from "./record.ts";
import type { Describes, FieldDescribe, SObjectDescribe } from "./sobject-describe.ts";

/** Something in which a record map and the org do not agree. */
export interface Drift {
  /** The GraphQL field, such as Asset.price; the type alone where all of it is concerned. */
  readonly field: string;
  /** What it stands on in Salesforce, such as Asset.Price or Asset.Cases. */
  readonly column: string;
  readonly kind: DriftKind;
  /** What is there and what to do. */
  readonly sentence: string;
}

type DriftKind =
  /** The object is not there, or the user may not see it. */
  | "object"
  /** A custom field that is not there, or hidden from the user. */
  | "missing"
  /** A standard field: every org has it, so that it is hidden from the user, or its feature is off. */
  | "unreadable"
  | "type"
  /** It can be read, but not used as the schema offers it. */
  | "filter"
  | "relationship"
  | "picklist"
  | "currency"
  | "key";

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/field_types.htm */
const textTypes = [
  "string",
  "textarea",
  "picklist",
  "combobox",
  "email",
  "phone",
  "url",
  "id",
  "reference",
  "encryptedstring",
];

const typesByFilter: Readonly<Record<FilterKind, readonly string[]>> = {
  string: textTypes,
  id: ["id", "reference"],
  int: ["int"],
  decimal: ["currency", "double", "percent", "int"],
  date: ["date"],
  dateTime: ["datetime"],
  boolean: ["boolean"],
  enum: ["picklist"],
};

/** Long texts may be several-choice picklists as well: they are only shown. */
const shownTypes = [...textTypes, "multipicklist"];

/** These records and all that their relations lead to. */
export function reachable(records: readonly RecordMap[]): readonly RecordMap[] {
  const found = new Set(records);
  // What is added on the way is visited as well.
  for (const { fields } of found) {
    for (const field of Object.values(fields)) if ("record" in field) found.add(field.record());
  }
  return [...found];
}

/** The objects whose describes a comparison needs, as far as these describes tell: parents of dotted columns come with the second asking. */
export function wantedObjects(
  records: readonly RecordMap[],
  org: OrgTraits,
  known: Describes,
): readonly string[] {
  const own = records.map(({ sObject }) => sObject);
  const parents = records.flatMap((record) =>
    pathsOf(record, org).flatMap((path) => parentOf(path, known.get(record.sObject) ?? null)),
  );
  return [...new Set([...own, ...parents])].filter((name) => !known.has(name));
}

/** Everything in which the record maps and the org differ, as the user sees it whose describes these are. */
export function compareRecords(
  records: readonly RecordMap[],
  org: OrgTraits,
  describes: Describes,
): readonly Drift[] {
  return records.flatMap((record) => {
    const described = describes.get(record.sObject) ?? null;
    if (described === null) return [objectDrift(record)];
    const place: Place = { record, org, described, describes };
    const fields = Object.entries(record.fields).flatMap(([name, field]) => compareField(place, name, field));
    return [...keyDrift(place), ...currencyDrift(place), ...fields];
  });
}

interface Place {
  readonly record: RecordMap;
  readonly org: OrgTraits;
  readonly described: SObjectDescribe;
  readonly describes: Describes;
}

function pathsOf({ fields, accountColumn }: RecordMap, org: OrgTraits): readonly string[] {
  const columns = Object.values(fields).flatMap((field) =>
    field.kind === "column" ? field.columns(org) : [],
  );
  return accountColumn === null ? columns : [...columns, accountColumn];
}

function parentOf(path: string, described: SObjectDescribe | null): readonly string[] {
  const [relationship, ...rest] = path.split(".");
  if (rest.length === 0) return [];
  const field = described?.fields.find(({ relationshipName }) => relationshipName === relationship);
  return field?.referenceTo.slice(0, 1) ?? [];
}

function objectDrift({ sObject, typeName }: RecordMap): Drift {
  const sentence = `There is no object ${sObject}, or this user may not read it: give its permission set Read on ${sObject}.`;
  return { field: typeName, column: sObject, kind: "object", sentence };
}

function keyDrift({ record, described }: Place): readonly Drift[] {
  const { keyPrefix, sObject, typeName } = record;
  if (described.keyPrefix === null || described.keyPrefix === keyPrefix) return [];
  const sentence = `Its ids begin with ${described.keyPrefix} in this org: put that into the record map in place of ${keyPrefix}.`;
  return [{ field: typeName, column: sObject, kind: "key", sentence }];
}

/** Amounts would be shown in a currency that they are not in. */
function currencyDrift({ record, described, org }: Place): readonly Drift[] {
  const single = { ...org, multiCurrency: true };
  const hasAmounts = pathsOf(record, single).includes("CurrencyIsoCode");
  const hasCode = described.fields.some(({ name }) => name === "CurrencyIsoCode");
  if (org.multiCurrency || !hasAmounts || !hasCode) return [];
  const sentence = "The org has several currencies: set MULTI_CURRENCY=true.";
  return [
    { field: record.typeName, column: `${record.sObject}.CurrencyIsoCode`, kind: "currency", sentence },
  ];
}

function compareField(place: Place, name: string, field: FieldMap): readonly Drift[] {
  if (field.kind === "derived") return [];
  const found = field.kind === "column" ? compareColumns(place, field) : compareRelation(place, field);
  return found.map((drift) => ({ ...drift, field: `${place.record.typeName}.${name}` }));
}

type Found = Omit<Drift, "field">;

function compareColumns(place: Place, field: ColumnField): readonly Found[] {
  return field.columns(place.org).flatMap((path): readonly Found[] => {
    const target = findColumn(place, path);
    if ("kind" in target) return [target];
    return compareColumn(target, field, path).map((drift) => ({
      ...drift,
      column: `${place.record.sObject}.${path}`,
    }));
  });
}

function findColumn({ record, described, describes }: Place, path: string): FieldDescribe | Found {
  const [parent] = parentOf(path, described);
  const name = path.split(".").at(-1) ?? path;
  const isDotted = path.includes(".");
  const place = isDotted && parent !== undefined ? describes.get(parent) : described;
  const field = place?.fields.find((each) => each.name === name);
  if (field && (!isDotted || parent !== undefined)) return field;
  return absent(`${record.sObject}.${path}`, place?.fields.map((each) => each.name) ?? []);
}

function absent(column: string, others: readonly string[]): Found {
  const name = column.split(".").at(-1) ?? column;
  const similar = others.find((other) => other.toLowerCase() === name.toLowerCase());
  const hint = similar === undefined ? "" : ` There is ${similar}.`;
  if (name.endsWith("__c")) {
    const sentence = `The org has no such field, or hides it from this user: make it, give the permission set Read on it, or take it out of the record map.${hint}`;
    return { column, kind: "missing", sentence };
  }
  const sentence = `Field-level security hides it from this user, or the feature it belongs to is off: give the permission set Read on it.${hint}`;
  return { column, kind: "unreadable", sentence };
}

type Fault = Pick<Drift, "kind" | "sentence">;

function compareColumn(described: FieldDescribe, field: ColumnField, path: string): readonly Fault[] {
  if (path === "CurrencyIsoCode") return [];
  const { type } = described;
  const wanted = field.filter === undefined ? shownTypes : typesByFilter[field.filter];
  const isWhole = field.filter === "int" && type === "double" && described.scale === 0;
  if (!wanted.includes(type) && !isWhole) {
    const sentence = `It is of the type ${type} in this org, and mapped as ${field.filter ?? "text"}, which stands on ${wanted.join(", ")}: change the record map and the type.`;
    return [{ kind: "type", sentence }];
  }
  return [...compareUse(described, field), ...comparePicklist(described, field)];
}

function compareUse({ filterable, sortable }: FieldDescribe, field: ColumnField): readonly Fault[] {
  const cannotFilter = field.filter !== undefined && !filterable;
  const cannotSort = field.filter !== undefined && field.sortable && !sortable;
  if (!cannotFilter && !cannotSort) return [];
  const use = cannotFilter ? "filter" : "sort";
  const sentence = `Salesforce cannot ${use} by it, and the schema offers that: map it with ${cannotFilter ? "longText" : "picklist"}.`;
  return [{ kind: "filter", sentence }];
}

/** The values that an enum of the schema stands for; those that it lacks are shown as null. */
function comparePicklist({ picklistValues }: FieldDescribe, { picklist }: ColumnField): readonly Fault[] {
  if (picklist === undefined) return [];
  const values = picklistValues.filter(({ active }) => active).map(({ value }) => value);
  const unknown = values.filter((value) => !picklist.includes(value));
  const gone = picklist.filter((value) => !values.includes(value));
  const sentences = [
    ...(unknown.length > 0
      ? [`The org has ${quoted(unknown)} besides, shown as null: add it to the record map.`]
      : []),
    ...(gone.length > 0 ? [`The org has no ${quoted(gone)}: nothing will be found with it.`] : []),
  ];
  return sentences.map((sentence) => ({ kind: "picklist", sentence }));
}

function quoted(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(", ");
}

function compareRelation(
  { record, described, describes }: Place,
  field: Exclude<FieldMap, { kind: "column" | "derived" }>,
): readonly Found[] {
  const { relationship, foreignKey } = field;
  const column = `${record.sObject}.${relationship}`;
  const target = field.record().sObject;
  // That is told of the object already.
  if (describes.get(target) === null) return [];
  if (field.kind === "children") {
    const list = described.childRelationships.find((each) => each.relationshipName === relationship);
    if (list?.childSObject === target && list.field === foreignKey) return [];
    const there = list && `It leads to ${list.childSObject}.${list.field} in this org`;
    const sentence = `${there ?? "This user sees no such child relationship"}; the record map wants ${target}.${foreignKey}: give the permission set Read on it, or change the record map.`;
    return [{ column, kind: "relationship", sentence }];
  }
  const reference = described.fields.find((each) => each.relationshipName === relationship);
  if (!reference) return [absent(`${record.sObject}.${foreignKey}`, [])];
  if (reference.name === foreignKey && reference.referenceTo.includes(target)) return [];
  const sentence = `It stands on ${reference.name} and leads to ${reference.referenceTo.join(", ")} in this org; the record map wants ${foreignKey} and ${target}.`;
  return [{ column, kind: "relationship", sentence }];
}
