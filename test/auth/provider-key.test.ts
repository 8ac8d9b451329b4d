import { randomUUID } from "node:crypto";
import type { RequestListener } from "node:http";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { makeCertificate, trust } from "../certificate.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { json, text } from "../http/broken-salesforce.ts";
import { post } from "./post.ts";
import { createKey, type SampleProvider, startSampleProvider } from "./sample-provider.ts";

const minuteMs = 60_000;

const monotonic = performance.now.bind(performance);
let ahead = 0;

let provider: SampleProvider;
let gateway: Gateway;

beforeEach(async () => {
  provider = await startSampleProvider();
  gateway = await startGateway({ env: provider.env });
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  ahead = 0;
  await gateway[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

const statusOf = async (token: string) => (await post(gateway.url, token)).status;
const withUnknownKey = () => provider.token({ header: { kid: randomUUID() } });

/** Both clocks of this process go ahead; servers, sockets and timers do not notice. */
function pass(milliseconds: number): void {
  if (!vi.isFakeTimers()) vi.useFakeTimers({ toFake: ["Date"], shouldAdvanceTime: true });
  vi.advanceTimersByTime(milliseconds);
  ahead += milliseconds;
  vi.spyOn(performance, "now").mockImplementation(() => monotonic() + ahead);
}

/** How often each status came. */
async function tally(tokens: readonly string[]): Promise<Record<string, number>> {
  const statuses = Object.groupBy(await Promise.all(tokens.map(statusOf)), String);
  return Object.fromEntries(Object.entries(statuses).map(([status, all = []]) => [status, all.length]));
}

describe("The provider's keys", () => {
  test("are asked for when the first token comes, and once for 100 at a time", async () => {
    expect(provider.fetches()).toBe(0);
    expect(await tally(Array.from({ length: 100 }, () => provider.token()))).toEqual({ 200: 100 });
    expect(provider.fetches()).toBe(1);
  });

  test("are asked for once by 200 made-up key ids, and then every half minute at most", async () => {
    const flood = () => tally(Array.from({ length: 200 }, withUnknownKey));
    expect(await flood()).toEqual({ 401: 200 });
    expect(provider.fetches()).toBe(1);
    pass(20_000);
    expect(await flood()).toEqual({ 401: 200 });
    expect(provider.fetches()).toBe(1);
    pass(11_000);
    expect(await flood()).toEqual({ 401: 200 });
    expect(provider.fetches()).toBe(2);
  });

  test("serve good tokens on in the middle of such a flood, whose ids are not kept", async () => {
    for (let minute = 0; minute < 25; minute++) {
      await tally(Array.from({ length: 20 }, withUnknownKey));
      expect(await statusOf(provider.token())).toBe(200);
      pass(minuteMs);
    }
    expect(provider.fetches()).toBeLessThanOrEqual(25);
  });

  test("are not asked for by tokens that are refused for their form, nor by other issuers' tokens", async () => {
    const tokens = [
      provider.token({ header: { alg: "none" } }),
      provider.token({ header: { typ: "at" } }),
      provider.token({ header: { kid: undefined } }),
      provider.token({ claims: { iss: "https://other.example" } }),
      gateway.token(["accounts:read"]),
    ];
    expect(await tally(tokens)).toEqual({ 200: 1, 401: 4 });
    expect(provider.fetches()).toBe(0);
  });

  test("may change: a new one is accepted after half a minute at the latest, beside the old one", async () => {
    const [old, next] = [provider.key(), createKey()];
    const oldToken = provider.token();
    expect(await statusOf(oldToken)).toBe(200);
    provider.publish(next, old);
    pass(31_000);
    expect(await tally([provider.token(), oldToken])).toEqual({ 200: 2 });
    expect(provider.fetches()).toBe(2);
  });

  test("may be withdrawn: after ten minutes nothing is accepted that they signed", async () => {
    const oldToken = provider.token();
    expect(await statusOf(oldToken)).toBe(200);
    provider.publish(createKey());
    pass(9 * minuteMs);
    expect(await statusOf(oldToken)).toBe(200);
    pass(2 * minuteMs);
    expect(await statusOf(oldToken)).toBe(401);
    expect(await statusOf(provider.token())).toBe(200);
  });
});

const moved: RequestListener = (_request, response) =>
  response.writeHead(302, { location: "/elsewhere" }).end();
const lengthy: RequestListener = (request, response) =>
  json(200, { keys: [provider.key().jwk], more: "x".repeat(300_000) })(request, response);

const outages: Record<string, RequestListener> = {
  "closes the connection": (_request, response) => response.destroy(),
  "does not answer": () => undefined,
  fails: json(500, { keys: [] }),
  "is out of service, with keys": (_request, response) =>
    response.writeHead(503).end(JSON.stringify({ keys: [provider.key().jwk] })),
  "points elsewhere": moved,
  "shows a page for people": text(200, "text/html", "<h1>Down for maintenance</h1>"),
  "answers JSON that is cut short": text(200, "application/json", '{"keys":['),
  "answers no object": json(200, []),
  "has no keys": json(200, { keys: [] }),
  "has keys that are none": json(200, { keys: [null] }),
  "answers 300 kB": lengthy,
};

/** Not an outage: it has withdrawn the keys it had. */
const unreadable = json(200, { keys: [{ kty: "RSA", kid: "a", n: "?" }] });

describe("A provider that", () => {
  test.each(Object.entries({ ...outages, "has keys that nobody can read": unreadable }))(
    "%s leaves new tokens unchecked for the time being",
    async (_name, answer) => {
      provider.answerAs(answer);
      const refusal = await post(gateway.url, provider.token());
      expect({ ...refusal, text: JSON.parse(refusal.text) }).toEqual({
        status: 503,
        challenge: null,
        text: {
          errors: [
            {
              message:
                "The identity provider's keys cannot be read at the moment, so that its token cannot be checked.",
              extensions: { code: "STORE_UNAVAILABLE" },
            },
          ],
        },
      });
      expect(provider.fetches()).toBe(1);
    },
  );

  test("is away is asked every five seconds at most, and served again as soon as it is back", async () => {
    provider.answerAs(json(500, {}));
    expect(await tally(Array.from({ length: 100 }, () => provider.token()))).toEqual({ 503: 100 });
    expect(provider.fetches()).toBe(1);
    provider.publish(provider.key());
    expect(await statusOf(provider.token())).toBe(503);
    pass(6_000);
    expect(await statusOf(provider.token())).toBe(200);
    expect(provider.fetches()).toBe(2);
  });

  test.each(Object.entries(outages))(
    "%s does no harm to tokens of known keys, nor to the gateway's own",
    async (_name, answer) => {
      expect(await statusOf(provider.token())).toBe(200);
      provider.answerAs(answer);
      expect(await statusOf(provider.token())).toBe(200);
      pass(55 * minuteMs);
      expect(await tally([provider.token(), gateway.token(["accounts:read"])])).toEqual({ 200: 2 });
    },
  );

  test("stays away does not have its tokens accepted for ever", async () => {
    expect(await statusOf(provider.token())).toBe(200);
    provider.answerAs(json(500, {}));
    pass(80 * minuteMs);
    expect(await tally([provider.token(), gateway.token(["accounts:read"])])).toEqual({ 200: 1, 503: 1 });
  });

  test("has a certificate that nobody vouches for is not believed; with one that somebody does it is", async () => {
    const certificate = await makeCertificate();
    await using secure = await startSampleProvider(certificate);
    await using other = await startGateway({ env: secure.env });
    expect((await post(other.url, secure.token())).status).toBe(503);
    expect(secure.fetches()).toBe(0);
    using _trusted = trust(certificate);
    pass(6_000);
    expect((await post(other.url, secure.token())).status).toBe(200);
  });
});
