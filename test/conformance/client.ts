import { scenarios } from "./client-scenario.ts";
import type { Entry, Replays } from "./entry.ts";
import { jwtForm } from "./oauth.ts";
import { client, type Place, password, type Request } from "./org.ts";
import { compare, createIds, type Difference, isObject } from "./shape.ts";

/** What unmodified clients asked a stub for; what is wanted of the local org is what these clients need. */
export const clientReplays: Replays = {
  "clients/jsforce-3.10.16-calls.json": { data: "sample", run: replayJsforce },
  "clients/sf-cli-2.130.9-requests.json": { data: "sample", run: replaySfCli },
};

export interface Wanted {
  readonly status: number;
  readonly body?: unknown;
}

interface Scenario {
  readonly calls?: readonly Partial<RecordedCall>[];
}

interface RecordedCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const admin = "admin@local-org.example";
/** Headers that do not belong to the connection. */
const keptHeaders = ["content-type", "sforce-query-options", "accept"];

async function replayJsforce(place: Place, recording: unknown): Promise<readonly Entry[]> {
  await place.control("seed", { accounts: 300 });
  const entries: Entry[] = [];
  const texts = new Map<string, string>();
  for (const [name, scenario] of Object.entries(recording as Record<string, Scenario>)) {
    if (name === "limitInfo") {
      entries.push({ name, differences: await compareUsage(place, scenario) });
      continue;
    }
    const wanted = scenarios[name] ?? "there is no scenario of this name";
    if (typeof wanted === "string") entries.push({ name, notReplayed: wanted });
    else entries.push({ name, differences: await runScenario(place, scenario, { wanted, texts }) });
  }
  return entries;
}

/** What jsforce reads in the header Sforce-Limit-Info of every answer. */
async function compareUsage(place: Place, wanted: unknown): Promise<readonly Difference[]> {
  const { headers } = await place.send({ method: "GET", path: "/services/data/v66.0/limits" });
  const [, used, limit] = /api-usage=(\d+)\/(\d+)/.exec(headers.get("sforce-limit-info") ?? "") ?? [];
  const given = used && limit ? { apiUsage: { used: Number(used), limit: Number(limit) } } : {};
  return compare(wanted, given, { ids: createIds(), typesOnly: true });
}

interface Run {
  readonly wanted: readonly Wanted[];
  /** Texts of the recording, and what stands for them here. */
  readonly texts: Map<string, string>;
}

async function runScenario(place: Place, { calls = [] }: Scenario, run: Run): Promise<readonly Difference[]> {
  const { wanted, texts } = run;
  const session = await place.as(admin);
  for (const [recorded, given] of await preparedTexts(session)) texts.set(recorded, given);
  const failures = wanted.filter(({ status }) => status === 503).length;
  if (failures > 0) await place.control("faults", { path: "/services/data", status: 503, times: failures });
  const differences: Difference[] = [];
  for (const [index, call] of calls.filter(({ method }) => method !== undefined).entries()) {
    const expected = wanted[index] ?? { status: 200 };
    const { status, body } = await session.send(requestOf(call, expected, texts));
    if (isObject(body) && typeof body.nextRecordsUrl === "string") {
      texts.set("/services/data/v66.0/query/01gxx0000000001AAA-2000", body.nextRecordsUrl);
    }
    const given = expected.body === undefined ? { status } : { status, body };
    differences.push(...compare(expected, given, { ids: createIds(), typesOnly: true, allowMore: true }));
  }
  return differences;
}

