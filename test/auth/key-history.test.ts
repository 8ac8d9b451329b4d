import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { parsePrivateKey, toKeyPair } from "../../src/auth/key.ts";
import { keysInUse } from "../../src/auth/key-history.ts";

const now = Date.parse("2026-11-23T12:00:00Z");
const pace = { algorithm: "ES256", lifetimeSeconds: 3_600, lagMs: 120_000 } as const;
const pems = { a: makePem("prime256v1"), b: makePem("prime256v1"), c: makePem("prime256v1") };
const others = { text: "not a key", curve: makePem("secp384r1") };
const names = new Map(Object.entries(pems).map(([name, pem]) => [idOf(pem), name]));

type Version = [pem: keyof typeof pems | keyof typeof others, ageSeconds: number];

/** "signs: verify", e.g. "b: ab". */
function inUse(...versions: readonly Version[]): string {
  const all = { ...pems, ...others };
  const read = versions.map(([pem, age]) => ({ value: all[pem], createdAt: new Date(now - age * 1000) }));
  const keys = keysInUse(read, pace, now);
  if (keys === null) return "none";
  const nameOf = (id: string) => names.get(id) ?? "unknown";
  return `${nameOf(keys.signingKey.id)}: ${[...keys.publicKeys.keys()].map(nameOf).sort().join("")}`;
}

describe("Of the versions of a signing key that are not disabled", () => {
  test.each<[what: string, versions: readonly Version[], use: string]>([
    ["the first signs at once", [["a", 0]], "a: a"],
    ["an only one signs however old it is", [["a", 9e6]], "a: a"],
    [
      "a new one verifies before it signs",
      [
        ["b", 119],
        ["a", 9e6],
      ],
      "a: ab",
    ],
    [
      "a new one signs when all gateways have seen it",
      [
        ["b", 120],
        ["a", 9e6],
      ],
      "b: ab",
    ],
    [
      "an old one verifies until its last token is over",
      [
        ["b", 3_839],
        ["a", 9e6],
      ],
      "b: ab",
    ],
    [
      "an old one verifies no longer",
      [
        ["b", 3_840],
        ["a", 9e6],
      ],
      "b: b",
    ],
    [
      "two new ones wait together",
      [
        ["c", 10],
        ["b", 60],
        ["a", 9e6],
      ],
      "a: abc",
    ],
    [
      "the oldest of new ones alone signs",
      [
        ["b", 10],
        ["a", 20],
      ],
      "a: ab",
    ],
    [
      "each overlaps with its successor",
      [
        ["c", 3_000],
        ["b", 5_000],
        ["a", 9e6],
      ],
      "c: bc",
    ],
    [
      "one from a clock that is ahead verifies and does not sign",
      [
        ["b", -5],
        ["a", 9e6],
      ],
      "a: ab",
    ],
    [
      "one that is no key does not count",
      [
        ["text", 9e5],
        ["a", 9e6],
      ],
      "a: a",
    ],
    [
      "one for another algorithm does not count",
      [
        ["b", 9e5],
        ["curve", 9e6],
      ],
      "b: b",
    ],
    ["no key is no answer", [["text", 5]], "none"],
    ["none at all is no answer", [], "none"],
  ])("%s", (_what, versions, use) => {
    expect(inUse(...versions)).toBe(use);
  });
});

function makePem(namedCurve: string): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

function idOf(pem: string): string {
  const key = parsePrivateKey(pem, "ES256");
  if (key === null) throw new Error("This is no key for ES256.");
  return toKeyPair(key).id;
}
