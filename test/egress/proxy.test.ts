import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Server } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { readConfig } from "../../src/config.ts";
import { startWatchedApp } from "../app.ts";
import { startSampleProvider } from "../auth/sample-provider.ts";
import { type Certificate, makeCertificate, trust } from "../certificate.ts";
import { shareDatabase } from "../database.ts";
import type { Answer } from "../gateway.ts";
import { writeRsaPair } from "../key-files.ts";
import { startOrg } from "../local-org/org.ts";

const stack = new AsyncDisposableStack();
let certificate: Certificate;
/** Where the proxy was asked to connect to. */
const tunnels: string[] = [];
let proxyUrl: string;

beforeAll(async () => {
  certificate = await makeCertificate();
  stack.use(trust(certificate));
  proxyUrl = `http://${await listen(startProxy())}`;
});
afterAll(() => stack.disposeAsync());
afterEach(() => {
  vi.unstubAllEnvs();
  tunnels.length = 0;
});

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  stack.defer(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** https://www.rfc-editor.org/rfc/rfc9110#name-connect */
function startProxy(): Server {
  return createServer().on("connect", ({ url = "" }: IncomingMessage, client) => {
    tunnels.push(url);
    const [host, port] = url.split(":");
    const outside = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      outside.pipe(client).pipe(outside);
    });
    for (const socket of [client, outside]) socket.on("error", () => outside.destroy());
  });
}

/** The local org behind TLS, as Salesforce is; it says itself that it is there. */
async function startSecureOrg(): Promise<string> {
  const org = stack.use(await startOrg({ data: "sample" }));
  const server = createTlsServer(certificate, async (request, response) => {
    const { method = "GET", url } = request;
    const { authorization = "", "content-type": type = "" } = request.headers;
    const answer = await fetch(`${org.url}${url}`, {
      method,
      headers: { authorization, "content-type": type },
      ...(method === "POST" && { body: await text(request) }),
    });
    const place = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end((await answer.text()).replaceAll(org.url, place));
  });
  return `https://${await listen(server)}`;
}

async function ask(gatewayUrl: string, token: string): Promise<Answer> {
  const response = await fetch(`${gatewayUrl}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: '{"query":"{ productBySku(sku: \\"GC1040\\") { sku } }"}',
  });
  return (await response.json()) as Answer;
}

async function startGateway(env: NodeJS.ProcessEnv) {
  const config = readConfig({
    PORT: "0",
    SFCC_CLIENT_ID: "local-org",
    SFCC_CLIENT_SECRET: "local-only",
    ...writeRsaPair(2048),
    ...env,
  });
  return await startWatchedApp(config, { org: null, database: await shareDatabase() });
}

test("HTTPS_PROXY is the way to Salesforce and to the identity provider; NO_PROXY names whom it is not the way to", async () => {
  await using provider = await startSampleProvider(certificate);
  const org = await startSecureOrg();
  const hosts = [new URL(provider.url).host, new URL(org).host];
  const env = { ...provider.env, SFCC_DOMAIN_NAME: org };
  const tunnelsOf = async () => {
    tunnels.length = 0;
    await using gateway = await startGateway(env);
    expect(await ask(gateway.url, provider.token())).toEqual({ data: { productBySku: { sku: "GC1040" } } });
    return new Set(tunnels);
  };
  expect(await tunnelsOf()).toEqual(new Set());
  vi.stubEnv("HTTPS_PROXY", proxyUrl);
  expect(await tunnelsOf()).toEqual(new Set(hosts));
  vi.stubEnv("NO_PROXY", "127.0.0.1");
  expect(await tunnelsOf()).toEqual(new Set());
});

test("A proxy that is away leaves Salesforce unreachable, and the answer says so", async () => {
  vi.stubEnv("HTTPS_PROXY", "http://127.0.0.1:1");
  const org = await startSecureOrg();
  await using provider = await startSampleProvider();
  await using gateway = await startGateway({ ...provider.env, SFCC_DOMAIN_NAME: org });
  const { errors = [] } = await ask(gateway.url, provider.token());
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(["SALESFORCE_UNAVAILABLE"]);
});

test.each(["proxy:3128", "proxy.internal"])(
  "HTTPS_PROXY=%s is refused, with what was wanted",
  async (proxy) => {
    vi.stubEnv("HTTPS_PROXY", proxy);
    await expect(startGateway({ SFCC_DOMAIN_NAME: "acme" })).rejects.toThrow(
      "HTTPS_PROXY must be an address such as http://proxy.internal:3128.",
    );
  },
);
