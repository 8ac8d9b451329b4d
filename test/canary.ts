import { KeyObject } from "node:crypto";
import { secretMark } from "../src/redaction.ts";

/**
 * Every secret that the tests of a file use is a canary: it must not be seen in the log of a gateway, nor in an answer
 * but the one that gives it. What is sent or answered under the name of a secret becomes one by itself.
 */
const canaries = new Set<string>();

/** What has the form of a secret is one without being known. */
const forms = {
  "a JWT": /\beyJ[\w-]{8,}\.[\w-]+/,
  "a session of Salesforce": /\b00D\w{12,15}!/,
  "a private key": /PRIVATE KEY-----/,
  "a password hash": /\$argon2/,
  "an Authorization header": /\b(?:Bearer|Basic) [\w+/.~-]{8,}/,
} as const;

const secretName = /(?:password|secret|token|assertion|privatekey|private_key|apikey|_key)$/i;
const grantedName = /^(?:access_?token|refresh_?token|downloadUrl)$/i;
/** Shorter ones are words that occur for other reasons. */
const minimumLength = 10;

const watched = new Set<string>();
const lines: string[] = [];

/** Where the gateways of a test file log to. */
export const logOutput = { write: (line: string) => void lines.push(line) };

/** Searches what `fetch` is answered by a gateway from now on. */
export function watchAnswers(url: string): void {
  watched.add(new URL(url).origin);
}

/**
 * Takes the lines out of the log, for a test that says what must be in them. They are searched for canaries here; in
 * those that nobody takes the mark of a redacted secret is a fault as well, for nothing secret should come that far.
 */
export function takeLog(): string[] {
  const taken = lines.splice(0);
  for (const line of taken) expectNone("The log", line);
  return taken;
}

/** Keeps every string that has the name of a secret, and private keys, wherever in the value they are. */
export function keepSecrets(value: unknown): void {
  // A loop, for some tests send what is nested deeper than the stack.
  for (const rest = [value]; rest.length > 0; ) {
    const next = rest.pop();
    if (next instanceof KeyObject && next.type === "private") keepPrivateKey(next);
    const members = Object.entries(next ?? {});
    rest.push(...members.map(([, member]) => member).filter((member) => typeof member === "object"));
    for (const [name, member] of members)
      if (typeof member === "string" && secretName.test(name)) keep(member);
  }
}

/** @throws Error that quotes the text around the canary */
export function expectNone(where: string, text: string): void {
  const form = Object.entries(forms).find(([, pattern]) => pattern.test(text));
  if (form) throw new Error(`${where} shows ${form[0]}: ${around(text, text.search(form[1]))}`);
  const canary = [...canaries].find((each) => text.includes(each));
  if (canary) throw new Error(`${where} shows a secret: ${around(text, text.indexOf(canary))}`);
}

const send = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (!watched.has(url.origin)) return send(input, init);
  const copy = new Request(input instanceof Request ? input.clone() : input, init);
  const [response] = await Promise.all([send(input, init), keepSent(copy)]);
  await searchAnswer(response.clone());
  return response;
};

/** For the end of a test file: the next one has secrets of its own. @throws Error when the log shows any */
export function searchLog(): void {
  try {
    const marked = lines.find((line) => line.includes(secretMark));
    if (marked) throw new Error(`A secret was handed to the log: ${marked}`);
    takeLog();
  } finally {
    lines.length = 0;
    watched.clear();
    canaries.clear();
  }
}

async function keepSent(request: Request): Promise<void> {
  const [, credentials = ""] = /^Basic +(\S+)/i.exec(request.headers.get("authorization") ?? "") ?? [];
  keep(Buffer.from(credentials, "base64").toString().split(":")[1] ?? "");
  const text = await request.text();
  keepSecrets(Object.fromEntries(new URLSearchParams(text)));
  keepSecrets(parse(text));
  for (const [, name, literal = ""] of text.matchAll(/\b(\w+): *\\?"([^"\\]+)/g))
    keepSecrets({ [name ?? ""]: literal });
}

async function searchAnswer(response: Response): Promise<void> {
  const text = await response.text();
  const body = parse(text);
  const rest = body === null ? text : JSON.stringify(body, withoutGrants);
  expectNone(`The answer of ${response.url}`, `${JSON.stringify([...response.headers])} ${rest}`);
  keepSecrets(body);
}

/** The answers whose purpose it is to give tokens give them under these names. */
function withoutGrants(name: string, value: unknown): unknown {
  return grantedName.test(name) && typeof value === "string" ? undefined : value;
}

function keep(secret: string): void {
  // What has the form of a secret is searched for by its form.
  const hasForm = Object.values(forms).some((pattern) => pattern.test(secret));
  if (secret.length >= minimumLength && !hasForm) canaries.add(secret);
}

function keepPrivateKey(key: KeyObject): void {
  const [, line = ""] = key.export({ type: "pkcs8", format: "pem" }).toString().split("\n");
  // The first line of all keys of a kind begins alike.
  keep(line.slice(-32));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function around(text: string, index: number): string {
  return text.slice(Math.max(0, index - 200), index + 200);
}
