import { createRequire } from "node:module";
import util from "node:util";
import {
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
} from "graphql";
import type { Scope } from "./auth/scope.ts";
import type { Viewer } from "./auth/viewer.ts";
import type { Context } from "./context.ts";
import { GatewayError } from "./errors.ts";

/** Whoever got hold of the object may read the field: its entry points are guarded. */
const open = "open";
/** Any valid token. */
const signedIn = "signedIn";

type Access = typeof open | typeof signedIn | Scope;

/** The access of one type: `rest` for all fields that are not named. Without `rest` every field must be named. */
interface TypeAccess {
  readonly rest?: typeof open;
  readonly fields?: Readonly<Record<string, Access>>;
}

const openType: TypeAccess = { rest: open };

/**
 * The access table: who may read what. What it does not list is refused, and a field of the schema that it does not
 * cover stops the gateway at start. A relation into another room asks for that room's scope.
 */
const accessTable: Readonly<Record<string, TypeAccess>> = {
  Query: {
    fields: {
      node: signedIn,
      nodes: signedIn,
      account: "accounts:read",
      accounts: "accounts:read",
      asset: "assets:read",
      assetBySerialNumber: "assets:read",
      assets: "assets:read",
      order: "orders:read",
      orderByNumber: "orders:read",
      orders: "orders:read",
      product: signedIn,
      productBySku: signedIn,
      products: signedIn,
    },
  },
  Account: {
    rest: open,
    fields: {
      annualRevenue: "accounts:financials",
      numberOfEmployees: "accounts:financials",
      assets: "assets:read",
      orders: "orders:read",
    },
  },
  Contact: { rest: open, fields: { account: "accounts:read" } },
  Asset: { rest: open, fields: { account: "accounts:read", contact: "accounts:read" } },
  Order: { rest: open, fields: { account: "accounts:read" } },
  OrderItem: openType,
  Product: openType,
  Price: openType,
  Money: openType,
  Address: openType,
  PageInfo: openType,
  AccountConnection: openType,
  AccountEdge: openType,
  AssetConnection: openType,
  AssetEdge: openType,
  ContactConnection: openType,
  ContactEdge: openType,
  OrderConnection: openType,
  OrderEdge: openType,
  OrderItemConnection: openType,
  OrderItemEdge: openType,
  ProductConnection: openType,
  ProductEdge: openType,
};

/** What a global id of a type asks for, so that node lookups are no way round the table. */
const nodeAccess: Readonly<Record<string, Access>> = {
  Account: "accounts:read",
  Contact: "accounts:read",
  Asset: "assets:read",
  Order: "orders:read",
  OrderItem: "orders:read",
  Product: signedIn,
};

/** @throws GatewayError UNAUTHENTICATED or FORBIDDEN unless the viewer may look up nodes of this type */
export function requireNodeAccess(viewer: Viewer | null, typeName: string): void {
  const denial = denialOf(viewer, nodeAccess[typeName]);
  if (denial) throw denial;
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
 * Guards the schema with graphql-shield. Shield wraps every field of every type, which costs five times the execution
 * of a large answer; where the rule is to allow, the schema's own resolver is put back.
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
  for (const type of objectTypes(schema))
    restoreOpenFields(type, guarded.getType(type.name) as GraphQLObjectType);
  return guarded;
}

function rulesOf(type: GraphQLObjectType) {
  const rules = Object.values(type.getFields()).map((field) => [field.name, ruleOf(type, field)] as const);
  return Object.fromEntries(rules);
}

function ruleOf(type: GraphQLObjectType, field: Field) {
  if (isOpen(type, field)) return shield.allow;
  const access = accessOf(type.name, field.name);
  const rowFields = guardedRowFields(field);
  return shield.rule({ cache: "no_cache" })(
    (_parent, args: Arguments, { viewer }: Context) =>
      denialOf(viewer, access) ?? argumentDenial(viewer, args, rowFields) ?? true,
  );
}

function restoreOpenFields(original: GraphQLObjectType, guarded: GraphQLObjectType): void {
  for (const field of Object.values(original.getFields())) {
    const wrapped = guarded.getFields()[field.name];
    if (wrapped && isOpen(original, field)) wrapped.resolve = field.resolve as Resolver;
  }
}

function isOpen(type: GraphQLObjectType, field: Field): boolean {
  return accessOf(type.name, field.name) === open && guardedRowFields(field).size === 0;
}

/** What a list's filter and order can name although not everybody who may list the rows may read it. */
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
  const used = [...keysOf(filter), orderBy?.field ?? ""];
  const guarded = used.find((name) => rowFields.has(name));
  return guarded === undefined ? null : denialOf(viewer, rowFields.get(guarded));
}

function keysOf(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}

function accessOf(type: string, field: string): Access | undefined {
  const access = accessTable[type];
  return access?.fields?.[field] ?? access?.rest;
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
  const fields = types.flatMap((type) => Object.keys(type.getFields()).map((field) => [type.name, field]));
  const uncovered = fields.filter(([type = "", field = ""]) => accessOf(type, field) === undefined);
  const nodes = types.filter((type) => type.getInterfaces().some(({ name }) => name === "Node"));
  const faults = [
    ...uncovered.map((place) => `${place.join(".")} has no rule`),
    ...nodes
      .filter(({ name }) => !nodeAccess[name])
      .map(({ name }) => `${name} has no rule for node lookups`),
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
