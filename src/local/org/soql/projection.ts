import type { Row, Value } from "../row.ts";
import type { Field, SObjectType } from "../sobject.ts";
import { storedFields } from "../table.ts";
import { malformed, noSuchType } from "./fault.ts";
import { formatted } from "./format.ts";
import type { FieldNode, Subquery } from "./parse.ts";
import { follow, type Path, resolvePath, type Scope, type Step } from "./path.ts";
import { findAny, isPolymorphic, nameType, toName } from "./polymorphic.ts";

/** A record as Salesforce's JSON has it. */
export type QueryRecord = Record<string, unknown>;

export type Render = (row: Row) => QueryRecord;
/** Compiles a child sub-select; its answer for a row is null when it has no rows. */
export type CompileChildren = (subquery: Subquery) => { readonly name: string; render(row: Row): unknown };

const fieldsLimit = 200;

/** A record's parts in the order in which the query names them first. */
interface Node {
  readonly type: SObjectType;
  readonly parts: Map<string, Part>;
}

type Part =
  | { readonly kind: "value"; readonly read: (row: Row) => unknown }
  | { readonly kind: "parent"; readonly step: Step; readonly node: Node }
  | {
      readonly kind: "typeof";
      readonly reference: Field;
      /** One a type; the Name object's is for all others. */
      readonly nodes: readonly Node[];
    };

/** Compiles a SELECT list. */
export function compileProjection(
  scope: Scope,
  fields: readonly FieldNode[],
  compileChildren: CompileChildren,
) {
  const root: Node = { type: scope.type, parts: new Map() };
  for (const field of fields) addField(scope, root, { field, compileChildren });
  return { render: (version: string): Render => createRender(scope, root, version) };
}

interface Addition {
  readonly field: FieldNode;
  readonly compileChildren: CompileChildren;
}

function addField(scope: Scope, root: Node, { field, compileChildren }: Addition): void {
  if ((field.type === "Field" || field.type === "FieldRelationship") && "alias" in field && field.alias) {
    throw malformed("only aggregate expressions use field aliasing");
  }
  if (field.type === "Field") {
    addPath(root, resolvePath(scope, field.field));
  } else if (field.type === "FieldRelationship") {
    addPath(root, resolvePath(scope, pathText(field)));
  } else if (field.type === "FieldSubquery") {
    const { name, render } = compileChildren(field.subquery);
    addValue(root, name, render);
  } else if (field.type === "FieldFunctionExpression") {
    addFunction(scope, root, field);
  } else {
    addTypeOf(scope, root, field);
  }
}

function pathText(field: { readonly relationships: readonly string[]; readonly field: string }): string {
  return [...field.relationships, field.field].join(".");
}

function addPath(root: Node, { steps, field }: Path): void {
  let node = root;
  for (const step of steps) node = parentNode(node, step);
  addValue(node, field.name, createReader(field, node.type.name));
}

/** Files are fetched from an address of their own. */
function createReader({ name, type }: Field, typeName: string): (row: Row) => unknown {
  if (type === "address") return (row) => toAddress(row, name.replace(/Address$/, ""));
  if (type === "base64") return (row) => row[name] && `${blobPath}/${typeName}/${row.Id}/${name}`;
  return (row) => row[name] ?? null;
}

/** The version that is current when a file is queried does not matter to the one that fetches it. */
const blobPath = "/services/data/v68.0/sobjects";

/** A compound address; null when all of its parts are. */
function toAddress(row: Row, prefix: string): Record<string, Value> | null {
  const part = (name: string) => row[`${prefix}${name}`] ?? null;
  const parts = {
    city: part("City"),
    country: part("Country"),
    geocodeAccuracy: part("GeocodeAccuracy"),
    latitude: part("Latitude"),
    longitude: part("Longitude"),
    postalCode: part("PostalCode"),
    state: part("State"),
    street: part("Street"),
  };
  return Object.values(parts).every((value) => value === null) ? null : parts;
}

function parentNode(node: Node, step: Step): Node {
  const key = step.relationship;
  const known = node.parts.get(key);
  if (known?.kind === "parent") return known.node;
  const parent: Node = { type: step.target, parts: new Map() };
  node.parts.set(key, { kind: "parent", step, node: parent });
  return parent;
}

function addValue(node: Node, name: string, read: (row: Row) => unknown): void {
  if (node.parts.has(name)) throw malformed(`duplicate field selected: ${name}`);
  node.parts.set(name, { kind: "value", read });
}

