import { createPublicKey, type JsonWebKey } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import jwt from "jsonwebtoken";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type JwtAlgorithm, jwtAlgorithms, readPublicKey } from "../../src/auth/key.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { writeKeyFile } from "../key-files.ts";
import { ask } from "./refusal.ts";

/** Other people's data, which lie beside the project where they lie at all: https://github.com/C2SP/wycheproof */
const path = fileURLToPath(
  new URL("../../../shared/fixtures/jwt/wycheproof-json-web-signature.json", import.meta.url),
);

interface Vector {
  readonly tcId: number;
  readonly comment: string;
  readonly jws: string;
  readonly result: "valid" | "invalid";
}

interface Group {
  /** Missing where the key is a secret that both sides share. */
  readonly public?: JsonWebKey & { readonly alg?: string };
  readonly tests: readonly Vector[];
}

const groups: readonly Group[] = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).testGroups : [];
const cases = groups.flatMap((group) =>
  group.tests.map((vector) => [nameOf(vector), group, vector] as const),
);

describe.runIf(existsSync(path))("Wycheproof's JWS vectors", () => {
  it("are all there", () => {
    expect(cases.length).toBeGreaterThanOrEqual(401);
  });

  it.each(cases)(
    "%s: a signature is taken when it is right and of a kind that we offer",
    (_name, group, vector) => {
      const isExpected = vector.result === "valid" && reasonToRefuse(group, vector) === null;
      expect(isTaken(group, vector)).toBe(isExpected);
    },
  );

  it("are refused, where they are right, for known reasons only", () => {
    const reasons = cases
      .filter(([, , { result }]) => result === "valid")
      .map(([, group, vector]) => reasonToRefuse(group, vector) ?? "none");
    expect(new Set(reasons)).toEqual(new Set(["none", ...Object.values(reasonsToRefuse)]));
  });

  describe("sent to the gateway", () => {
    let gateway: Gateway;
    beforeAll(async () => {
      gateway = await startGateway({ data: "none" });
    });
    afterAll(() => gateway[Symbol.asyncDispose]());

    it("are refused without exception, with one answer", async () => {
      const refusal = await ask(gateway, "Bearer nonsense");
      expect(refusal.status).toBe(401);
      for (const [name, , { jws }] of cases) {
        expect(await ask(gateway, `Bearer ${jws}`), name).toEqual(refusal);
      }
    });
  });
});

const reasonsToRefuse = {
  shared: "secrets that two sides share are no keys of ours",
  algorithm: "the key is for no algorithm that there is",
  other: "the key is for another algorithm",
  empty: "an empty payload has no claims",
} as const;

/** Why something right is refused all the same. */
function reasonToRefuse({ public: key }: Group, { jws }: Vector): string | null {
  if (!key) return reasonsToRefuse.shared;
  if (!isOffered(key.alg)) return reasonsToRefuse.algorithm;
  const [header = "", payload] = jws.split(".");
  if (JSON.parse(Buffer.from(header, "base64url").toString()).alg !== key.alg) return reasonsToRefuse.other;
  return payload === "" ? reasonsToRefuse.empty : null;
}

/** With the keys and the options of src/auth/token.ts, but without its profile, which none of the vectors keeps to. */
function isTaken({ public: jwk }: Group, { jws }: Vector): boolean {
  if (!jwk || !isOffered(jwk.alg)) return false;
  const pem = createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" });
  const key = readPublicKey(writeKeyFile(pem.toString()), jwk.alg);
  try {
    return key !== null && jwt.verify(jws, key, { algorithms: [jwk.alg] }) !== undefined;
  } catch {
    return false;
  }
}

function isOffered(algorithm: string | undefined): algorithm is JwtAlgorithm {
  return jwtAlgorithms.some((known) => known === algorithm);
}

function nameOf({ tcId, comment, result }: Vector): string {
  return `${tcId} ${comment} (${result})`;
}
