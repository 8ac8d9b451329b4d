import {
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLUnionType,
  getNamedType,
  getNullableType,
  isLeafType,
  isObjectType,
  isUnionType,
} from "graphql";
import type { Random } from "../random.ts";

/** Values for what an operation takes. */
export interface Samples {
  /** Ids by type; `Node` has all of them. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
  readonly serialNumbers: readonly string[];
  readonly orderNumbers: readonly string[];
  readonly skus: readonly string[];
}

interface Source {
  readonly schema: GraphQLSchema;
  readonly random: Random;
  readonly samples: Samples;
}

interface Writing extends Source {
  /** A fragment with one list for each type that asks for it in several places; null: no more of them. */
  readonly shared: Map<string, SharedList> | null;
}

interface SharedList {
  /** The list with its alias and arguments, which other places may select further. */
  readonly head: string;
  readonly fragment: string;
}

/** What a client may send for a type's lists. */
const filters: Readonly<Record<string, readonly string[]>> = {
  Account: [
    '{ name: { contains: "a" } }',
    "{ annualRevenue: { isNull: false } }",
    "{ parentId: { eq: null } }",
  ],
  Asset: [
    "{ serialNumber: { isNull: false } }",
    '{ or: [{ status: { eq: "Installed" } }, { not: { name: { startsWith: "G" } } }] }',
    "{ parentId: { eq: null } }",
  ],
  Order: [
    "{ statusCode: { in: [DRAFT, ACTIVATED] } }",
    '{ totalAmount: { gt: "1000" } }',
    '{ poNumber: { ne: "x" } }',
  ],
  Product: ['{ name: { contains: "G" } }', "{ isActive: { eq: true } }"],
};

const deepest = 3;

/** An operation of one to three root fields with whatever the schema lets hang on them. */
export function randomOperation(source: Source): string {
  const { schema, random } = source;
  const shared = new Map<string, SharedList>();
  const writing = { ...source, shared };
  const query = schema.getQueryType() as GraphQLObjectType;
  const roots = Object.values(query.getFields()).filter(({ name }) => name !== "organizations");
  const fields = Array.from({ length: 1 + random.below(3) }, (_, index) =>
    writeField(writing, random.pick(roots), { alias: `root${index}`, depth: 0 }),
  );
  const fragments = [...shared.values()].map(({ fragment }) => fragment);
  return `query ($yes: Boolean = true, $no: Boolean = false) {
    here: __typename @include(if: $yes) @skip(if: $no) ${fields.join(" ")} } ${fragments.join(" ")}`;
}

interface FieldPlace {
  readonly alias: string | null;
  readonly depth: number;
}

function writeField(writing: Writing, field: GraphQLField<unknown, unknown>, place: FieldPlace): string {
  const { alias, depth } = place;
  const type = getNamedType(field.type);
  const name = `${alias === null ? "" : `${alias}: `}${field.name}${writeArguments(writing, field)}`;
  if (isLeafType(type)) return name;
  const directive = depth > 0 && writing.random.oneIn(12) ? writing.random.pick(directives) : "";
  return `${name}${directive} { ${writeSelection(writing, type.name, depth)} }`;
}

const directives = [" @include(if: $yes)", " @skip(if: $no)", " @include(if: $no)"];

function writeSelection(writing: Writing, typeName: string, depth: number): string {
  const { schema, random } = writing;
  const type = schema.getType(typeName);
  if (isUnionType(type)) return `__typename ${writeParts(writing, namesOf(type), depth)}`;
  if (!isObjectType(type)) return `__typename id ${writeParts(writing, nodeTypes, depth)}`;
  const fields = Object.values(type.getFields());
  const isConnection =
    type.name.endsWith("Connection") || type.name.endsWith("Edge") || type.name === "PageInfo";
  const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)));
  const others = fields.filter((field) => !isLeafType(getNamedType(field.type)));
  const chosen = [
    ...random.some(leaves, 3),
    ...(depth < deepest || isConnection ? random.some(others, isConnection ? 2 : 1 + random.below(3)) : []),
  ];
  const next = isConnection ? depth : depth + 1;
  const written = chosen.map((field, index) => {
    const alias = random.oneIn(6) ? `a${index}` : null;
    return wrapped(random, type.name, writeField(writing, field, { alias, depth: next }));
  });
  return ["__typename", ...written, ...twice(writing, others, next), ...sharedList(writing, type)].join(" ");
}

