import { type GraphQLObjectType, type GraphQLSchema, isObjectType } from "graphql";
import { type Access, accessTable, nodeAccess, open, signedIn } from "./access-table.ts";
import { scopeMeanings } from "./auth/scope.ts";

/** docs/access.md: the access table for people. */
export function printAccess(schema: GraphQLSchema): string {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const roots = [schema.getQueryType(), schema.getMutationType()].filter((type) => type != null);
  const others = types.filter((type) => !roots.includes(type));
  const guarded = others.flatMap((type) =>
    fieldsOf(type)
      .filter(([, access]) => access !== open)
      .map(([field, access]) => [`${type.name}.${field}`, access] as const),
  );
  const sections = [
    introduction,
    table("Scopes", ["Scope", "Lets a caller"], Object.entries(scopeMeanings)),
    ...roots.map((type) => table(type.name, ["Field", "Needs"], fieldsOf(type).map(toRow))),
    table("Fields that need more", ["Field", "Needs besides"], guarded.map(toRow)),
    "All other fields are open to whoever got hold of their object.",
    table("node, nodes and search", ["Things that are", "Need"], Object.entries(nodeAccess).map(toRow)),
  ];
  return `${sections.join("\n\n")}\n`;
}

const introduction = `# Who may have what

Printed from \`src/access-table.ts\` by \`npm run codegen\`; a field that the table does not cover stops the gateway at start. Without a
token the answer to what needs one is \`UNAUTHENTICATED\`, without the scope \`FORBIDDEN\`, and nothing is asked of Salesforce. Filtering
and sorting by a field take what reading it takes.

Which *rows* a caller sees is another matter: those of the accounts mapped to their organizations,
see [sign-in.md](sign-in.md#what-a-caller-sees).`;

type Row = readonly [name: string, meaning: string];

function table(title: string, [first, second]: Row, rows: readonly Row[]): string {
  const lines = rows.map(([name, meaning]) => `| \`${name}\` | ${meaning} |`);
  return [`## ${title}`, "", `| ${first} | ${second} |`, "| --- | --- |", ...lines].join("\n");
}

function fieldsOf(type: GraphQLObjectType): readonly (readonly [field: string, access: Access])[] {
  const { fields = {} } = accessTable[type.name] ?? {};
  return Object.keys(type.getFields()).map((name) => [name, fields[name] ?? open]);
}

function toRow([name, access]: readonly [string, Access]): Row {
  if (access === open) return [name, "nothing"];
  return [name, access === signedIn ? "any valid token" : `\`${access}\``];
}
