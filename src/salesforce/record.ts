import Big from "big.js";
import { toSalesforceId } from "./id.ts";
import { bareLiteral, type Literal, nullLiteral, textLiteral } from "./soql.ts";

/** A record as Salesforce's JSON has it: columns by name, parents as objects, child lists as query results. */
export interface Row {
  /** Groups have no address. */
  readonly attributes?: { readonly type: string; readonly url?: string };
  readonly [column: string]: unknown;
}

/** What differs between orgs and decides columns. */
export interface OrgTraits {
  /** ISO 4217 code of a single-currency org. */
  readonly currencyCode: string;
  /** Every record of a multi-currency org has its own CurrencyIsoCode. */
  readonly multiCurrency: boolean;
}

/** Decides the operators of a field's filter (src/graph/filter.type.ts). */
export type FilterKind = "string" | "id" | "int" | "decimal" | "date" | "dateTime" | "boolean" | "enum";

/** A field that stands on columns of its own record. */
export interface ColumnField {
  readonly kind: "column";
  columns(org: OrgTraits): readonly string[];
  read(row: Row, org: OrgTraits): unknown;
  /** Absent: Salesforce cannot filter or sort by it (long text, compound). */
  readonly filter?: FilterKind;
  /** How a value of the field's type is written into SOQL. */
  write(value: unknown): Literal;
  readonly sortable: boolean;
  /** For enums: the GraphQL values. */
  readonly values?: readonly string[];
  /** For enums: the picklist's values that they stand for. */
  readonly picklist?: readonly string[];
}

/** A to-one relation: `relationship` as in SOQL's dotted columns, `foreignKey` the column that holds the id. */
export interface ParentField {
  readonly kind: "parent";
  readonly relationship: string;
  readonly foreignKey: string;
  readonly record: () => RecordMap;
}

/** A to-many relation: `relationship` as in SOQL's sub-selects, `foreignKey` the child's column that points back. */
export interface ChildrenField {
  readonly kind: "children";
  readonly relationship: string;
  readonly foreignKey: string;
  readonly record: () => RecordMap;
  /** For relations short enough to be read without pages: the filter of the schema that its rows meet. */
  readonly whole?: object;
}

/** A field that a resolver makes of other columns and child lists of the record; the schema need not have those. */
export interface DerivedField {
  readonly kind: "derived";
  /** By their names in the map. Lists that Salesforce hides are as if they were empty. */
  readonly needs: readonly string[];
}

export type FieldMap = ColumnField | ParentField | ChildrenField | DerivedField;

interface DefaultSort {
  readonly field: string;
  readonly direction: "ASC" | "DESC";
}

/** How a GraphQL type stands on an sObject: the one source of columns, mapping, filters, sorts and joins. */
export interface RecordMap {
  readonly sObject: string;
  readonly typeName: string;
  readonly keyPrefix: string;
  /** Where a row's account stands, which decides who sees it; null: everybody does. */
  readonly accountColumn: string | null;
  readonly sort: DefaultSort;
  /** Whether it is read on when the org is nearly out of API calls. */
  readonly isEssential: boolean;
  readonly fields: Readonly<Record<string, FieldMap>>;
}

export interface RecordOptions {
  /** The first three characters of its ids. */
  readonly keyPrefix: string;
  /** `Id`, `AccountId` or `Order.AccountId`: the account whose people may see a row; null for rows that all may see. */
  readonly accountColumn: string | null;
  /** The GraphQL type where its name is not the sObject's. */
  readonly typeName?: string;
  /** The order of lists that ask for none. */
  readonly sort: DefaultSort;
  /** False when left out. */
  readonly isEssential?: boolean;
}

export function record(sObject: string, fields: Record<string, FieldMap>, options: RecordOptions): RecordMap {
  return {
    sObject,
    typeName: options.typeName ?? sObject,
    keyPrefix: options.keyPrefix,
    accountColumn: options.accountColumn,
    sort: options.sort,
    isEssential: options.isEssential === true,
    fields,
  };
}

/** A later room adds its relations to an earlier room's record, as its resolver adds the fields to the GraphQL type. */
export function extend(base: RecordMap, fields: Record<string, FieldMap>): void {
  for (const name of Object.keys(fields)) {
    if (name in base.fields) throw new Error(`${base.typeName}.${name} is mapped twice`);
  }
  Object.assign(base.fields, fields);
}

export function id(): ColumnField {
  return column("Id", { filter: "id", write: writeId });
}

/** A foreign key that can be filtered by without being a field of its own. */
export function reference(name: string): ColumnField {
  return column(name, { filter: "id", write: writeId, sortable: false });
}

export function text(name: string): ColumnField {
  return column(name, { filter: "string", write: (value) => textLiteral(String(value)) });
}

/**
 * A picklist whose values each org defines. Salesforce sorts picklists in the order of their definition but compares
 * them by text, so pages by keyset would have gaps: not sortable.
 */
export function picklist(name: string): ColumnField {
  return { ...text(name), sortable: false };
}

/** Long text areas can be read, but neither filtered nor sorted by. */
export function longText(name: string): ColumnField {
  return column(name, { sortable: false });
}

export function int(name: string): ColumnField {
  return column(name, { filter: "int" });
}

