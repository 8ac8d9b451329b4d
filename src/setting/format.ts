import type { KeyObject } from "node:crypto";
import {
  describeKey,
  type JwtAlgorithm,
  jwtAlgorithms,
  parsePrivateKey,
  readPrivateKey,
  readPublicKey,
} from "../auth/key.ts";
import { isConfidential } from "../confidential.ts";
import { toSalesforceId } from "../salesforce/id.ts";

/** How the text of a setting is read. */
export interface Format<T> {
  /** Ends the sentence "<NAME> must be ...". Never repeats the text: it may be a secret. */
  readonly expected: string;
  /** Undefined for a text that does not fit. */
  parse(text: string): T | undefined;
}

export const anyText: Format<string> = { expected: "a text", parse: (text) => text };

/** Printable and without spaces: ids, names and secrets, where a space is a slip of the clipboard. */
export const word = matching(/^[\x21-\x7e]+$/, "a word without spaces");

export const flag: Format<boolean> = {
  expected: "true or false",
  parse: (text) => (text === "true" || text === "false" ? text === "true" : undefined),
};

export const port = wholeNumber(0, 65_535);

export const currencyCode = matching(/^[A-Z]{3}$/, "three capital letters, as in ISO 4217");

/** Version 58.0 is the first that nests child lists in SOQL deeper than one level. */
export const apiVersion = matching(/^(?:5[89]|[6-9]\d|\d{3})\.0$/, "a version such as 68.0, at least 58.0");

export const customField = matching(
  /^[A-Za-z]\w{0,60}__c$/,
  "the API name of a custom field, such as Gateway_Key__c",
);

export const siteName = matching(/^[^\p{C}]{1,80}$/u, "a name of 80 characters at most");

export const postgresUrl = matching(/^postgres(?:ql)?:\/\/\S+$/, "a postgresql:// address");

/** Web stores have the key prefix 0ZE. Completed to 18 characters. */
export const webstoreId: Format<string> = {
  expected: "the id of a web store (15 or 18 characters, 0ZE...) or none",
  parse: (text) => {
    if (text === "none") return text;
    if (!text.startsWith("0ZE")) return undefined;
    try {
      return toSalesforceId(text);
    } catch {
      return undefined;
    }
  },
};

/** Names the algorithms that people try and that must not be used: a shared secret, no signature, no support. */
export const jwtAlgorithm: Format<JwtAlgorithm> = {
  expected: `one of ${jwtAlgorithms.join(", ")}; HS256, HS384, HS512, EdDSA and none are refused`,
  parse: oneOf(jwtAlgorithms).parse,
};

/** https, or http to this machine: credentials travel to these addresses. The trailing slash is dropped. */
export const serviceUrl: Format<string> = {
  expected: "an https:// address without a path (http:// only for this machine)",
  parse: (text) => {
    const url = URL.parse(text);
    return url !== null && isPlainOrigin(url) && isConfidential(url) ? url.origin : undefined;
  },
};

/** https, or http to this machine, with any path; kept letter for letter. */
export const httpsUrl: Format<string> = {
  expected: "an https:// address (http:// only for this machine)",
  parse: (text) => {
    const url = /^[\x21-\x7e]+$/.test(text) ? URL.parse(text) : null;
    const isPlain = url?.username === "" && url.password === "" && url.hash === "";
    return isPlain && isConfidential(url) ? text : undefined;
  },
};

export const origins: Format<readonly string[]> = {
  expected: "origins such as https://shop.example.com, separated by spaces",
  parse: (text) => {
    const words = text.split(/\s+/).filter((origin) => origin !== "");
    return words.every((origin) => URL.parse(origin)?.origin === origin) ? words : undefined;
  },
};

/** The address where an org gives out tokens, from the short forms people write. */
export const salesforceDomain: Format<string> = {
  expected:
    "login, test, a My Domain such as acme.my.salesforce.com or its name acme, or an https:// address",
  parse: (text) => {
    if (text.includes("://")) return serviceUrl.parse(text);
    if (!/^[a-z\d](?:[a-z\d.-]*[a-z\d])?$/i.test(text)) return undefined;
    const domain = text.toLowerCase();
    if (domain === "login" || domain === "test") return `https://${domain}.salesforce.com`;
    // acme, and a sandbox's acme--dev.sandbox, are names; anything else with a dot is a host.
    const isName = !domain.includes(".") || domain.endsWith(".sandbox");
    return serviceUrl.parse(isName ? `https://${domain}.my.salesforce.com` : `https://${domain}`);
  },
};