/** Every scenario has records and a cart of its own. */
async function preparedTexts(session: Place): Promise<readonly (readonly [string, string])[]> {
  const email = `${crypto.randomUUID()}@example.com`;
  const accounts = await session.seed(
    ["One", "Two"].map((Name) => ({ attributes: { type: "Account" }, Name })),
  );
  const contact = { attributes: { type: "Contact" }, LastName: "Twice", Email: `twice-${email}` };
  await session.seed([contact, contact]);
  const [user] = await session.query(`SELECT Id FROM User WHERE Username = '${admin}'`);
  const [store] = await session.query("SELECT Id FROM WebStore");
  const [buyer] = await session.query("SELECT Id FROM Account WHERE Name = 'Edge Communications'");
  const carts = `/services/data/v66.0/commerce/webstores/${store?.Id}/carts/active?effectiveAccountId=${buyer?.Id}`;
  await session.send({ method: "PUT", path: carts });
  return [
    ["001000000000001AAA", accounts[0] ?? ""],
    ["001000000000002AAA", accounts[1] ?? ""],
    ["/id/00D000000000001EAA/005000000000001AAA", `/id/00D000000000001EAA/${user?.Id}`],
    ["0ZE000000000001AAA", String(store?.Id)],
    ["effectiveAccountId=001", `effectiveAccountId=${buyer?.Id}`],
    ["sobjects/X/Ext__c/1", `sobjects/Contact/Email/twice-${email}`],
    ["sobjects/Account/Ext__c/E1", `sobjects/Contact/Email/${email}`],
    ["sobjects/Account/Ext__c", "sobjects/Contact/Email"],
    ['"Ext__c":"E1"', `"Email":"many-${email}"`],
    ["username=u%40x.y&password=pwTOKEN", new URLSearchParams({ username: admin, password }).toString()],
    ["client_id=CID&client_secret=SEC", new URLSearchParams({ ...client }).toString()],
    ["assertion=a.b.c", `assertion=${jwtForm({ sub: admin, aud: session.url }).assertion}`],
    ["oauth_token=00D!tok1", `oauth_token=${encodeURIComponent(session.token)}`],
    ["token=00D!tok38", `token=${encodeURIComponent(session.token)}`],
  ];
}

/** An upsert by e-mail address writes contacts, which have no Name of their own to be written. */
function requestOf(
  call: Partial<RecordedCall>,
  expected: Wanted,
  texts: ReadonlyMap<string, string>,
): Request {
  const { method = "GET", url = "", headers = {}, body } = call;
  const inserted = (text: string) =>
    [...texts].reduce((result, [recorded, given]) => result.replaceAll(recorded, given), text);
  const path = inserted(url);
  const isContact = path.includes("/Contact/Email");
  const kept = Object.entries(headers).filter(([name]) => keptHeaders.includes(name));
  const token: Request["headers"] =
    expected.status === 401 ? { authorization: headers.authorization ?? "" } : {};
  const written =
    body &&
    inserted(isContact ? body.replace('"Name"', '"LastName"').replace('"Account"', '"Contact"') : body);
  return {
    method,
    path,
    headers: { ...Object.fromEntries(kept), ...token },
    ...(written && { body: written }),
  };
}

interface CliRequest {
  readonly m: string;
  readonly u: string;
  readonly co: string;
}

async function replaySfCli(place: Place, recording: unknown): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const [index, { m: method, u: path, co }] of (recording as readonly CliRequest[]).entries()) {
    const { status, body } = await place.send({ method, path, headers: { "sforce-call-options": co } });
    const wanted = { status: 200, body: cliAnswer(path) };
    const comparison = { ids: createIds(), typesOnly: true, allowMore: true };
    const differences = compare(wanted, { status, body }, comparison);
    entries.push({ name: `${index + 1} ${method} ${path}`, differences });
  }
  return entries;
}

function cliAnswer(path: string): unknown {
  if (path.endsWith("&columns=true")) return { columnMetadata: [] };
  if (path.includes("/query?q=")) return { totalSize: 1, done: true, records: [] };
  if (path.endsWith("/limits")) return { DailyApiRequests: { Max: 1, Remaining: 1 } };
  if (path.endsWith("/data")) return [{ label: "", url: "", version: "" }];
  return { query: "", sobjects: "" };
}