/** Exact decimal: a string with as many digits as Salesforce holds. */
export function decimal(name: string): ColumnField {
  return column(name, { filter: "decimal", map: toDecimal, write: writeDecimal });
}

export function boolean(name: string): ColumnField {
  return column(name, { filter: "boolean" });
}

export function date(name: string): ColumnField {
  return column(name, { filter: "date" });
}

/** Salesforce writes 2026-01-01T00:00:00.000+0000, RFC 3339 wants Z. */
export function dateTime(name: string): ColumnField {
  return column(name, {
    filter: "dateTime",
    map: (value) => String(value).replace(/\+0000$/, "Z"),
    write: (value) => bareLiteral(new Date(String(value)).toISOString()),
  });
}

/** A picklist whose values Salesforce itself fixes, as a GraphQL enum: { "Draft": "DRAFT" }. */
export function enumeration(name: string, names: Readonly<Record<string, string>>): ColumnField {
  const byGraphQLName = Object.fromEntries(
    Object.entries(names).map(([value, graphQLName]) => [graphQLName, value]),
  );
  return column(name, {
    filter: "enum",
    sortable: false,
    map: (value) => names[String(value)] ?? null,
    write: (value) => textLiteral(byGraphQLName[String(value)] ?? String(value)),
    values: Object.values(names),
    picklist: Object.keys(names),
  });
}

/** A currency column with its code, as Money. Amounts have at least two decimals. */
export function money(name: string): ColumnField {
  return {
    ...column(name, { filter: "decimal", write: writeDecimal }),
    columns: (org) => (org.multiCurrency ? [name, "CurrencyIsoCode"] : [name]),
    read: (row, org) => toMoney(row[name], org.multiCurrency ? row.CurrencyIsoCode : org.currencyCode),
  };
}

/** A compound address: `address("Billing")` stands on BillingStreet, BillingCity ... */
export function address(prefix: string): ColumnField {
  const parts = ["Street", "City", "State", "PostalCode", "Country"].map((part) => `${prefix}${part}`);
  const [street, city, state, postalCode, country] = parts as [string, string, string, string, string];
  return {
    ...column(prefix, { sortable: false }),
    columns: () => parts,
    read: (row) =>
      parts.every((part) => row[part] == null)
        ? null
        : {
            street: row[street],
            city: row[city],
            state: row[state],
            postalCode: row[postalCode],
            country: row[country],
          },
  };
}

export function parent(relationship: string, foreignKey: string, of: () => RecordMap): ParentField {
  return { kind: "parent", relationship, foreignKey, record: of };
}

export function children(relationship: string, foreignKey: string, of: () => RecordMap): ChildrenField {
  return { kind: "children", relationship, foreignKey, record: of };
}

export function derived(...needs: readonly string[]): DerivedField {
  return { kind: "derived", needs };
}

/** The same for every row. */
export function constant(value: string): ColumnField {
  return { ...column("Id", { sortable: false }), columns: () => [], read: () => value };
}

/** A to-many relation that has no pages: the first 200 rows that meet the filter. */
export function wholeList(field: ChildrenField, filter: object): ChildrenField {
  return { ...field, whole: filter };
}

/** AccountId -> Account, Dealer__c -> Dealer__r */
export function relationshipOf(foreignKey: string): string {
  return foreignKey.replace(/Id$/, "").replace(/__c$/, "__r");
}

/** @throws TypeError for a field that is mapped otherwise */
export function relation<K extends "parent" | "children" | "derived">(
  record: RecordMap,
  name: string,
  kind: K,
) {
  const field = record.fields[name];
  if (field?.kind === kind) return field as Extract<FieldMap, { kind: K }>;
  throw new TypeError(`${record.typeName}.${name} is not mapped as ${kind}`);
}

interface ColumnOptions {
  readonly filter?: FilterKind;
  readonly sortable?: boolean;
  readonly map?: (value: unknown) => unknown;
  readonly write?: (value: unknown) => Literal;
  readonly values?: readonly string[];
  readonly picklist?: readonly string[];
}

function column(name: string, options: ColumnOptions): ColumnField {
  const { map, write = (value) => bareLiteral(value as string), ...rest } = options;
  return {
    kind: "column",
    sortable: true,
    ...rest,
    columns: () => [name],
    read: (row) => {
      const value = valueAt(row, name);
      return map && value != null ? map(value) : (value ?? null);
    },
    write: (value) => (value === null ? nullLiteral : write(value)),
  };
}

/** A column may stand on a parent: `Pricebook2.Name`. */
function valueAt(row: Row, path: string): unknown {
  if (!path.includes(".")) return row[path];
  return path.split(".").reduce<unknown>((value, step) => (value as Row | null | undefined)?.[step], row);
}

function writeId(value: unknown): Literal {
  return textLiteral(toSalesforceId(String(value)));
}

/** SOQL knows no exponents. */
function writeDecimal(value: unknown): Literal {
  return bareLiteral(toDecimal(value));
}

function toDecimal(value: unknown): string {
  return new Big(value as number).toFixed();
}

function toMoney(amount: unknown, currencyCode: unknown): object | null {
  if (amount == null) return null;
  const exact = new Big(amount as number);
  const decimals = Math.max(2, exact.c.length - exact.e - 1);
  return { amount: exact.toFixed(decimals), currencyCode };
}
