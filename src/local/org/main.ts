import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { DataChoice } from "./data/fill.ts";
import { readJsonFiles } from "./import/folder.ts";
import { defaultApp, publicKeyOf } from "./oauth/connected-app.ts";
import { adminUser, integrationUser } from "./oauth/user.ts";
import { defaultApiLimit, startLocalOrg } from "./server.ts";

const usage = `npm run local-org -- [options]
  --port 4001            port to listen on, 0 for any free one (LOCAL_ORG_PORT)
  --host 127.0.0.1       address to listen on
  --control              turn the control endpoints below /_local/ on
  --accounts N --assets N --orders N
                         that many generated records instead of the sample data
  --empty                no business records at all
  --describe PATH        describe files of your own org's objects, a file or a folder
  --records PATH         records exported from it, a file or a folder
  --certificate FILE     certificate or public key (PEM) for the JWT bearer flow
  --latency 100..300     wait that many milliseconds before each answer
  --api-limit ${defaultApiLimit}     API calls in 24 hours`;

const { values } = readArguments();
const data = chooseData();
const org = await startLocalOrg({
  port: wholeNumber("port", values.port ?? process.env.LOCAL_ORG_PORT ?? "4001"),
  host: values.host,
  control: values.control,
  data,
  describes: readFiles("describe", values.describe),
  records: readFiles("records", values.records),
  apps: [readApp()],
  apiLimit: wholeNumber("api-limit", values["api-limit"]),
  latencyMs: latencyBounds(values.latency),
}).catch((error: NodeJS.ErrnoException) =>
  fail(error.code === "EADDRINUSE" ? "The port is taken: choose another with --port" : error.message),
);

console.log(`Local org      ${org.url}, API versions up to 68.0
Connected app  ${defaultApp.clientId} with the secret ${defaultApp.clientSecret}
Users          ${integrationUser.username} (client credentials)
               ${adminUser.username} (password ${adminUser.password}, security token ${adminUser.securityToken})
Data           ${describeData()}
Control        ${values.control ? `${org.url}/_local/calls, /_local/seed, /_local/faults` : "off (--control)"}`);

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(0));

function readArguments() {
  try {
    return parseArgs({
      options: {
        port: { type: "string" },
        host: { type: "string" },
        control: { type: "boolean", default: false },
        accounts: { type: "string", default: "0" },
        assets: { type: "string", default: "0" },
        orders: { type: "string", default: "0" },
        empty: { type: "boolean", default: false },
        describe: { type: "string" },
        records: { type: "string" },
        certificate: { type: "string" },
        latency: { type: "string", default: "0..0" },
        "api-limit": { type: "string", default: String(defaultApiLimit) },
      },
    });
  } catch (error) {
    return fail((error as Error).message);
  }
}

function readFiles(name: string, path: string | undefined): readonly unknown[] {
  try {
    return path === undefined ? [] : readJsonFiles(path);
  } catch (error) {
    return fail(`--${name}: ${(error as Error).message}`);
  }
}

function readApp() {
  if (values.certificate === undefined) return defaultApp;
  try {
    const app = { ...defaultApp, certificate: readFileSync(values.certificate, "utf8") };
    publicKeyOf(app);
    return app;
  } catch (error) {
    return fail(`--certificate wants a certificate or public key as PEM: ${(error as Error).message}`);
  }
}

function chooseData(): DataChoice {
  if (values.empty) return "none";
  const amounts = {
    accounts: wholeNumber("accounts", values.accounts),
    assets: wholeNumber("assets", values.assets),
    orders: wholeNumber("orders", values.orders),
  };
  if (amounts.accounts > 0) return amounts;
  return amounts.assets + amounts.orders > 0 ? fail("--assets and --orders need --accounts") : "sample";
}

function describeData(): string {
  if (typeof data === "string") return data === "none" ? "none" : "sample data";
  return `generated: ${data.accounts} accounts, ${data.assets} assets, ${data.orders} orders`;
}

function latencyBounds(text: string): readonly [number, number] {
  const [least, most = least] = text.split("..");
  return [wholeNumber("latency", least ?? ""), wholeNumber("latency", most ?? "")];
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  return fail(`--${name} must be a whole number, not "${text}"`);
}

function fail(message: string): never {
  console.error(`${message}\n\n${usage}`);
  process.exit(1);
}
