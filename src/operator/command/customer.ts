import type { Command } from "commander";
import { parseScopes } from "../../auth/scope.ts";
import { addClient, disableClient, listClients, rotateClient } from "../client.store.ts";
import type { Frame } from "../frame.ts";
import { addOrganization, listOrganizations } from "../organization.store.ts";
import { OperatorError } from "../user.store.ts";
import { showExamples } from "./example.ts";

/** A month: whoever needs longer has two programs. */
const maxGraceHours = 720;

/** `clients`, `organizations` and `map`: partners' programs, customers and what they see. */
export function addCustomerCommands(program: Command, frame: Frame): void {
  addClientCommands(program, frame);
  addOrganizationCommands(program, frame);
  const { invocation, withParts } = frame;
  const map = program
    .command("map <organization> <accountId>")
    .description("lets an organization see a Salesforce account")
    .option("--external-id <id>", "the customer's number in another system")
    .option("--default", "make it the organization's usual account")
    .action((organization, accountId, options) =>
      withParts(async (parts, config) => {
        if (config.salesforce.embedded) {
          throw new OperatorError(
            "Mapping asks Salesforce for the account: set SFCC_DOMAIN_NAME and the sign-in to it.",
          );
        }
        const { externalId = null, default: isDefault = false } = options;
        const wanted = { organization, accountId, externalId, isDefault };
        const { mapAccount } = await import("../place.ts");
        return await mapAccount(parts, config, { org: config.salesforce, wanted });
      }),
    );
  showExamples(map, invocation, ["map Acme 001Lo0000000005IAA --default --external-id ERP-4711"]);
}

function addClientCommands(program: Command, { invocation, withParts }: Frame): void {
  const clients = program.command("clients").description("partners' programs");
  clients
    .command("add <id>")
    .description("adds a program and shows its secret once")
    .requiredOption("--name <name>", "what to call it")
    .option(
      "--scopes <scopes>",
      "what it may do, separated by spaces",
      "accounts:read assets:read orders:read",
    )
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
  showExamples(clients, invocation, [
    'clients add acme-app --name "Acme app" --organization Acme',
    "clients rotate acme-app --grace-hours 48",
    "clients list --json",
  ]);
}

function addOrganizationCommands(program: Command, { invocation, withParts }: Frame): void {
  const organizations = program.command("organizations").description("customers");
  organizations
    .command("add <name>")
    .description("adds a customer")
    .action((name) => withParts((parts) => addOrganization(parts, name)));
  organizations
    .command("list")
    .description("lists customers with the Salesforce accounts they see")
    .action(() => withParts(listOrganizations));
  showExamples(organizations, invocation, ["organizations add Acme", "organizations list"]);
}

function graceHours(text: string): number {
  const hours = Number(text);
  if (/^\d+$/.test(text) && hours <= maxGraceHours) return hours;
  throw new OperatorError(`--grace-hours must be a whole number up to ${maxGraceHours}, not "${text}".`);
}
