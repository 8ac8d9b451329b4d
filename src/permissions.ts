import { createRequire } from "node:module";
import util from "node:util";
import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
} from "graphql";
import { type Access, accessTable, nodeAccess, open, signedIn } from "./access-table.ts";
import type { Viewer } from "./auth/viewer.ts";
import type { Context } from "./context.ts";
import { GatewayError } from "./errors.ts";

export function hasNodeAccess(viewer: Viewer | null, typeName: string): boolean {
  return denialOf(viewer, nodeAccess[typeName]) === null;
}

/** @throws GatewayError UNAUTHENTICATED or FORBIDDEN unless the viewer may look up nodes of this type */
export function requireNodeAccess(viewer: Viewer | null, typeName: string): void {
  const denial = denialOf(viewer, nodeAccess[typeName]);
  if (denial) throw denial;
}

/** Whether the rules below let a viewer have a field, so that nothing is read that they would refuse. */
export function mayRead(viewer: Viewer | null, type: GraphQLObjectType, field: Selection): boolean {
  const definition = type.getFields()[field.name];
  return definition !== undefined && refusalOf(viewer, guardOf(type, definition), field.args) === null;
}

interface Selection {
  readonly name: string;
  readonly args: Arguments;
}

type Field = GraphQLField<unknown, Context>;
type Resolver = GraphQLFieldResolver<unknown, Context>;

/** The arguments of any field, as far as the rules look at them. */
interface Arguments {
  readonly filter?: unknown;
  readonly orderBy?: { readonly field: string } | null;
}

// graphql-shield's ESM build imports util.isUndefined, which Node 23 removed, and rejects a middleware of the other
// build: both CommonJS, after putting the function back (https://github.com/dimatill/graphql-shield/issues/1561).
const require = createRequire(import.meta.url);
Object.assign(util, { isUndefined: (value: unknown) => value === undefined });
const shield = require("graphql-shield") as typeof import("graphql-shield");
const middleware = require("graphql-middleware") as typeof import("graphql-middleware");

/**
 * Guards the schema with graphql-shield. Shield wraps every field of every type and answers with promises, which costs five
 * times the execution of a large answer: where the rule is to allow, the schema's own resolver is put back, and a field of
 * a row, of which there may be thousands, goes through shield only to be refused.
 *
 * @throws Error naming the fields that the access table does not cover, or covers without their being there
 */
export function protect(schema: GraphQLSchema): GraphQLSchema {
  checkTable(schema);
  const rules = Object.fromEntries(objectTypes(schema).map((type) => [type.name, rulesOf(type)]));
  const options = {
    fallbackRule: shield.deny,
    allowExternalErrors: true,
    fallbackError: forbidden("this field"),
  };
  const guarded = middleware.applyMiddleware(schema, shield.shield(rules, options));
  const roots: readonly unknown[] = [schema.getQueryType(), schema.getMutationType()];
  for (const type of objectTypes(schema)) {
    const fields = (guarded.getType(type.name) as GraphQLObjectType).getFields();
    for (const field of Object.values(type.getFields())) {
      const wrapped = fields[field.name] as Field;
      const guard = guardOf(type, field);
      if (isOpen(guard)) wrapped.resolve = field.resolve as Resolver;
      else if (!roots.includes(type)) wrapped.resolve = ownWhereAllowed(guard, field, wrapped);
    }
  }
  return guarded;
}

function ownWhereAllowed(guard: Guard, field: Field, wrapped: Field): Resolver {
  const { resolve: own = defaultFieldResolver } = field;
  const { resolve: refusing = defaultFieldResolver } = wrapped;
  return (...call) => {
    const [, args, { viewer }] = call;
    return (refusalOf(viewer, guard, args) === null ? own : refusing)(...call);
  };
}

function rulesOf(type: GraphQLObjectType) {
  const fields = Object.values(type.getFields());
  return Object.fromEntries(fields.map((field) => [field.name, ruleOf(guardOf(type, field))]));
}

function ruleOf(guard: Guard) {
  if (isOpen(guard)) return shield.allow;
  return shield.rule({ cache: "no_cache" })(
    (_parent, args: Arguments, { viewer }: Context) => refusalOf(viewer, guard, args) ?? true,
  );
}

