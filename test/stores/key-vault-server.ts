import { randomBytes, randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { generate } from "selfsigned";
import { createTemporaryFolder } from "../temporary-folder.ts";

/** Answers as Azure Key Vault does, over https, and to its managed identity beside it. */
export interface KeyVaultServer extends AsyncDisposable {
  /** The environment of a process that may read the vault: the SDK itself takes all but the address from there. */
  readonly settings: Readonly<Record<string, string>>;
  /** "GET /secrets/NAME/ 401" and so on, without the query, in order. */
  readonly requests: readonly string[];
  /** Adds a version to a secret, as of `ageSeconds` ago; answers its id. */
  put(name: string, value: string, ageSeconds?: number): string;
  disable(name: string, version: string): void;
  /** The ids of all versions of a secret. */
  versions(name: string): readonly string[];
  /** Null: as it should. */
  behave(fault: Fault | null): void;
}

/** anonymous: the process gets no token; another: a web server that knows no vault. */
export type Fault = "refuses" | "silent" | "away" | "anonymous" | "another";

interface Version {
  readonly id: string;
  readonly value: string;
  /** Seconds since 1970. */
  readonly created: number;
  enabled: boolean;
}

/** What a request is answered with: status and JSON. */
type Answer = readonly [status: number, body: object];

/** Microsoft's page has 25; here every list has a next page to follow. */
const pageSize = 1;

const resource = "https://vault.azure.net";

const challenge = `Bearer authorization="https://login.microsoftonline.com/${randomUUID()}", resource="${resource}"`;

export async function startKeyVault(): Promise<KeyVaultServer> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await createTemporaryFolder());
  const secrets = new Map<string, Version[]>();
  const requests: string[] = [];
  const tokens = new Set<string>();
  const identityHeader = randomUUID();
  let fault: Fault | null = null;
  let url = "";

  function answerTo({ pathname, searchParams }: URL, token: string): Answer {
    if (!tokens.has(token)) return unauthorized;
    if (fault === "refuses") return forbidden("ForbiddenByRbac");
    return readSecret({ url, secrets, pathname, skip: Number(searchParams.get("$skiptoken")) });
  }

  const vault: RequestListener = ({ socket, method, url: path = "", headers }, response) => {
    if (fault === "silent") return;
    if (fault === "away") return void socket.destroy();
    if (fault === "another") return void response.writeHead(404).end("<html>");
    const asked = new URL(path, url);
    const answer = answerTo(asked, headers.authorization?.replace("Bearer ", "") ?? "");
    requests.push(`${method} ${asked.pathname} ${answer[0]}`);
    if (answer === unauthorized) response.setHeader("www-authenticate", challenge);
    send(response, answer);
  };

  /** https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference */
  const identity: RequestListener = (request, response) => {
    const { searchParams } = new URL(request.url ?? "", url);
    const isOurs = request.headers["x-identity-header"] === identityHeader;
    if (fault === "anonymous" || !isOurs || searchParams.get("resource") !== resource) {
      return send(response, [400, { statusCode: 400, message: "No managed identity was found." }]);
    }
    const token = randomUUID();
    tokens.add(token);
    const expires = Math.floor(Date.now() / 1000) + 86_400;
    send(response, [
      200,
      { access_token: token, expires_on: String(expires), resource, token_type: "Bearer" },
    ]);
  };

  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }]);
  const certificateFile = join(folder.path, "certificate.pem");
  await writeFile(certificateFile, cert);
  url = `https://localhost:${await listen(createTlsServer({ key, cert }, vault), stack)}`;
  const identityPort = await listen(createServer(identity), stack);
  const parts = stack.move();
  return {
    settings: {
      AZURE_KEY_VAULT_URL: url,
      AZURE_KEY_VAULT_REFRESH_SECONDS: "1",
      IDENTITY_ENDPOINT: `http://127.0.0.1:${identityPort}/msi/token`,
      IDENTITY_HEADER: identityHeader,
      NODE_EXTRA_CA_CERTS: certificateFile,
    },
    requests,
    put: (name, value, ageSeconds = 0) => {
      const id = randomBytes(16).toString("hex");
      const created = Math.floor(Date.now() / 1000) - ageSeconds;
      secrets.set(name, [...(secrets.get(name) ?? []), { id, value, created, enabled: true }]);
      return id;
    },
    disable: (name, version) => {
      for (const found of secrets.get(name) ?? []) if (found.id === version) found.enabled = false;
    },
    versions: (name) => secrets.get(name)?.map(({ id }) => id) ?? [],
    behave: (next) => {
      fault = next;
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

interface SecretRequest {
  readonly url: string;
  readonly secrets: ReadonlyMap<string, readonly Version[]>;
  readonly pathname: string;
  readonly skip: number;
}

/** https://learn.microsoft.com/rest/api/keyvault/secrets */
function readSecret({ url, secrets, pathname, skip }: SecretRequest): Answer {
  const [, collection, name = "", version = ""] = pathname.split("/");
  const versions = secrets.get(name);
  if (collection !== "secrets" || !versions) return notFound;
  const base = `${url}/secrets/${name}`;
  if (version === "versions") {
    // Not by age: the real vault's order is that of the ids.
    const sorted = versions.toSorted((a, b) => a.id.localeCompare(b.id));
    const value = sorted
      .slice(skip, skip + pageSize)
      .map((one) => ({ id: `${base}/${one.id}`, ...describe(one) }));
    const next = skip + pageSize;
    const nextLink = next < sorted.length ? `${base}/versions?api-version=7.6&$skiptoken=${next}` : null;
    return [200, { value, nextLink }];
  }
  const found = version === "" ? versions.at(-1) : versions.find(({ id }) => id === version);
  if (!found) return notFound;
  if (!found.enabled) return forbidden("SecretDisabled");
  return [200, { value: found.value, id: `${base}/${found.id}`, ...describe(found) }];
}

function describe({ enabled, created }: Version): object {
  return { attributes: { enabled, created, updated: created, recoveryLevel: "Recoverable+Purgeable" } };
}

const unauthorized: Answer = [
  401,
  { error: { code: "Unauthorized", message: "AKV10000: Request is missing a Bearer or PoP token." } },
];

const notFound: Answer = [
  404,
  { error: { code: "SecretNotFound", message: "A secret with this name was not found in this key vault." } },
];

function forbidden(reason: string): Answer {
  const message = "Caller is not authorized to perform action on resource.";
  return [403, { error: { code: "Forbidden", message, innererror: { code: reason } } }];
}

function send(response: ServerResponse, [status, body]: Answer): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}

async function listen(server: Server, stack: AsyncDisposableStack): Promise<number> {
  await new Promise<void>((listening) => server.listen(0, "localhost", listening));
  stack.defer(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return (server.address() as AddressInfo).port;
}
