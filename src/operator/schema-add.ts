import { writeFile } from "node:fs/promises";
import { relative } from "node:path";
import { type GraphQLNamedType, isObjectType } from "graphql";
import { suggestionList } from "graphql/jsutils/suggestionList.js";
import { allRecords } from "../node/node.ts";
import type { OrgTraits, RecordMap } from "../salesforce/record.ts";
import { describeObjects, type FieldDescribe } from "../salesforce/sobject-describe.ts";
import { buildGatewaySchema } from "../schema.ts";
import { type CustomField, toCustomField } from "./custom-field.ts";
import type { OperatorOrg, Report } from "./frame.ts";
import { addField, findTypePlace, type TypePlace } from "./project-file.ts";
import { OperatorError } from "./user.store.ts";

export interface WantedField {
  /** e.g. Asset.Warranty_End__c */
  readonly column: string;
  /** The GraphQL name; null: it follows from the column's. */
  readonly name: string | null;
  /** The gateway's own folder. */
  readonly project: string;
  /** Whether the lines are put into the files, or only shown. */
  readonly writes: boolean;
}

/** Makes a field of the org one of the schema. One API call. @throws OperatorError when it cannot be */
export async function addSchemaField(
  { salesforce, config }: OperatorOrg,
  wanted: WantedField,
): Promise<Report> {
  const [, sObject = "", column = ""] = /^(\w+)\.(\w+)$/.exec(wanted.column) ?? [];
  if (column === "") {
    throw new OperatorError(
      `Name an object and its field, such as Asset.Warranty_End__c, not "${wanted.column}".`,
    );
  }
  const record = findRecord(sObject);
  const described = (await describeObjects(salesforce.integration, [record.sObject])).get(record.sObject);
  if (!described) throw new OperatorError(`Salesforce shows this user no object ${record.sObject}.`);
  const field = findField(described.fields, { sObject: record.sObject, column });
  const { traits } = config.salesforce;
  refuseMapped(record, field.name, traits);
  const made = toCustomField(field, wanted.name);
  refuseTaken(record, made.name, buildGatewaySchema().getType(record.typeName));
  const before = await findTypePlace(wanted.project, record);
  const after = addField(before, record, made);
  if (wanted.writes) await writePlace(after);
  return toReport(wanted, made, after);
}

function findRecord(sObject: string): RecordMap {
  const open = allRecords.filter(({ typeName, sObject: name }) => typeName === name || name === "Product2");
  const record = open.find((each) => each.sObject.toLowerCase() === sObject.toLowerCase());
  if (record) return record;
  const names = open.map((each) => each.sObject).join(", ");
  throw new OperatorError(
    `The schema has no type for ${sObject}. It has ${names}; for another see "A new sObject" in CONTRIBUTING.md.`,
  );
}

function findField(
  fields: readonly FieldDescribe[],
  { sObject, column }: { readonly sObject: string; readonly column: string },
): FieldDescribe {
  const found = fields.find(({ name }) => name.toLowerCase() === column.toLowerCase());
  if (found) return found;
  const [similar] = suggestionList(
    column,
    fields.map(({ name }) => name),
  );
  throw new OperatorError(
    `Salesforce shows this user no field ${sObject}.${column}.${similar === undefined ? "" : ` Did you mean ${similar}?`}`,
  );
}

function refuseMapped({ fields, typeName }: RecordMap, column: string, traits: OrgTraits): void {
  const mapped = Object.entries(fields).find(([, field]) => {
    if (field.kind === "column") return field.columns(traits).includes(column);
    return field.kind === "parent" && field.foreignKey === column;
  });
  if (mapped) throw new OperatorError(`${column} is there already, as ${typeName}.${mapped[0]}.`);
}

/** By the record map, or by a resolver that makes it of something else. */
function refuseTaken(
  { fields, typeName }: RecordMap,
  name: string,
  type: GraphQLNamedType | undefined,
): void {
  const isTaken = name in fields || (isObjectType(type) && name in type.getFields());
  if (isTaken)
    throw new OperatorError(`${typeName} has a field ${name} already: choose another with --name.`);
}

async function writePlace({ record, type }: TypePlace): Promise<void> {
  await writeFile(record.path, record.text);
  await writeFile(type.path, type.text);
}

function toReport({ project, writes }: WantedField, field: CustomField, { record, type }: TypePlace): Report {
  const files = [
    { path: relative(project, record.path), lines: field.recordLine },
    { path: relative(project, type.path), lines: field.typeLine },
  ];
  const parts = files.map(({ path, lines }) => `${path}\n\n${lines}\n`);
  const next = writes
    ? "Written. npm run codegen prints the new schema."
    : "Nothing is written: --write puts the lines, and the imports they need, into these files.";
  const { name } = field;
  return {
    text: `${parts.join("\n")}\n${next}\n`,
    data: { field: name, written: writes, files },
    isGood: true,
  };
}