/** Salesforce takes assertions signed with RS256 and no other. */
const salesforceAlgorithm = "RS256";

export const salesforceKey: Format<KeyObject> = privateKey(salesforceAlgorithm);

export const salesforceKeyFile: Format<KeyObject> = {
  expected: `a PEM file with an unencrypted private key for ${salesforceAlgorithm} (${describeKey(salesforceAlgorithm)})`,
  parse: (path) => readPrivateKey(path, salesforceAlgorithm) ?? undefined,
};

export function privateKey(algorithm: JwtAlgorithm): Format<KeyObject> {
  return {
    expected: `an unencrypted private key for ${algorithm} in PEM (${describeKey(algorithm)})`,
    parse: (pem) => parsePrivateKey(pem, algorithm) ?? undefined,
  };
}

export function privateKeyFile(algorithm: JwtAlgorithm): Format<string> {
  return {
    expected: `a PEM file with an unencrypted private key for ${algorithm} (${describeKey(algorithm)})`,
    parse: (path) => (readPrivateKey(path, algorithm) === null ? undefined : path),
  };
}

export function publicKeyFile(algorithm: JwtAlgorithm): Format<string> {
  return {
    expected: `a PEM file with a public key for ${algorithm} (${describeKey(algorithm)})`,
    parse: (path) => (readPublicKey(path, algorithm) === null ? undefined : path),
  };
}

export function oneOf<const T extends string>(values: readonly T[]): Format<T> {
  return {
    expected: `one of ${values.join(", ")}`,
    parse: (text) => values.find((value) => value === text),
  };
}

/** Separated by spaces or line ends; "" is none at all. */
export function listOf<T>(item: Format<T>, expected: string): Format<readonly T[]> {
  return {
    expected,
    parse: (text) => {
      const words = text.split(/\s+/).filter((each) => each !== "");
      const items = words.map(item.parse).filter((each) => each !== undefined);
      return items.length === words.length ? items : undefined;
    },
  };
}

/** `Product=300 Account=30`: whole seconds by name, a day at most. */
export const secondsByName: Format<ReadonlyMap<string, number>> = {
  expected: "types with seconds from 1 to 86400, such as Product=300 Account=30",
  parse: (text) => {
    const pairs = text.split(/\s+/).map((pair) => /^([A-Z]\w*)=([1-9]\d{0,4})$/.exec(pair));
    const read = pairs.flatMap((pair) => (pair ? [[pair[1] ?? "", Number(pair[2])] as const] : []));
    return read.length === pairs.length && read.every(([, seconds]) => seconds <= 86_400)
      ? new Map(read)
      : undefined;
  },
};

export const redisUrl = matching(/^rediss?:\/\/\S+$/, "a redis:// or rediss:// address");

/** 0 to 1 */
export const share: Format<number> = {
  expected: "a number from 0 to 1, such as 0.1",
  parse: (text) => (/^(?:0|1|0?\.\d{1,9}|[01]\.0+)$/.test(text) ? Number(text) : undefined),
};

/** https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables */
export const headerList: Format<Readonly<Record<string, string>>> = {
  expected: "headers such as api-key=abc,tenant=acme",
  parse: (text) => {
    const pairs = text.split(",").map((pair) => /^\s*([\w.-]+)\s*=\s*([\x21-\x2b\x2d-\x7e]*)\s*$/.exec(pair));
    if (pairs.some((pair) => pair === null || /%(?![0-7][\da-f])/i.test(pair[2] ?? ""))) return undefined;
    return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", decodeURIComponent(pair?.[2] ?? "")]));
  },
};

/** http as well: collectors stand in the gateway's own network. */
export const collectorUrl: Format<string> = {
  expected: "an http:// or https:// address without user, query and fragment",
  parse: (text) => {
    const url = URL.parse(text);
    const isHttp = url?.protocol === "http:" || url?.protocol === "https:";
    const isPlain = url && url.username + url.password + url.search + url.hash === "";
    return isHttp && isPlain ? text : undefined;
  },
};

export function wholeNumber(minimum: number, maximum: number): Format<number> {
  return {
    expected: `a whole number from ${minimum} to ${maximum}`,
    parse: (text) => {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      return value >= minimum && value <= maximum ? value : undefined;
    },
  };
}

function matching(pattern: RegExp, expected: string): Format<string> {
  return { expected, parse: (text) => (pattern.test(text) ? text : undefined) };
}

function isPlainOrigin(url: URL): boolean {
  return (
    url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "" && url.password === ""
  );
}
