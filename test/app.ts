import { type App, type Embedded, startApp } from "../src/app.ts";
import { openTokenIssuer } from "../src/auth/token.ts";
import type { Config } from "../src/config.ts";
import { keepSecrets, logOutput, watchAnswers } from "./canary.ts";

/** A gateway that logs all there is, and whose log and answers are searched for secrets. */
export async function startWatchedApp(config: Config, embedded: Embedded): Promise<App> {
  const log = { ...config.log, level: "trace" } as const;
  const live = { current: { ...config, log }, vault: null };
  const app = await startApp(live, { ...embedded, log: logOutput });
  watchAnswers(app.url);
  keepSecrets([config, embedded.org, (await openTokenIssuer(config.jwt)).signingKey]);
  return app;
}
