import { keysInUse } from "./auth/key-history.ts";
import { type Config, ConfigError, isEmbedded, readConfig, readVault, type VaultConfig } from "./config.ts";
import type { GatewayError } from "./errors.ts";
import type { Log } from "./log.ts";
import { createEnvironment } from "./setting/environment.ts";
import { type SettingName, settings } from "./setting/setting.ts";
import type { Secrets, Vault, VaultReading } from "./stores/vault.ts";
import type { UpstreamCall, UpstreamWatch } from "./telemetry/upstream.ts";

/** The settings of the moment: secrets of a vault change while the gateway runs, all else stays as it was. */
export interface LiveConfig {
  readonly current: Config;
  /** Null: everything comes from the environment, and nothing changes. */
  readonly vault: VaultWatch | null;
}

interface VaultWatch {
  /** Reads the vault again and again until it is disposed. What fails is a line in the log; the last good values stay. */
  watch(log: Log, watchCall: UpstreamWatch): Disposable;
  /** @throws Error unless the last reading brought good values only */
  check(): Promise<void>;
}

/** Tokens outlive its rotation, so its older versions are read as well. */
const signingKey = "JWT_PRIVATE_KEY";

/**
 * Reads the settings, and from the vault, if there is one, the secrets that the environment lacks.
 *
 * @throws ConfigError with every missing or malformed setting at once
 * @throws GatewayError STORE_UNAVAILABLE when the vault does not give a secret
 */
export async function openConfig(variables: NodeJS.ProcessEnv): Promise<LiveConfig> {
  const vault = readVault(createEnvironment(variables));
  return vault ? await openVaultConfig(variables, vault) : { current: readConfig(variables), vault: null };
}

/** The environment together with what the vault has of the secrets that it lacks; never rejects. */
export async function readWithVault(
  variables: NodeJS.ProcessEnv,
  options: VaultConfig,
): Promise<{
  readonly values: NodeJS.ProcessEnv;
  /** The settings that came from the vault. */
  readonly found: readonly string[];
  /** Null: whatever was wanted could be read, or is not there. */
  readonly failure: GatewayError | null;
}> {
  const { secrets, failure } = await (await connectVault(variables, options)).read();
  const values = newestValues(secrets);
  const found = Object.keys(values).filter((name) => values[name] !== undefined);
  return { values: { ...variables, ...values }, found, failure };
}

async function connectVault(variables: NodeJS.ProcessEnv, { url }: VaultConfig): Promise<Vault> {
  const names = wantedSecrets(variables);
  // Loaded only here: who has no vault does without the SDK.
  const { openVault } = await import("./stores/vault.ts");
  return openVault({ url, names, histories: names.filter((name) => name === signingKey) });
}

async function openVaultConfig(variables: NodeJS.ProcessEnv, options: VaultConfig): Promise<LiveConfig> {
  const vault = await connectVault(variables, options);
  const first = await vault.read();
  if (first.failure) throw first.failure;
  let secrets = first.secrets;
  const values = { ...variables, ...newestValues(secrets) };
  let reading: Reading = { values, config: readConfig(values), changed: [], faults: [] };
  let current = withTokenKeys(reading.config, secrets);

  async function refresh(log: Log, watchCall: UpstreamWatch): Promise<void> {
    const { secrets: read, failure } = await watchCall(vaultCall, () => vault.read());
    secrets = new Map([...secrets, ...read]);
    const { changed, faults, ...rest } = takeOver(reading, read);
    reading = { ...rest, changed, faults: failure ? [failure.message, ...faults] : faults };
    // Also when nothing was read: what a key is used for changes with its age.
    current = withTokenKeys(reading.config, secrets);
    if (changed.length > 0) log.info({ settings: changed }, "new secrets from the vault");
    if (reading.faults.length > 0) {
      log.error(`${reading.faults.join(" ")} The last good values stay in use.`);
    }
  }

  return {
    get current() {
      return current;
    },
    vault: {
      watch: (log, watchCall) => repeat(() => refresh(log, watchCall), options.refreshMs),
      check: () =>
        reading.faults.length === 0 ? Promise.resolve() : Promise.reject(new Error(reading.faults.join(" "))),
    },
  };
}

/** A reading never rejects: its failure stands in it. */
const vaultCall: UpstreamCall<VaultReading> = {
  upstream: "vault",
  describe: () => ({ name: "vault read", attributes: {} }),
  statusOf: ({ failure }) => (failure ? 503 : 200),
};

/** The secrets that are not set here, neither by value nor by file; in embedded mode none of Salesforce. */
function wantedSecrets(variables: NodeJS.ProcessEnv): readonly SettingName[] {
  const isSet = (name: string) => variables[name]?.trim();
  const embedded = isEmbedded(variables);
  return settings
    .filter(({ name, secret }) => secret && !isSet(name) && !isSet(`${name}_PATH`))
    .filter(({ name }) => !(embedded && name.startsWith("SFCC_")))
    .map(({ name }) => name);
}

function newestValues(secrets: Secrets): Record<string, string | undefined> {
  return Object.fromEntries([...secrets].map(([name, [newest]]) => [name, newest?.value]));
}

interface Reading {
  readonly values: NodeJS.ProcessEnv;
  readonly config: Config;
  /** The settings whose values are new. */
  readonly changed: readonly string[];
  /** What is wrong with the others; their values stay. */
  readonly faults: readonly string[];
}

/** Each new value is tried by itself, so that a bad one does not hold up the others. */
function takeOver({ values, config }: Pick<Reading, "values" | "config">, secrets: Secrets): Reading {
  const reading = { values, config, changed: [] as string[], faults: [] as string[] };
  for (const [name, value] of Object.entries(newestValues(secrets))) {
    if (value === reading.values[name]) continue;
    const next = { ...reading.values, [name]: value };
    try {
      if (value === undefined) throw new ConfigError([`${name} is no longer in the vault, or disabled.`]);
      reading.config = readConfig(next);
      reading.values = next;
      reading.changed.push(name);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      reading.faults.push(...error.faults);
    }
  }
  return reading;
}

function withTokenKeys(config: Config, secrets: Secrets): Config {
  const { jwt, vault } = config;
  const versions = secrets.get(signingKey);
  if (jwt.keys === null || versions === undefined) return config;
  const lagMs = 2 * (vault?.refreshMs ?? 0);
  const inUse = keysInUse(versions, { ...jwt, lagMs });
  // Once all versions are disabled no token is accepted, and what is signed does not matter.
  return { ...config, jwt: { ...jwt, keys: inUse ?? { ...jwt.keys, publicKeys: new Map() } } };
}

/** The next time is counted from the end of the last. */
function repeat(work: () => Promise<void>, intervalMs: number): Disposable {
  const stop = new AbortController();
  const schedule = () => {
    const timer = setTimeout(() => void work().then(schedule), intervalMs).unref();
    stop.signal.addEventListener("abort", () => clearTimeout(timer));
  };
  schedule();
  return { [Symbol.dispose]: () => stop.abort() };
}
