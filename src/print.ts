import { readFile, writeFile } from "node:fs/promises";
import { type GraphQLSchema, isInputObjectType, lexicographicSortSchema, printSchema } from "graphql";
import { printAccess } from "./access-page.ts";
import { errorCodes } from "./errors.ts";
import { buildGatewaySchema } from "./schema.ts";
import { printSchemaPage } from "./schema-page.ts";
import { type Setting, settings } from "./setting/setting.ts";

/** Prints what is derived from the code and committed beside it; `npm run fresh` fails when it is out of date. */
const schema = buildGatewaySchema();
await writeFile("schema.graphql", `${printSchema(lexicographicSortSchema(schema))}\n`);
await writeFile("docs/access.md", printAccess(schema));
await writeFile("docs/schema.md", printSchemaPage(lexicographicSortSchema(schema)));
await writeFile(".env.example", environmentExample(settings));
await writeFile("src/client/generated/contract.ts", clientContract(schema));
await writeFile("README.md", withSettingsTable(await readFile("README.md", "utf8"), settings));

function environmentExample(all: readonly Setting[]): string {
  const groups = Map.groupBy(all, (setting) => setting.group);
  const sections = [...groups].map(([group, members]) =>
    [
      `# ${group}`,
      ...members.map((setting) => `${comment(setting)}\n#${setting.name}=${setting.default ?? ""}`),
    ].join("\n\n"),
  );
  return `# Every setting of the gateway. Without any it runs in embedded mode.\n\n${sections.join("\n\n\n")}\n`;
}

function comment({ meaning, unit }: Setting): string {
  return `# ${meaning}${unit ? ` In ${unit}.` : ""}`;
}

function withSettingsTable(readme: string, all: readonly Setting[]): string {
  const rows = all.map(
    (setting) =>
      `| \`${setting.name}\` | ${setting.meaning} | ${setting.default === null ? "" : `\`${setting.default}\``} |`,
  );
  const table = ["| Setting | Meaning | Default |", "| --- | --- | --- |", ...rows].join("\n");
  return readme.replace(
    /(<!-- settings -->)[\s\S]*(<!-- \/settings -->)/,
    (_all, start: string, end: string) => `${start}\n\n${table}\n\n${end}`,
  );
}

/** What the published client knows of the gateway besides the documents; it cannot import what imports graphql. */
function clientContract(from: GraphQLSchema): string {
  const statuses = Object.entries(errorCodes).map(([code, status]) => `  ${code}: ${status},`);
  const keyed = Object.values(from.getTypeMap())
    .filter((type) => isInputObjectType(type) && "idempotencyKey" in type.getFields())
    .map(({ name }) => `  "${name}",`);
  return [
    "/** Every code of an error of the gateway, with the HTTP status of a request that fails with it: docs/errors.md. */",
    `export const gatewayErrorStatus = {\n${statuses.join("\n")}\n} as const;\n`,
    "/** The inputs with an idempotencyKey: what they are for can be sent again. */",
    `export const keyedInputs: readonly string[] = [\n${keyed.toSorted().join("\n")}\n];\n`,
  ].join("\n");
}
