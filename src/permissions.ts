import { createRequire } from "node:module";
import util from "node:util";
import { type GraphQLFieldResolver, type GraphQLObjectType, type GraphQLSchema, isObjectType } from "graphql";
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

type Resolver = GraphQLFieldResolver<unknown, Context>;

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
  const fields = Object.keys(type.getFields());
  return Object.fromEntries(fields.map((field) => [field, ruleOf(accessOf(type.name, field))] as const));
}

function ruleOf(access: Access | undefined) {
  if (access === open) return shield.allow;
  return shield.rule({ cache: "no_cache" })(
    (_parent, _args, { viewer }: Context) => denialOf(viewer, access) ?? true,
  );
}

function restoreOpenFields(original: GraphQLObjectType, guarded: GraphQLObjectType): void {
  for (const [name, field] of Object.entries(original.getFields())) {
    const wrapped = guarded.getFields()[name];
    if (wrapped && accessOf(original.name, name) === open) wrapped.resolve = field.resolve as Resolver;
  }
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
  const uncovered = objectTypes(schema).flatMap((type) =>
    Object.keys(type.getFields())
      .filter((field) => accessOf(type.name, field) === undefined)
      .map((field) => `${type.name}.${field} has no rule`),
  );
  const unknown = Object.entries(accessTable).flatMap(([type, { fields = {} }]) =>
    Object.keys(fields)
      .filter((field) => !fieldsOf(schema, type).includes(field))
      .map((field) => `${type}.${field} is not in the schema`),
  );
  const faults = [...uncovered, ...unknown];
  if (faults.length > 0) throw new Error(`The access table does not fit the schema: ${faults.join(", ")}.`);
}

function fieldsOf(schema: GraphQLSchema, type: string): readonly string[] {
  const found = schema.getType(type);
  return isObjectType(found) ? Object.keys(found.getFields()) : [];
}

function objectTypes(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith("__"),
  );
}
