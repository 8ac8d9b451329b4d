import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";
import { compile, installApp, link, packClient, packingTimeoutMs, project, run } from "./package.ts";

const page = await readFile(join(project, "docs/typed-client.md"), "utf8");

/** The programs of the page by the headings above them. */
const programs = new Map(
  [...page.matchAll(/^#+ ([^\n]+)\n(?:(?!^#)[^\n]*\n)*?```ts\n([\s\S]+?)```/gm)].map(
    ([, heading, code]) => [heading ?? "", code ?? ""] as const,
  ),
);

/** What they print. */
const printed: [string, RegExp][] = [
  ["Asking", /^GenWatt Diesel 200kW, Austin plant GC1040\n[\w-]+ \{[\s\S]+apiCalls: \d/],
  ["Errors", /^Mend: input\.lines\.0\.quantity\n$/],
  ["Browsers", /^$/],
  ["Apollo Client", /^GenWatt Diesel 200kW\n$/],
  ["urql", /^GenWatt Diesel 200kW \n$/],
  ["TanStack Query", /^GenWatt Diesel 200kW\n$/],
];

const stack = new AsyncDisposableStack();
let gateway: Gateway;
let folder: string;

beforeAll(async () => {
  gateway = stack.use(await startGateway());
  const { tarball } = stack.use(await packClient());
  folder = join(stack.use(await createTemporaryFolder()).path, "app");
  await installApp("examples/partner-app", tarball, folder);
  for (const name of ["@apollo/client", "@urql/core", "@tanstack/query-core"]) await link(name, folder);
  for (const [heading, code] of programs) await writeFile(join(folder, "src", fileOf(heading, "ts")), code);
  // Apollo's own declarations do not hold under the app's exactOptionalPropertyTypes.
  await compile(folder, ["--skipLibCheck"]);
}, packingTimeoutMs);
afterAll(() => stack.disposeAsync());

const fileOf = (heading: string, extension: string) => `${heading.replaceAll(" ", "-")}.${extension}`;

describe("docs/typed-client.md", () => {
  test("has these programs and no others", () => {
    expect([...programs.keys()]).toEqual(printed.map(([heading]) => heading));
    expect(page.match(/^```ts$/gm)).toHaveLength(programs.size);
  });

  test.each(printed)("%s: the program compiles and runs as it stands there", async (heading, expected) => {
    const env = { PATH: process.env.PATH, GATEWAY_URL: gateway.url };
    const script = join("dist", fileOf(heading, "js"));
    const { stdout, stderr } = await run(process.execPath, [script], { cwd: folder, env });
    expect(stderr).toBe("");
    expect(stdout).toMatch(expected);
  });
});