type FunctionNode = Extract<FieldNode, { type: "FieldFunctionExpression" }>;

function addFunction(scope: Scope, root: Node, { functionName, parameters = [], alias }: FunctionNode): void {
  const name = functionName.toUpperCase();
  const parameter = String(parameters[0] ?? "");
  if (name === "FIELDS") {
    addAllFields(scope, root, parameter.toUpperCase());
    return;
  }
  if (name !== "TOLABEL" && name !== "FORMAT" && name !== "CONVERTCURRENCY") {
    throw malformed(`Invalid function: ${functionName}`);
  }
  // Labels are the values themselves in this org, and it has one currency.
  const { field, read } = resolvePath(scope, parameter);
  addValue(root, alias ?? field.name, name === "FORMAT" ? formatted(field, read) : read);
}

type TypeOfNode = Extract<FieldNode, { type: "FieldTypeof" }>;

/** TYPEOF Owner WHEN User THEN Username ELSE Name END: each record with the fields of its own type. */
function addTypeOf(scope: Scope, root: Node, { field: name, conditions }: TypeOfNode): void {
  const reference = scope.type.parent(name);
  if (!reference || !isPolymorphic(reference)) {
    throw malformed(`TYPEOF cannot be used with '${name}', which is not a polymorphic relationship`);
  }
  const nodes = conditions.map(({ objectType, fieldList }) => {
    const type = objectType === undefined ? nameType : scope.database.schema.type(objectType);
    if (!type) throw noSuchType(scope.soql, objectType ?? "");
    const node: Node = { type, parts: new Map() };
    for (const column of fieldList) addPath(node, resolvePath({ ...scope, type, alias: undefined }, column));
    return node;
  });
  root.parts.set(name, { kind: "typeof", reference, nodes });
}

/** FIELDS(ALL) and FIELDS(CUSTOM) are unbounded and want LIMIT 200; the caller has checked that. */
function addAllFields({ type }: Scope, root: Node, set: string): void {
  const stored = new Set(storedFields(type));
  const wanted = type.fields.filter((field) => {
    if (set === "ALL") return true;
    return set === "CUSTOM" ? field.name.endsWith("__c") : !field.name.endsWith("__c");
  });
  for (const field of wanted) {
    if (!root.parts.has(field.name) && (stored.has(field) || field.type === "address")) {
      addValue(root, field.name, createReader(field, type.name));
    }
  }
}

/** @throws SalesforceFailure MALFORMED_QUERY for FIELDS(ALL) or FIELDS(CUSTOM) without a limit of 200 */
export function requireFieldsLimit(fields: readonly FieldNode[], limit: number | undefined): void {
  const unbounded = fields.some(
    (field) =>
      field.type === "FieldFunctionExpression" &&
      field.functionName.toUpperCase() === "FIELDS" &&
      String(field.parameters?.[0]).toUpperCase() !== "STANDARD",
  );
  if (unbounded && (limit ?? Number.POSITIVE_INFINITY) > fieldsLimit) {
    throw malformed(`The SOQL FIELDS function must have a LIMIT of at most ${fieldsLimit}`);
  }
}

function createRender(scope: Scope, { type, parts }: Node, version: string): Render {
  const path = `/services/data/v${version}/sobjects`;
  const renders = [...parts].map(([name, part]) => [name, createPartRender(scope, part, version)] as const);
  return (row) => {
    const typeName = type === nameType ? row.Type : type.name;
    const record: QueryRecord = { attributes: { type: type.name, url: `${path}/${typeName}/${row.Id}` } };
    for (const [name, read] of renders) record[name] = read(row);
    return record;
  };
}

function createPartRender(scope: Scope, part: Part, version: string): (row: Row) => unknown {
  if (part.kind === "value") return part.read;
  if (part.kind === "typeof") return createTypeOfRender(scope, part, version);
  const render = createRender(scope, part.node, version);
  return (row) => {
    const parent = follow(scope.database, row, [part.step]);
    return parent ? render(parent) : null;
  };
}

type TypeOfPart = Extract<Part, { kind: "typeof" }>;

function createTypeOfRender(scope: Scope, { reference, nodes }: TypeOfPart, version: string) {
  const renders = new Map(nodes.map((node) => [node.type, createRender(scope, node, version)]));
  return (row: Row): QueryRecord | null => {
    const found = findAny(scope.database, row[reference.name]);
    if (!found) return null;
    const render = renders.get(found.type);
    if (render) return render(found.row);
    return renders.get(nameType)?.(toName(found.type, found.row)) ?? null;
  };
}
