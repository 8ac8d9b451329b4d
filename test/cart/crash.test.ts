import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { scopes } from "../../src/auth/scope.ts";
import { openTokenIssuer, signAccessToken } from "../../src/auth/token.ts";
import { readConfig } from "../../src/config.ts";
import { build } from "../build.ts";
import type { Answer, Gateway } from "../gateway.ts";
import { writeRsaPair } from "../key-files.ts";
import { startOrg } from "../local-org/org.ts";
import type { Running } from "../process.ts";
import { createRandom } from "../random.ts";
import { startCosmos } from "../stores/cosmos-server.ts";
import { openCarts } from "./carts.ts";
import { liveThrough } from "./history.ts";

/** A few belong to every run of the tests; docs/carts.md says how to run more. */
const histories = Number(process.env.CART_CRASH_HISTORIES ?? 10);
const firstSeed = Number(process.env.RANDOM_SEED ?? 1);
const together = 10;
const edits = 12;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}

test(
  `Of ${histories} histories in which the gateway is killed at any moment, each ends with the same in cart, store and the buyer's mind`,
  async () => {
    await using stack = new AsyncDisposableStack();
    const built = stack.use(await build());
    const cosmos = stack.use(await startCosmos());
    const org = stack.use(await startOrg({ data: "sample" }));
    const port = await freePort();
    const keys = writeRsaPair(2048);
    const settings = {
      ...keys,
      PORT: String(port),
      SFCC_DOMAIN_NAME: org.url,
      SFCC_CLIENT_ID: "local-org",
      SFCC_CLIENT_SECRET: "local-only",
      SALESFORCE_TIMEOUT_SECONDS: "1",
      WEBSTORE_ID: org.webStoreId ?? "",
      AZURE_COSMOS_ENDPOINT: cosmos.endpoint,
      AZURE_COSMOS_KEY: cosmos.key,
    };
    const start = async (): Promise<Running> => {
      const running = built.run("main.js", settings);
      await running.reaches(/Log /);
      return running;
    };
    const { jwt } = readConfig({ ...settings });
    const grant = { kind: "USER", subject: "crash", organizationIds: [], scopes: [...scopes] } as const;
    const token = signAccessToken(await openTokenIssuer(jwt), grant);
    const carts = await openCarts(clientOf(`http://127.0.0.1:${port}`, { token, orgUrl: org.url }));

    let running = await start();
    const wrong: string[] = [];
    for (let done = 0; done < histories; done += together) {
      const random = createRandom(firstSeed + done);
      const seeds = Array.from(
        { length: Math.min(together, histories - done) },
        (_, index) => firstSeed + done + index,
      );
      const living = Promise.all(seeds.map((seed) => liveThrough({ seed, carts, edits })));
      for (let crash = 0; crash < 2; crash += 1) {
        await pause(200 + random.below(900));
        await running.stop("SIGKILL");
        running = await start();
      }
      const verdicts = await Promise.all((await living).map((judge) => judge()));
      wrong.push(...verdicts.flat());
    }
    await running.stop("SIGKILL");
    expect(wrong).toEqual([]);
  },
  Math.max(120_000, histories * 6_000),
);

/** As much of a gateway as a client needs. */
function clientOf(
  url: string,
  { token, orgUrl }: { readonly token: string; readonly orgUrl: string },
): Gateway {
  const query: Gateway["query"] = async (document, variables = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: document, variables }),
    });
    return (await response.json()) as Answer;
  };
  return { url, query, org: { url: orgUrl } } as Gateway;
}
