import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import type { Json } from "./forge.ts";
import { post } from "./post.ts";
import { audience, type Change, edge, type SampleProvider, startSampleProvider } from "./sample-provider.ts";

const unitedOil = "01930000-0000-7000-8000-000000000002";

let provider: SampleProvider;
let gateway: Gateway;

beforeAll(async () => {
  provider = await startSampleProvider();
  gateway = await startGateway({ env: provider.env });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

async function viewerWith(change: Change, selection = "id kind email displayName scopes") {
  const { data } = await gateway.query(`{ viewer { ${selection} } }`, {}, { token: provider.token(change) });
  return data.viewer;
}

/** A good token with so many characters. */
function tokenOf(length: number): string {
  const padded = (size: number) => provider.token({ claims: { wids: "w".repeat(size) } });
  const size = Math.floor(((length - padded(0).length) * 3) / 4);
  const token = [size - 1, size, size + 1].map(padded).find((each) => each.length === length);
  return token ?? expect.unreachable(`no token has ${length} characters`);
}

describe("A token of the identity provider", () => {
  test("reads the accounts of its organization and no others", async () => {
    const answer = await gateway.query("{ accounts { nodes { name } } }", {}, { token: provider.token() });
    expect(answer).toEqual({ data: { accounts: { nodes: [{ name: "Edge Communications" }] } } });
  });

  test("may do no more than it says", async () => {
    const document = "{ orders { totalCount } }";
    const { errors } = await gateway.query(document, {}, { token: provider.token() });
    expect(errors).toMatchObject([{ path: ["orders"], extensions: { code: "FORBIDDEN" } }]);
  });

  test("says who asks, under an id that nobody else has", async () => {
    expect(await viewerWith({}, "id kind email displayName scopes organizations { name }")).toEqual({
      id: `${provider.issuer}|AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ`,
      kind: "USER",
      email: "rose@edge.example",
      displayName: "Rose Gonzalez",
      scopes: ["accounts:read"],
      organizations: [{ name: "Edge Communications" }],
    });
  });

  test("with the id of one of the gateway's own people as its subject is not that person", async () => {
    const sub = "01930000-0000-7000-8000-000000000014";
    expect(await viewerWith({ claims: { sub, name: undefined, preferred_username: undefined } })).toEqual({
      id: `${provider.issuer}|${sub}`,
      kind: "USER",
      email: null,
      displayName: null,
      scopes: ["accounts:read"],
    });
  });

  test.each<[string, string, Json]>([
    ["a person's by its idtyp", "USER", { idtyp: "user", azp: "same", sub: "same" }],
    ["a program's by its idtyp", "CLIENT", { idtyp: "app" }],
    ["a program's whose subject is its object id", "CLIENT", { sub: "same", oid: "same" }],
    ["a program's whose subject is its azp", "CLIENT", { sub: "same", azp: "same" }],
    ["a program's whose subject is its appid", "CLIENT", { sub: "same", appid: "same" }],
    ["a program's whose subject is its client id", "CLIENT", { sub: "same", client_id: "same" }],
  ])("is %s", async (_name, kind, claims) => {
    expect((await viewerWith({ claims })).kind).toBe(kind);
  });

  test.each<[string, string | null, Json]>([
    ["the e-mail address before the name at sign-in", "r@x.example", { email: "r@x.example" }],
    ["no name at sign-in that is no address", null, { preferred_username: "rose" }],
    ["no address that is no text", null, { email: ["a@b.example"], preferred_username: 1 }],
  ])("shows %s", async (_name, email, claims) => {
    expect((await viewerWith({ claims })).email).toBe(email);
  });

  test.each<[string, readonly string[], Json]>([
    ["one scope in a text", ["accounts:read"], { scp: "Accounts.Read" }],
    ["several scopes in a text", ["accounts:read", "assets:read"], { scp: "Accounts.Read A=b" }],
    ["a value that stands for two scopes", ["accounts:read", "orders:read"], { scp: "Sales" }],
    ["a list of roles", ["accounts:read", "orders:read"], { scp: undefined, roles: ["Sales"] }],
    ["roles beside a text", ["accounts:read", "assets:read"], { roles: ["A=b"] }],
    ["the claim `scope`", ["assets:read"], { scp: undefined, scope: "A=b" }],
    ["a value that is not in the map", [], { scp: "Orders.Read" }],
    ["a scope of the gateway that is not in the map", [], { scp: "accounts:read accounts:all" }],
    ["a value in other letters", [], { scp: "accounts.read" }],
    ["a role with a space in it", [], { scp: undefined, roles: ["Accounts.Read Sales"] }],
    ["names out of JavaScript", [], { scp: "constructor __proto__ toString" }],
    ["a claim that is not asked for", [], { scp: undefined, groups: ["Sales"] }],
    ["an empty text", [], { scp: "" }],
    ["nothing", [], { scp: undefined }],
  ])("is allowed what the scope map makes of %s", async (_name, granted, claims) => {
    expect((await viewerWith({ claims })).scopes).toEqual(granted);
  });

  test.each<[string, readonly string[], Json]>([
    ["a text", ["Edge Communications"], { "extn.gatewayOrganization": edge }],
    [
      "a list",
      ["Edge Communications", "United Oil & Gas"],
      { "extn.gatewayOrganization": [edge, unitedOil] },
    ],
    ["an id that there is not", [], { "extn.gatewayOrganization": edge.replace(/1$/, "9") }],
    ["no id", [], { "extn.gatewayOrganization": "Edge Communications" }],
    ["nothing", [], { "extn.gatewayOrganization": undefined }],
    ["the claim of the gateway's own tokens", [], { "extn.gatewayOrganization": undefined, org: [edge] }],
  ])("belongs to the organizations of its claim: %s", async (_name, names, claims) => {
    const { organizations, accounts } = await viewerWith(
      { claims },
      "organizations { name } accounts { totalCount }",
    );
    expect(organizations.map(({ name }: { name: string }) => name)).toEqual(names);
    expect(accounts.totalCount > 0).toBe(names.length > 0);
  });

  test.each<[string, Change]>([
    ["the type of RFC 9068", { header: { typ: "at+jwt" } }],
    ["that type in full", { header: { typ: "application/at+jwt" } }],
    ["several audiences, ours among them", { claims: { aud: ["another", audience] } }],
    ["a clock that is two seconds ahead", { claims: { iat: seconds(2), nbf: seconds(2) } }],
    ["no start", { claims: { nbf: undefined } }],
    ["a token id", { claims: { jti: "a", uti: undefined } }],
    ["no token id", { claims: { uti: undefined } }],
    ["addresses of other keys, which it ignores", { header: { jku: "https://evil.example", x5u: "x" } }],
  ])("is accepted with %s", async (_name, change) => {
    expect((await viewerWith(change)).scopes).toEqual(["accounts:read"]);
  });

  test("is accepted with 8,192 characters, and with no more", async () => {
    const [longest, longer] = [tokenOf(8192), tokenOf(8194)];
    expect([longest.length, longer.length]).toEqual([8192, 8194]);
    expect((await post(gateway.url, longest)).status).toBe(200);
    expect((await post(gateway.url, longer)).status).toBe(401);
  });

  test("stays good when somebody revokes it here, which only its issuer can", async () => {
    const token = provider.token();
    const body = new URLSearchParams({ token });
    const { status } = await fetch(`${gateway.url}/oauth/revoke`, { method: "POST", body });
    expect(status).toBe(200);
    expect((await post(gateway.url, token)).status).toBe(200);
  });

  test("is nothing to a gateway that does not know the provider", async () => {
    await using other = await startGateway();
    expect((await post(other.url, provider.token())).status).toBe(401);
  });

  test("leaves the gateway's own tokens as they are", async () => {
    expect((await post(gateway.url, gateway.token(["accounts:read"], [edge]))).status).toBe(200);
  });
});