/** What a field asks of whoever reads it. */
interface Guard {
  readonly access: Access | undefined;
  /** What a list's filter and order can name although not everybody who may list the rows may read it. */
  readonly rowFields: ReadonlyMap<string, Access>;
}

function guardOf(type: GraphQLObjectType, field: Field): Guard {
  return { access: accessOf(type.name, field), rowFields: guardedRowFields(field) };
}

function isOpen({ access, rowFields }: Guard): boolean {
  return access === open && rowFields.size === 0;
}

function refusalOf(
  viewer: Viewer | null,
  { access, rowFields }: Guard,
  args: Arguments,
): GatewayError | null {
  return denialOf(viewer, access) ?? argumentDenial(viewer, args, rowFields);
}

function guardedRowFields({ type, args }: Field): ReadonlyMap<string, Access> {
  const takesFields = args.some(({ name }) => name === "filter" || name === "orderBy");
  const connection = getNamedType(type);
  const rows = takesFields && isObjectType(connection) ? connection.getFields().nodes : undefined;
  return new Map(Object.entries((rows && accessTable[getNamedType(rows.type).name]?.fields) ?? {}));
}

/** Rows filtered or sorted by a field tell its values as well as the field itself does. */
function argumentDenial(
  viewer: Viewer | null,
  { filter, orderBy }: Arguments,
  rowFields: ReadonlyMap<string, Access>,
): GatewayError | null {
  if (rowFields.size === 0) return null;
  const used = [...keysOf(filter), orderBy?.field ?? ""];
  const needed = used.flatMap((name) => rowFields.get(name) ?? []);
  return needed.map((access) => denialOf(viewer, access)).find((denial) => denial !== null) ?? null;
}

function keysOf(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}

function accessOf(typeName: string, field: Field): Access | undefined {
  const { rest, fields = {} } = accessTable[typeName] ?? {};
  const isCovered = rest === "all" || (rest === "values" && !isRelation(field));
  return fields[field.name] ?? (isCovered ? open : undefined);
}

/** Whether a field leads to things with an id of their own. */
function isRelation(field: Field): boolean {
  const type = getNamedType(field.type);
  return isNode(type) || type.name.endsWith("Connection");
}

function isNode(type: GraphQLNamedType): boolean {
  return type.name === "Node" || (isObjectType(type) && type.getInterfaces().some(isNode));
}

function denialOf(viewer: Viewer | null, access: Access | undefined): GatewayError | null {
  if (access === open) return null;
  if (viewer === null) return new GatewayError("UNAUTHENTICATED", "This needs a bearer token.");
  if (access === signedIn || (access !== undefined && viewer.scopes.has(access))) return null;
  return forbidden(access ? `the scope ${access}` : "this field");
}

function forbidden(what: string): GatewayError {
  return new GatewayError("FORBIDDEN", `Your token does not cover ${what}.`);
}

function checkTable(schema: GraphQLSchema): void {
  const types = objectTypes(schema);
  const uncovered = types.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => accessOf(type.name, field) === undefined)
      .map((field) => `${type.name}.${field.name}`),
  );
  const unknownNodes = types.filter((type) => isNode(type) && !nodeAccess[type.name]);
  const faults = [
    ...uncovered.map((place) => `${place} has no rule`),
    ...unknownNodes.map(({ name }) => `${name} has no rule for node lookups`),
    ...namesOfTable()
      .filter((name) => !isInSchema(schema, name))
      .map((name) => `${name} is not in the schema`),
  ];
  if (faults.length > 0) throw new Error(`The access table does not fit the schema: ${faults.join(", ")}.`);
}

/** Everything the table speaks of: `Type` and `Type.field`. */
function namesOfTable(): readonly string[] {
  const fields = Object.entries(accessTable).flatMap(([type, access]) => [
    type,
    ...Object.keys(access.fields ?? {}).map((field) => `${type}.${field}`),
  ]);
  return [...fields, ...Object.keys(nodeAccess)];
}

function isInSchema(schema: GraphQLSchema, name: string): boolean {
  const [typeName = "", field] = name.split(".");
  const type = schema.getType(typeName);
  return isObjectType(type) && (field === undefined || field in type.getFields());
}

function objectTypes(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith("__"),
  );
}
