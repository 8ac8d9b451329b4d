import { readdir, readFile } from "node:fs/promises";
import type { FastifyInstance, FastifyReply } from "fastify";
import { getStaticFile } from "ruru/static";

/** Who can sign in with what everybody may know. */
interface SamplePeople {
  readonly emails: readonly string[];
  readonly password: string;
}

export interface ExplorerOptions {
  /** Null: there are none, before a real org. */
  readonly samplePeople: SamplePeople | null;
}

/** Its own files; all else that the page loads is in the package ruru. */
const pageFolder = new URL("../explorer/", import.meta.url);
const examplesFolder = new URL("../examples/", import.meta.url);
const errorsPage = new URL("../docs/errors.md", import.meta.url);

const contentTypes: Readonly<Record<string, string>> = {
  "index.html": "text/html; charset=utf-8",
  "explorer.css": "text/css; charset=utf-8",
  "explorer.js": "text/javascript; charset=utf-8",
  "dialog.js": "text/javascript; charset=utf-8",
  "session.js": "text/javascript; charset=utf-8",
  "trace.js": "text/javascript; charset=utf-8",
};

const ruruPath = "/explorer/ruru/";

/** Nothing but the gateway's own host. The editor, Monaco, writes style elements and has its fonts in them. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * GET /explorer: GraphiQL as the package ruru brings it (https://grafast.org/ruru/), with signing in and the trace of
 * Salesforce around it. For an encapsulated instance, whose answers all get the page's policy.
 */
export function addExplorer(app: FastifyInstance, { samplePeople }: ExplorerOptions): void {
  app.addHook("onRequest", (_request, reply, done) => {
    reply.header("content-security-policy", contentSecurityPolicy);
    done();
  });
  app.get("/explorer", (_request, reply) => sendPageFile(reply, "index.html"));
  for (const name of Object.keys(contentTypes)) {
    app.get(`/explorer/${name}`, (_request, reply) => sendPageFile(reply, name));
  }
  app.get("/explorer/setup.json", async () => ({
    samplePeople,
    examples: await readExamples(),
    errors: await readErrors(),
  }));
  app.get(`${ruruPath}*`, ({ url, headers }, reply) => sendRuruFile(reply, url, headers));
}

async function sendPageFile(reply: FastifyReply, name: string): Promise<FastifyReply> {
  const content = await readFile(new URL(name, pageFolder));
  return reply.header("content-type", contentTypes[name]).send(content);
}

interface AssetHeaders {
  readonly "accept-encoding"?: string | string[];
  readonly "if-none-match"?: string;
}

/** The names do not change with the version, so browsers keep the files but ask each time whether they still hold. */
async function sendRuruFile(reply: FastifyReply, url: string, headers: AssetHeaders): Promise<FastifyReply> {
  const file = await getStaticFile({
    staticPath: ruruPath,
    urlPath: url,
    acceptEncoding: headers["accept-encoding"],
    disallowDevAssets: true,
  });
  if (!file) {
    reply.callNotFound();
    return reply;
  }
  reply.headers({ etag: file.headers.etag, vary: "accept-encoding", "cache-control": "no-cache" });
  if (headers["if-none-match"] === file.headers.etag) return reply.status(304).send();
  return reply.headers(file.headers).send(file.content);
}

interface Example {
  readonly query: string;
  /** JSON as the editor shows it; empty where there are none. */
  readonly variables: string;
}

/** The shortest first. Read at each visit, so that a new one is there with the next reload. */
async function readExamples(): Promise<readonly Example[]> {
  const names = (await readdir(examplesFolder)).filter((name) => name.endsWith(".graphql"));
  const examples = await Promise.all(names.map(readExample));
  return examples.toSorted((one, other) => one.query.length - other.query.length);
}

async function readExample(name: string): Promise<Example> {
  const [query, printed] = await Promise.all([
    readFile(new URL(name, examplesFolder), "utf8"),
    readFile(new URL(name.replace(/\.graphql$/, ".json"), examplesFolder), "utf8"),
  ]);
  const { variables } = JSON.parse(printed) as { readonly variables: object };
  return { query, variables: Object.keys(variables).length > 0 ? JSON.stringify(variables, null, 2) : "" };
}

/** The sections of docs/errors.md by their code. */
async function readErrors(): Promise<Readonly<Record<string, string>>> {
  const [, ...sections] = (await readFile(errorsPage, "utf8")).split(/^## /m);
  return Object.fromEntries(
    sections.map((section) => {
      const [code = "", ...text] = section.split("\n");
      return [code, text.join("\n").trim()];
    }),
  );
}
