import { inspectConfig, readVault } from "../../config.ts";
import { readWithVault } from "../../live-config.ts";
import { createRedaction } from "../../redaction.ts";
import { connectSalesforce, type OrgSignIn } from "../../salesforce/connection.ts";
import { createEnvironment } from "../../setting/environment.ts";
import type { Frame, Report } from "../frame.ts";
import { createProgress } from "../progress.ts";
import { formatTable } from "../table.ts";
import { type Place, type Result, runChecks } from "./check.ts";
import { checks } from "./table.ts";

/** Checks every setting and every connection; makes and changes nothing. Not good when a check has failed. */
export async function examine(frame: Frame): Promise<Report> {
  await using stack = new AsyncDisposableStack();
  const place = await openPlace(frame, stack);
  const { secrets } = place.config.log;
  frame.keepSecrets(secrets);
  const progress = stack.use(createProgress("checks", checks.length));
  const results = await runChecks(checks, place, progress.step);
  const redact = createRedaction(() => secrets);
  const clean = results.map((result) => ({
    ...result,
    found: redact(result.found),
    remedy: result.remedy && redact(result.remedy),
  }));
  const isGood = results.every(({ state }) => state !== "failed");
  return { text: format(clean), data: { ready: isGood, checks: clean }, isGood };
}

async function openPlace({ standIns, variables }: Frame, stack: AsyncDisposableStack): Promise<Place> {
  const vaultConfig = readVault(createEnvironment(variables));
  const vault = vaultConfig && (await readWithVault(variables, vaultConfig));
  const { config, faults } = inspectConfig(vault?.values ?? variables);
  const { salesforce } = config;
  const standIn = salesforce?.embedded ? stack.use(await standIns.startOrg()) : null;
  const org: OrgSignIn | null = salesforce && !salesforce.embedded ? salesforce : (standIn?.signIn ?? null);
  const chosen = salesforce?.webstoreId ?? standIn?.webStoreId ?? null;
  return {
    config,
    faults,
    vault,
    webStoreId: chosen === "none" ? null : chosen,
    salesforce:
      salesforce && org ? stack.use(connectSalesforce({ ...salesforce, org: () => org, cache: null })) : null,
  };
}

const marks: Readonly<Record<Result["state"], string>> = {
  ok: "ok",
  warning: "WARNING",
  failed: "FAILED",
  skipped: "-",
};

/** What to do stands below what was found. */
function format(results: readonly Result[]): string {
  const rows = results.map(({ check, state, found }) => ({ check, state: marks[state], found }));
  const [head = "", ...lines] = formatTable(rows).trimEnd().split("\n");
  const indent = " ".repeat(head.indexOf("found"));
  const all = lines.flatMap((line, index) => {
    const remedy = results[index]?.remedy;
    return remedy ? [line, `${indent}-> ${remedy}`] : [line];
  });
  const count = (state: Result["state"]) => results.filter((result) => result.state === state).length;
  const verdict =
    count("failed") === 0 ? "The gateway can start." : "The gateway would not start, or not work.";
  const counts = `${count("ok")} ok, ${count("warning")} warnings, ${count("failed")} failed, ${count("skipped")} not in use or waiting`;
  return [head, ...all, "", `${verdict} ${counts}.`].map((line) => `${line}\n`).join("");
}
