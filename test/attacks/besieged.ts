import { scopes } from "../../src/auth/scope.ts";
import { openTokenIssuer, signAccessToken } from "../../src/auth/token.ts";
import { readConfig } from "../../src/config.ts";
import { build } from "../build.ts";
import { writeRsaPair } from "../key-files.ts";
import { startOrg, type TestOrg } from "../local-org/org.ts";
import type { Running } from "../process.ts";
import { withoutLimits } from "../without-limits.ts";

/** A gateway in a process of its own, as it is operated, with little memory. */
export interface Besieged extends AsyncDisposable {
  readonly url: string;
  readonly org: TestOrg;
  readonly running: Running;
  /** Of somebody who may do everything but look behind. */
  readonly token: string;
}

const heapMegabytes = 256;

/** Without limits per caller, which would refuse most of what is to be refused for itself. */
export async function startBesieged(): Promise<Besieged> {
  await using stack = new AsyncDisposableStack();
  const built = stack.use(await build());
  const org = stack.use(await startOrg({ data: "sample" }));
  const settings = {
    ...writeRsaPair(2048),
    ...withoutLimits,
    NODE_ENV: "production",
    NODE_OPTIONS: `--max-old-space-size=${heapMegabytes}`,
    SFCC_DOMAIN_NAME: org.url,
    SFCC_CLIENT_ID: "local-org",
    SFCC_CLIENT_SECRET: "local-only",
    WEBSTORE_ID: org.webStoreId ?? "",
  };
  const running = stack.use(built.run("main.js", settings));
  await running.reaches(/Log /);
  const { jwt } = readConfig(settings);
  const granted = scopes.filter((scope) => scope !== "operations:read");
  const grant = { kind: "USER", subject: "besieger", organizationIds: [], scopes: granted } as const;
  const token = signAccessToken(await openTokenIssuer(jwt), grant);
  const [url = ""] = /http:\/\/127\.0\.0\.1:\d+/.exec(running.output.stderr + running.output.stdout) ?? [];
  const parts = stack.move();
  return { url, org, running, token, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}
