import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { invalidToken, openTokenIssuer, type TokenIssuer } from "../../src/auth/token.ts";
import { readConfig } from "../../src/config.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { writeEcPair, writeRsaPair } from "../key-files.ts";
import { draftFor, forge } from "./forge.ts";
import { forgeCurveTokens, forgeTokens, unsendableTokens } from "./forged-token.ts";
import { expectRefusal } from "./issuer.ts";
import { ask } from "./refusal.ts";

/** Each with a good token in the place of the @. */
const otherHeaders = [
  "@",
  "Bearer",
  "Bearer:@",
  "Bearer @ @",
  "Bearer @, Bearer @",
  "Basic @",
  "Token @",
  'Bearer "@"',
];

const kinds = [
  { algorithm: "RS256", forgeAll: forgeTokens, settings: writeRsaPair(2048) },
  {
    algorithm: "ES256",
    forgeAll: forgeCurveTokens,
    settings: { ...writeEcPair("prime256v1"), JWT_ALGORITHM: "ES256" },
  },
] as const;

describe.each(kinds)("A gateway that signs with $algorithm", async ({ forgeAll, settings }) => {
  const issuer: TokenIssuer = await openTokenIssuer(readConfig(settings).jwt);
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway({ data: "none", env: settings });
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  it("accepts the token that all forgeries are made of", async () => {
    const { header, claims } = draftFor(issuer);
    const { status } = await ask(gateway, `Bearer ${forge(issuer.signingKey.privateKey, header, claims)}`);
    expect(status).toBe(200);
  });

  it.each(Object.entries(forgeAll(issuer)))(
    "refuses, always with the same answer, %s",
    async (_name, token) => {
      expect(await ask(gateway, `Bearer ${token}`)).toEqual(await ask(gateway, "Bearer nonsense"));
    },
  );

  it("answers 401 and one sentence", async () => {
    const { status, headers, body } = await ask(gateway, "Bearer nonsense");
    const { code, message } = invalidToken();
    expect([status, headers["www-authenticate"]]).toEqual([401, "Bearer"]);
    expect(JSON.parse(body)).toEqual({ errors: [{ message, extensions: { code } }] });
  });

  it.each(otherHeaders)("refuses in the same way the header %s", async (header) => {
    const { header: head, claims } = draftFor(issuer);
    const token = forge(issuer.signingKey.privateKey, head, claims);
    const answer = await ask(gateway, header.replaceAll("@", token));
    expect(answer).toEqual(await ask(gateway, "Bearer nonsense"));
  });

  it.each(Object.entries(unsendableTokens(issuer)))("refuses %s, should it ever arrive", (_name, token) => {
    expectRefusal(issuer, token);
  });
});