/** Sometimes a list stands in a fragment of several places, and some of them select more of it. */
function sharedList(writing: Writing, type: GraphQLObjectType): readonly string[] {
  const { random, shared } = writing;
  const lists = Object.values(type.getFields()).filter((field) =>
    getNamedType(field.type).name.endsWith("Connection"),
  );
  if (shared === null || lists.length === 0 || !random.oneIn(4)) return [];
  const list = shared.get(type.name) ?? createSharedList({ ...writing, shared: null }, type, lists);
  shared.set(type.name, list);
  const more = random.some(furtherFields, 2);
  const spread = `...Shared${type.name}`;
  if (more.length === 0) return [spread];
  const further = `${list.head} { ${more.join(" ")} }`;
  return random.oneIn(2) ? [spread, further] : [further, spread];
}

const furtherFields = [
  "totalCount",
  "pageInfo { hasNextPage endCursor }",
  "edges { cursor }",
  "nodes { id }",
];

function createSharedList(
  writing: Writing,
  { name }: GraphQLObjectType,
  lists: readonly GraphQLField<unknown, unknown>[],
): SharedList {
  const list = writing.random.pick(lists);
  const head = `shared${name}: ${list.name}${writeArguments(writing, list)}`;
  const selection = writeSelection(writing, getNamedType(list.type).name, deepest);
  return { head, fragment: `fragment Shared${name} on ${name} { ${head} { ${selection} } }` };
}

/** Sometimes a relation is asked for once more, under another name and with other arguments. */
function twice(
  writing: Writing,
  fields: readonly GraphQLField<unknown, unknown>[],
  depth: number,
): readonly string[] {
  if (depth >= deepest || fields.length === 0 || !writing.random.oneIn(5)) return [];
  return [writeField(writing, writing.random.pick(fields), { alias: "again", depth })];
}

const nodeTypes = ["Account", "Asset", "Order", "Product", "Contact", "OrderItem"];

function namesOf(union: GraphQLUnionType): readonly string[] {
  return union.getTypes().map(({ name }) => name);
}

function writeParts(writing: Writing, types: readonly string[], depth: number): string {
  const parts = writing.random
    .some(types, 2)
    .map((type) => `... on ${type} { ${aliased(type, writeSelection(writing, type, depth))} }`);
  return parts.join(" ");
}

/** Fields of two types must not clash: an alias of its own for what stands first. */
function aliased(type: string, selection: string): string {
  return `of${type}: id ${selection}`;
}

function wrapped(random: Random, type: string, field: string): string {
  return random.oneIn(8) ? `... on ${type} { ${field} }` : field;
}

function writeArguments(writing: Writing, field: GraphQLField<unknown, unknown>): string {
  const { random } = writing;
  const written = field.args.flatMap((argument) => {
    const isRequired = argument.type !== getNullableType(argument.type);
    const value = isRequired || random.oneIn(2) ? randomValue(writing, field, argument.name) : null;
    return value === null ? [] : [`${argument.name}: ${value}`];
  });
  return written.length === 0 ? "" : `(${written.join(", ")})`;
}

function randomValue(writing: Writing, field: GraphQLField<unknown, unknown>, name: string): string | null {
  const { random, samples } = writing;
  const type = getNamedType(field.type).name.replace(/Connection$/, "");
  const values: Readonly<Record<string, () => string | null>> = {
    first: () => String(random.oneIn(30) ? 0 : 1 + random.below(4)),
    id: () => JSON.stringify(random.pick(samples.ids[type] ?? [])),
    ids: () => JSON.stringify(random.some(samples.ids.Node ?? [], 4)),
    serialNumber: () => JSON.stringify(random.pick(samples.serialNumbers)),
    orderNumber: () => JSON.stringify(random.pick(samples.orderNumbers)),
    sku: () => JSON.stringify(random.pick(samples.skus)),
    search: () => '"gen"',
    query: () => JSON.stringify(random.pick(["gen", "edge", "an", "GC10", ...samples.serialNumbers])),
    types: () => `[${random.some(["ACCOUNT", "ASSET", "ORDER", "PRODUCT", "CONTACT"], 3).join(", ")}]`,
    filter: () => random.pick(filters[type] ?? []) ?? null,
    orderBy: () => randomOrder(writing, type),
  };
  return values[name]?.() ?? null;
}

function randomOrder({ schema, random }: Writing, type: string): string {
  const fields = (schema.getType(`${type}SortField`) as GraphQLEnumType).getValues();
  const order = `field: ${random.pick(fields).name}, direction: ${random.pick(["ASC", "DESC"])}`;
  return `{ ${order}, nulls: ${random.pick(["FIRST", "LAST"])} }`;
}
