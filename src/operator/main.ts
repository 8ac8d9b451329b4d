import { readFileSync } from "node:fs";
import { Command } from "commander";
import { generateKeys, KeyError, rotateKeys } from "../auth/key.ts";
import { parseScopes, ScopeError } from "../auth/scope.ts";
import { type Config, ConfigError } from "../config.ts";
import { GatewayError } from "../errors.ts";
import { openConfig } from "../live-config.ts";
import { DatabaseInUseError, openEmbeddedDatabase } from "../local/database.ts";
import { createRedaction } from "../redaction.ts";
import { secretValues } from "../setting/environment.ts";
import { MigrationError } from "../stores/migrate.ts";
import { connectServer } from "../stores/postgres.ts";
import { pendingCarts, syncCarts } from "./cart.ts";
import { addClient, disableClient, listClients, rotateClient } from "./client.store.ts";
import { addOrganization, listOrganizations } from "./organization.store.ts";
import { mapAccount, openParts } from "./place.ts";
import { formatTable } from "./table.ts";
import {
  addUser,
  changePassword,
  listUsers,
  OperatorError,
  type OperatorParts,
  setDisabled,
  updateUser,
} from "./user.store.ts";

/** Exit codes: 0 done, 1 not done, for a reason that stands on stderr. */
const program = new Command("gateway")
  .description("What operators do: people, partners' programs, customers and keys.")
  .option("--json", "print JSON instead of a table")
  .showHelpAfterError();

/** A month: whoever needs longer has two programs. */
const maxGraceHours = 720;

const expected = [
  OperatorError,
  ConfigError,
  KeyError,
  ScopeError,
  GatewayError,
  MigrationError,
  DatabaseInUseError,
];

const users = program.command("users").description("people");
users
  .command("add <email>")
  .description("adds a person and shows their password once")
  .option("--name <name>", "what to call them")
  .option(
    "--scopes <scopes>",
    "what they may do, separated by spaces",
    "accounts:read assets:read orders:read",
  )
  .option("--organization <names...>", "names or ids of their organizations")
  .option("--salesforce-username <name>", "as whom the gateway may stand before Salesforce for them")
  .option("--password-stdin", "read the password from stdin instead of making one")
  .action((email, options) =>
    withParts((parts) =>
      addUser(parts, {
        email,
        displayName: options.name ?? null,
        scopes: [...parseScopes(options.scopes)],
        organizations: options.organization ?? [],
        salesforceUsername: options.salesforceUsername ?? null,
        password: readPassword(options),
      }),
    ),
  );
users
  .command("update <email>")
  .description("changes a person; access tokens given before are accepted no longer, sessions go on")
  .option("--name <name>", "what to call them")
  .option("--scopes <scopes>", "all that they may do, separated by spaces")
  .option("--organization <names...>", "names or ids of all their organizations")
  .option(
    "--salesforce-username <name>",
    'as whom the gateway may stand before Salesforce for them; "" for nobody',
  )
  .action((email, { name, scopes, organization, salesforceUsername }) =>
    withParts((parts) =>
      updateUser(parts, email, {
        displayName: name,
        scopes: scopes === undefined ? undefined : [...parseScopes(scopes)],
        organizations: organization,
        salesforceUsername,
      }),
    ),
  );
users
  .command("disable <email>")
  .description("ends all sessions of a person and lets them open none")
  .action((email) => withParts((parts) => setDisabled(parts, email, true)));
users
  .command("enable <email>")
  .description("lets a person sign in again")
  .action((email) => withParts((parts) => setDisabled(parts, email, false)));
users
  .command("password <email>")
  .description("gives a person a new password, shown once, and ends all their sessions")
  .option("--password-stdin", "read the password from stdin instead of making one")
  .action((email, options) => withParts((parts) => changePassword(parts, email, readPassword(options))));
users
  .command("list")
  .description("lists people")
  .action(() => withParts((parts) => listUsers(parts)));

const clients = program.command("clients").description("partners' programs");
clients
  .command("add <id>")
  .description("adds a program and shows its secret once")
  .requiredOption("--name <name>", "what to call it")
  .option("--scopes <scopes>", "what it may do, separated by spaces", "accounts:read assets:read orders:read")
  .option("--organization <names...>", "names or ids of the organizations it works for")
  .action((id, options) =>
    withParts((parts) =>
      addClient(parts, {
        id,
        name: options.name,
        scopes: [...parseScopes(options.scopes)],
        organizations: options.organization ?? [],
      }),
    ),
  );
