import { describe, expect, test } from "vitest";
import { scopes } from "../../src/auth/scope.ts";
import { ConfigError, readConfig } from "../../src/config.ts";

const tenant = "https://login.microsoftonline.com/9122040d-6c67-4c5b-b112-36a304b66dad";
const entra = {
  IDP_ISSUER: `${tenant}/v2.0`,
  IDP_AUDIENCE: "6e74172b-be56-4843-9ff4-e66a39bb12e3",
  IDP_JWKS_URL: `${tenant}/discovery/v2.0/keys`,
};

describe("An identity provider", () => {
  test("is there when issuer, audience and JWKS address are set; nothing of them is rewritten", () => {
    expect(readConfig(entra).identityProvider).toEqual({
      issuer: entra.IDP_ISSUER,
      audience: entra.IDP_AUDIENCE,
      jwksUrl: entra.IDP_JWKS_URL,
      algorithms: ["RS256"],
      scopeClaims: ["scp", "roles", "scope"],
      scopeMap: new Map(),
      organizationClaim: null,
    });
  });

  test("has tokens that mean what the other settings say", () => {
    const settings = {
      IDP_ALGORITHMS: "RS256 PS256",
      IDP_SCOPE_CLAIMS: "roles https://acme.example/scopes",
      IDP_SCOPE_MAP:
        "Orders.Read=orders:read  Sales=accounts:read,orders:read\nhttps://acme.example/?a=b=assets:read",
      IDP_ORGANIZATION_CLAIM: "extn.gatewayOrganization",
    };
    expect(readConfig({ ...entra, ...settings }).identityProvider).toMatchObject({
      algorithms: ["RS256", "PS256"],
      scopeClaims: ["roles", "https://acme.example/scopes"],
      scopeMap: new Map([
        ["Orders.Read", ["orders:read"]],
        ["Sales", ["accounts:read", "orders:read"]],
        ["https://acme.example/?a=b", ["assets:read"]],
      ]),
      organizationClaim: "extn.gatewayOrganization",
    });
  });

  test.each([
    "https://sts.windows.net/9122040d-6c67-4c5b-b112-36a304b66dad/",
    "https://LOGIN.example/Realm",
    "https://login.example:443",
    "http://127.0.0.1:4010/tenant/v2.0",
    "http://localhost:4010",
  ])("may be called %s, and is then called just that", (issuer) => {
    expect(readConfig({ ...entra, IDP_ISSUER: issuer }).identityProvider?.issuer).toBe(issuer);
  });
});

describe("The gateway does not start", () => {
  test.each<[string, string[]]>([
    ["IDP_ISSUER", ["IDP_AUDIENCE", "IDP_JWKS_URL"]],
    ["IDP_AUDIENCE", ["IDP_ISSUER", "IDP_JWKS_URL"]],
    ["IDP_JWKS_URL", ["IDP_ISSUER", "IDP_AUDIENCE"]],
  ])("with %s alone", (name, missing) => {
    const faults = faultsOf({ [name]: entra[name as keyof typeof entra] });
    expect(faults).toEqual(missing.map((other) => `${other} is missing.`));
  });

  test.each([
    ["IDP_SCOPE_MAP", "Orders.Read=orders:read"],
    ["IDP_ALGORITHMS", "RS256"],
    ["IDP_SCOPE_CLAIMS", "roles"],
    ["IDP_ORGANIZATION_CLAIM", "org"],
  ])("with %s and no provider that it belongs to", (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual(
      Object.keys(entra).map((missing) => `${missing} is missing.`),
    );
  });

  test.each([
    ["IDP_ISSUER", "login.microsoftonline.com"],
    ["IDP_ISSUER", "http://login.example/v2.0"],
    ["IDP_ISSUER", "https://login.example/a b"],
    ["IDP_ISSUER", " https://login.example"],
    ["IDP_JWKS_URL", "http://login.example/keys"],
    ["IDP_JWKS_URL", "https://user:hunter2@login.example/keys"],
    ["IDP_JWKS_URL", "https://login.example/keys#hunter2"],
    ["IDP_JWKS_URL", "file:///etc/hunter2"],
    ["IDP_JWKS_URL", "http://127.0.0.1.evil.example/keys"],
    ["IDP_AUDIENCE", "two words"],
    ["IDP_ALGORITHMS", "RS256 HS256"],
    ["IDP_ALGORITHMS", "none"],
    ["IDP_ALGORITHMS", "RS256,PS256"],
    ["IDP_ORGANIZATION_CLAIM", "two words"],
  ])("with %s=%s", (name, value) => {
    const faults = faultsOf({ ...entra, [name]: value });
    expect(faults).toEqual([expect.stringMatching(new RegExp(`^${name} must be `))]);
    expect(faults.join()).not.toContain("hunter2");
  });

  test.each([
    "Orders.Read",
    "Orders.Read=",
    "=orders:read",
    "Orders.Read=orders:reed",
    "Orders.Read=orders:read,",
    "Orders.Read=orders:read, assets:read",
    "Orders.Read = orders:read",
    "Orders.Read=Orders:Read",
    "Sales=orders:read Sales=accounts:read",
    '{"Orders.Read":"orders:read"}',
  ])("with IDP_SCOPE_MAP=%s, and names the scopes there are", (map) => {
    const [fault, ...others] = faultsOf({ ...entra, IDP_SCOPE_MAP: map });
    expect(fault).toMatch(/^IDP_SCOPE_MAP must be pairs such as Orders.Read=orders:read /);
    for (const scope of scopes) expect(fault).toContain(scope);
    expect(others).toEqual([]);
  });

  test("with one issuer for two kinds of tokens", () => {
    const faults = faultsOf({ ...entra, JWT_ISSUER: entra.IDP_ISSUER });
    expect(faults).toEqual(["IDP_ISSUER and JWT_ISSUER must differ."]);
  });
});

function faultsOf(variables: Record<string, string>): readonly string[] {
  try {
    readConfig(variables);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}
