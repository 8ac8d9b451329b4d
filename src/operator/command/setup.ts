import type { Command } from "commander";
import type { Frame } from "../frame.ts";
import { showExamples } from "./example.ts";

/** `doctor`, `schema` and `limits`: whether the set-up and the org are as the gateway needs them. */
export function addSetupCommands(program: Command, frame: Frame): void {
  const { invocation, run, withOrg } = frame;
  const doctor = program
    .command("doctor")
    .description("checks every setting and every connection, and says what to do")
    .action(() => run(async () => (await import("../doctor/doctor.ts")).examine(frame)));
  showExamples(doctor, invocation, ["doctor", "doctor --json"]);
  addSchemaCommands(program, frame);
  const limits = program
    .command("limits")
    .description("shows what is left of the org's API calls and storage")
    .action(() => withOrg(async (org) => (await import("../limits.ts")).showLimits(org)));
  showExamples(limits, invocation, ["limits", "limits --json"]);
}

function addSchemaCommands(program: Command, { invocation, withOrg }: Frame): void {
  const schema = program.command("schema").description("the schema and the org's own objects and fields");
  const check = schema
    .command("check")
    .description("compares all record maps with the org, as the integration user sees it")
    .option("--as <username>", "as this Salesforce user sees it (SALESFORCE_IDENTITY=caller)")
    .action(({ as: username = null }) =>
      withOrg(async (org) => (await import("../schema-check.ts")).checkSchema(org, username)),
    );
  showExamples(check, invocation, [
    "schema check",
    "schema check --as pat@acme.example",
    "schema check --json",
  ]);
  const add = schema
    .command("add <field>")
    .description("shows the two lines that make a field of the org one of the schema")
    .option("--write", "put the lines into the files")
    .option("--name <name>", "what it is called in the schema; warrantyEnd for Warranty_End__c when left out")
    .option("--project <folder>", "the gateway's own folder", ".")
    .action((column, { write: writes = false, name = null, project }) =>
      withOrg(async (org) => {
        const { addSchemaField } = await import("../schema-add.ts");
        return await addSchemaField(org, { column, name, project, writes });
      }),
    );
  showExamples(add, invocation, [
    "schema add Asset.Warranty_End__c",
    "schema add Asset.Warranty_End__c --write",
    "schema add Account.Tier__c --name customerTier",
  ]);
  showExamples(schema, invocation, ["schema check", "schema add Asset.Warranty_End__c"]);
}