clients
  .command("rotate <id>")
  .description("gives a program a new secret, shown once")
  .option("--grace-hours <hours>", "how long the old secret stays good", "24")
  .action((id, options) => withParts((parts) => rotateClient(parts, id, graceHours(options.graceHours))));
clients
  .command("disable <id>")
  .description("ends all tokens of a program and gives it none")
  .action((id) => withParts((parts) => disableClient(parts, id)));
clients
  .command("list")
  .description("lists programs")
  .action(() => withParts((parts) => listClients(parts)));

program
  .command("map <organization> <accountId>")
  .description("lets an organization see a Salesforce account")
  .option("--external-id <id>", "the customer's number in another system")
  .option("--default", "make it the organization's usual account")
  .action((organization, accountId, options) =>
    withParts((parts, config) => {
      if (config.salesforce.embedded) {
        throw new OperatorError(
          "Mapping asks Salesforce for the account: set SFCC_DOMAIN_NAME and the sign-in to it.",
        );
      }
      const { externalId = null, default: isDefault = false } = options;
      const wanted = { organization, accountId, externalId, isDefault };
      return mapAccount(parts, config, { org: config.salesforce, wanted });
    }),
  );

const organizations = program.command("organizations").description("customers");
organizations
  .command("add <name>")
  .description("adds a customer")
  .action((name) => withParts((parts) => addOrganization(parts, name)));
organizations
  .command("list")
  .description("lists customers with the Salesforce accounts they see")
  .action(() => withParts(listOrganizations));

const carts = program.command("carts").description("carts that the web store does not have as they are");
carts
  .command("pending")
  .description("lists them, with the reason and when they are tried again")
  .action(() => withParts(pendingCarts));
carts
  .command("sync [ids...]")
  .description("has them tried again at once by the running gateway: these, or all that wait")
  .action((ids) => withParts((parts, config) => syncCarts(parts, config, ids)));

const keys = program.command("keys").description("the keys that sign access tokens");
keys
  .command("generate <folder>")
  .description("makes jwt-private.pem and jwt-public.pem in a folder that has none")
  .action((folder) =>
    run(async () => show(await generateKeys(folder, (await readSettings()).jwt.algorithm))),
  );
keys
  .command("rotate")
  .description("makes a new pair in place of the one in use; tokens of the old one stay good until they end")
  .action(() => run(async () => show(await rotateKeyFiles((await readSettings()).jwt))));

/** What must not be written down, those of the vault as well once it is read. */
let secrets = secretValues(process.env);
await program.parseAsync();

function withParts(work: (parts: OperatorParts, config: Config) => Promise<object>): Promise<void> {
  return run(async () => {
    const config = await readSettings();
    const { connectionString, embeddedDirectory } = config.postgres;
    const database =
      connectionString === null
        ? await openEmbeddedDatabase(embeddedDirectory)
        : connectServer(() => connectionString);
    await using parts = await openParts(config, database);
    show(await work(parts, config));
  });
}

/** Once: a command is over before a secret changes. */
async function readSettings(): Promise<Config> {
  const { current } = await openConfig(process.env);
  secrets = current.log.secrets;
  return current;
}

function rotateKeyFiles(jwt: Config["jwt"]): ReturnType<typeof rotateKeys> {
  if (jwt.keys === null) return rotateKeys(jwt);
  throw new OperatorError(
    "JWT_PRIVATE_KEY is in use, and not a file: add a new version of the secret to the vault, or set another key.",
  );
}

function show(result: object): void {
  const rows = Array.isArray(result) ? result : [result];
  const isJson = program.opts().json === true;
  process.stdout.write(isJson ? `${JSON.stringify(result, null, 2)}\n` : formatTable(rows));
}

async function run(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${createRedaction(() => secrets)(explain(error))}\n`);
    process.exitCode = 1;
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isExpected = expected.some((kind) => error instanceof kind);
  return (isExpected ? undefined : error.stack) ?? error.message;
}

function readPassword({ passwordStdin }: { readonly passwordStdin?: boolean }): string | null {
  if (!passwordStdin) return null;
  const password = readFileSync(0, "utf8").replace(/\r?\n$/, "");
  if (password.length >= 12) return password;
  throw new OperatorError("A password has at least 12 characters.");
}

function graceHours(text: string): number {
  const hours = Number(text);
  if (/^\d+$/.test(text) && hours <= maxGraceHours) return hours;
  throw new OperatorError(`--grace-hours must be a whole number up to ${maxGraceHours}, not "${text}".`);
}
