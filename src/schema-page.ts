import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
} from "graphql";
import { accessTable, open, signedIn } from "./access-table.ts";

/** docs/schema.md: the schema for people, with what each field needs. */
export function printSchemaPage(schema: GraphQLSchema): string {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !(isIntrospectionType(type) || isSpecifiedScalarType(type)),
  );
  const chapters = Map.groupBy(types, chapterOf);
  const sections = chapterTitles.flatMap((title) => [
    `## ${title}`,
    ...(chapters.get(title) ?? []).map(printType),
  ]);
  return `${[introduction, ...sections].join("\n\n")}\n`;
}

const introduction = `# The schema

Printed from the code by \`npm run codegen\`, as [schema.graphql](../schema.graphql) is, which says the same to programs. Without the
scope that a line names the field answers \`FORBIDDEN\`: [access.md](access.md). A type with \`!\` is never null; an indented name is an argument.`;

const chapterTitles = [
  "Operations",
  "Objects",
  "Lists",
  "Payloads of mutations",
  "Inputs of mutations",
  "Filters and sorts",
  "Enums",
  "Scalars",
] as const;

function chapterOf(type: GraphQLNamedType): (typeof chapterTitles)[number] {
  if (/^(Query|Mutation)$/.test(type.name)) return "Operations";
  if (isEnumType(type)) return "Enums";
  if (isScalarType(type)) return "Scalars";
  if (isInputObjectType(type))
    return type.name.endsWith("Input") ? "Inputs of mutations" : "Filters and sorts";
  if (type.name.endsWith("Payload")) return "Payloads of mutations";
  return /(Connection|Edge)$/.test(type.name) ? "Lists" : "Objects";
}

function printType(type: GraphQLNamedType): string {
  return [`### ${type.name}`, textOf(type), membersOf(type)].filter((part) => part !== "").join("\n\n");
}

function membersOf(type: GraphQLNamedType): string {
  if (isScalarType(type)) return "";
  if (isUnionType(type)) return `One of ${type.getTypes().map(linkTo).join(", ")}.`;
  if (isEnumType(type)) return table(type.getValues().map((value) => [`\`${value.name}\``, textOf(value)]));
  if (isInputObjectType(type)) return table(Object.values(type.getFields()).map(toInputRow));
  return table(Object.values(type.getFields()).flatMap((field) => toRows(type.name, field)));
}

type Row = readonly [name: string, ...cells: string[]];

/** The field, and below it its arguments. */
function toRows(type: string, field: GraphQLField<unknown, unknown>): readonly Row[] {
  const indented = field.args.map(toInputRow).map(([name, ...cells]): Row => [`&emsp;${name}`, ...cells]);
  const text = `${textOf(field)}${needOf(type, field)}`;
  return [[`\`${field.name}\``, typeText(field.type), text], ...indented];
}

function toInputRow(input: GraphQLArgument | GraphQLInputField): Row {
  const usual = input.defaultValue === undefined ? "" : ` When left out: \`${input.defaultValue}\`.`;
  return [`\`${input.name}\``, typeText(input.type), `${textOf(input)}${usual}`];
}

/** Empty where the description says it. */
function needOf(type: string, { name, description }: GraphQLField<unknown, unknown>): string {
  const access = accessTable[type]?.fields?.[name] ?? open;
  if (access === open || description?.includes(`Scope ${access}`)) return "";
  return access === signedIn ? " Any valid token." : ` Scope ${access}.`;
}

interface Described {
  readonly description?: string | null;
  readonly deprecationReason?: string | null;
}

function textOf({ description, deprecationReason }: Described): string {
  const text = (description ?? "").replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
  return deprecationReason ? `${text} Deprecated: ${deprecationReason}` : text;
}

function typeText(type: GraphQLType): string {
  if (isNonNullType(type)) return `${typeText(type.ofType)}!`;
  if (isListType(type)) return `\\[${typeText(type.ofType)}\\]`;
  return linkTo(getNamedType(type));
}

function linkTo(type: GraphQLNamedType): string {
  return isSpecifiedScalarType(type) ? type.name : `[${type.name}](#${type.name.toLowerCase()})`;
}

function table(rows: readonly Row[]): string {
  const titles = ["Name", ...(rows[0]?.length === 3 ? ["Type"] : []), "Meaning"];
  const lines = [titles, titles.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return lines.join("\n");
}
