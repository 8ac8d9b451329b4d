import { DefaultAzureCredential } from "@azure/identity";
import { type KeyVaultSecret, SecretClient, type SecretProperties } from "@azure/keyvault-secrets";
import { GatewayError } from "../errors.ts";

/** One version of a secret. */
interface SecretVersion {
  readonly id: string;
  readonly value: string;
  /** To the second. */
  readonly createdAt: Date;
}

/** By setting, newest first; without what is not in the vault, and without disabled versions. */
export type Secrets = ReadonlyMap<string, readonly SecretVersion[]>;

export interface VaultOptions {
  /** e.g. https://acme.vault.azure.net */
  readonly url: string;
  /** The settings to read. A vault knows no `_`: SFCC_CLIENT_SECRET is its secret SFCC-CLIENT-SECRET. */
  readonly names: readonly string[];
  /** Those of them whose older versions are wanted as well. */
  readonly histories: readonly string[];
}

export interface Vault {
  /** Never rejects: what could be read counts, whatever happened to the rest. */
  read(): Promise<VaultReading>;
}

export interface VaultReading {
  readonly secrets: Secrets;
  /** STORE_UNAVAILABLE; the sentence says which secrets could not be read, why, and what to do. Null: none. */
  readonly failure: GatewayError | null;
}

/** For all secrets together, the SDK's retries included: a start without the vault has to end within 10 s. */
const deadlineMs = 6_000;

const retryOptions = { maxRetries: 2, retryDelayInMs: 300, maxRetryDelayInMs: 1_000 };

/** Of a history: one page of the vault's list. */
const maxVersions = 25;

/**
 * Asks as the identity of the process:
 * https://learn.microsoft.com/azure/developer/javascript/sdk/authentication/credential-chains#defaultazurecredential-overview
 */
export function openVault({ url, names, histories }: VaultOptions): Vault {
  const client = createClient(url);
  let known: Secrets = new Map();

  function readOne(name: string, abortSignal: AbortSignal): Promise<readonly SecretVersion[]> {
    if (!histories.includes(name)) return readCurrent(client, name, abortSignal);
    return readHistory({ client, abortSignal, known: known.get(name) ?? [] }, name);
  }

  async function readAll(abortSignal: AbortSignal): Promise<VaultReading> {
    const secrets = new Map<string, readonly SecretVersion[]>();
    const reasons = new Map<string, unknown>();
    const readInto = (name: string) =>
      readOne(name, abortSignal).then(
        (versions) => secrets.set(name, versions),
        (reason: unknown) => reasons.set(name, reason),
      );
    await Promise.all(names.map(readInto));
    known = new Map([...known, ...secrets]);
    const missing = names.filter((name) => reasons.has(name));
    const [reason] = reasons.values();
    return { secrets, failure: missing.length > 0 ? unavailable(missing, reason) : null };
  }

  return {
    read: () => withDeadline(readAll, () => ({ secrets: new Map(), failure: unavailable(names, null) })),
  };
}

function createClient(url: string): SecretClient {
  const { hostname, protocol } = new URL(url);
  // An emulator on this machine has another name than the resource that its challenge names.
  const isLocal = /^(?:localhost|\[::1\]|127\.[\d.]+)$/.test(hostname);
  return new SecretClient(url, new DefaultAzureCredential(), {
    disableChallengeResourceVerification: isLocal,
    allowInsecureConnection: isLocal && protocol === "http:",
    retryOptions,
    redirectOptions: { maxRetries: 0 },
  });
}

async function readCurrent(
  client: SecretClient,
  name: string,
  abortSignal: AbortSignal,
): Promise<SecretVersion[]> {
  try {
    return [toVersion(await client.getSecret(secretName(name), { abortSignal }))];
  } catch (error) {
    return noneIfNotFound(error);
  }
}

interface HistoryParts {
  readonly client: SecretClient;
  readonly abortSignal: AbortSignal;
  /** A version never changes: these are not asked for again. */
  readonly known: readonly SecretVersion[];
}

async function readHistory(
  { client, abortSignal, known }: HistoryParts,
  name: string,
): Promise<SecretVersion[]> {
  const read = async ({ version = "" }: SecretProperties) =>
    known.find(({ id }) => id === version) ??
    toVersion(await client.getSecret(secretName(name), { version, abortSignal }));
  try {
    const enabled: SecretProperties[] = [];
    for await (const version of client.listPropertiesOfSecretVersions(secretName(name), { abortSignal })) {
      if (version.enabled) enabled.push(version);
    }
    const newestFirst = enabled.toSorted((a, b) => createdAt(b).getTime() - createdAt(a).getTime());
    return await Promise.all(newestFirst.slice(0, maxVersions).map(read));
  } catch (error) {
    return noneIfNotFound(error);
  }
}

function secretName(setting: string): string {
  return setting.replaceAll("_", "-");
}

/** Files that are put into a vault end in a line feed, which belongs to no secret. */
function toVersion({ value = "", properties }: KeyVaultSecret): SecretVersion {
  const { version: id = "" } = properties;
  return { id, value: value.replace(/\r?\n$/, ""), createdAt: createdAt(properties) };
}

function createdAt({ createdOn }: SecretProperties): Date {
  return createdOn ?? new Date(0);
}

function noneIfNotFound(error: unknown): [] {
  if (factsOf(error).code === "SecretNotFound") return [];
  throw error;
}

/** Not every part of the SDK heeds the signal: managed identities are asked for a token without it. */
async function withDeadline<T>(work: (signal: AbortSignal) => Promise<T>, late: () => T): Promise<T> {
  const deadline = Promise.withResolvers<T>();
  const abort = new AbortController();
  const timer = setTimeout(() => {
    deadline.resolve(late());
    abort.abort();
  }, deadlineMs);
  try {
    return await Promise.race([work(abort.signal), deadline.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function unavailable(names: readonly string[], cause: unknown): GatewayError {
  const wanted = names.map((name) => `${name} (${secretName(name)})`).join(", ");
  const sentence = `The Key Vault of AZURE_KEY_VAULT_URL does not give ${wanted}: ${explain(cause)}`;
  return new GatewayError("STORE_UNAVAILABLE", sentence, { cause });
}

/** The reason and what to do, from codes alone: messages of the SDK repeat what was sent and answered. */
function explain(cause: unknown): string {
  const { statusCode, code, name } = factsOf(cause);
  if (statusCode === 403) {
    return "it refuses the gateway (403). Give the gateway's identity the role Key Vault Secrets User, let it through the vault's firewall, and see that the secret is enabled.";
  }
  if (statusCode === 401 || /Authentication|Credential/.test(name ?? "")) {
    return "the gateway cannot sign in to Microsoft Entra ID. Check its managed identity, or AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.";
  }
  const late = cause === null && `no answer within ${deadlineMs / 1000} s`;
  const reason = late || (statusCode ?? code ?? "that is no Key Vault's answer");
  return `it cannot be used (${reason}). Check AZURE_KEY_VAULT_URL, the network and the vault's firewall.`;
}

interface Facts {
  readonly name?: string;
  /** Of an HTTP answer. */
  readonly statusCode?: number;
  /** Of Key Vault, or of the socket. */
  readonly code?: string;
}

function factsOf(error: unknown): Facts {
  return error instanceof Error ? error : {};
}
