import { readFile, writeFile } from "node:fs/promises";
import { lexicographicSortSchema, printSchema } from "graphql";
import { printAccess } from "./access-page.ts";
import { buildGatewaySchema } from "./schema.ts";
import { type Setting, settings } from "./setting/setting.ts";

/** Prints what is derived from the code and committed beside it; `npm run fresh` fails when it is out of date. */
const schema = buildGatewaySchema();
await writeFile("schema.graphql", `${printSchema(lexicographicSortSchema(schema))}\n`);
await writeFile("docs/access.md", printAccess(schema));
await writeFile(".env.example", environmentExample(settings));
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
