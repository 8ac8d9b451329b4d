import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { parseScopes } from "../../auth/scope.ts";
import type { Frame } from "../frame.ts";
import { addUser, changePassword, listUsers, OperatorError, setDisabled, updateUser } from "../user.store.ts";
import { showExamples } from "./example.ts";

/** `users`: people. */
export function addPeopleCommands(program: Command, { invocation, withParts }: Frame): void {
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
  addChanges(users, withParts);
  users
    .command("list")
    .description("lists people")
    .action(() => withParts((parts) => listUsers(parts)));
  showExamples(users, invocation, [
    "users add pat@acme.example --name Pat --organization Acme",
    'users update pat@acme.example --scopes "assets:read orders:read"',
    "users password pat@acme.example --password-stdin < password.txt",
    "users list --json",
  ]);
}

function addChanges(users: Command, withParts: Frame["withParts"]): void {
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
}

function readPassword({ passwordStdin }: { readonly passwordStdin?: boolean }): string | null {
  if (!passwordStdin) return null;
  const password = readFileSync(0, "utf8").replace(/\r?\n$/, "");
  if (password.length >= 12) return password;
  throw new OperatorError("A password has at least 12 characters.");
}
