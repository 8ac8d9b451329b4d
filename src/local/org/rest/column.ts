import { ok } from "../answer.ts";
import { SalesforceFailure } from "../failure.ts";
import type { Org } from "../org.ts";
import { type Column, describeColumns } from "../soql/column.ts";
import type { RestAnswer } from "./route.ts";

const apexTypes: Readonly<Record<string, string>> = {
  id: "Id",
  reference: "Id",
  boolean: "Boolean",
  int: "Integer",
  double: "Double",
  currency: "Double",
  percent: "Double",
  date: "Date",
  datetime: "Datetime",
  address: "Address",
};

/** GET /query?q=&columns=true: what the columns of a query are; the Salesforce CLI builds its tables from it. */
export function columnMetadata({ database }: Org, soql: string): RestAnswer {
  const { type, columns, isGrouped } = describeColumns(database, soql);
  if (!type) throw new SalesforceFailure(400, "INVALID_TYPE", `sObject type is not supported`);
  return ok({
    columnMetadata: columns.map(toMetadata),
    entityName: type.name,
    groupBy: isGrouped,
    idSelected: columns.some((column) => column.field?.type === "id"),
    keyPrefix: type.keyPrefix,
  });
}

function toMetadata({ name, label, field, aggregate, foreignKey, children }: Column): object {
  const isFunction = aggregate && children.length === 0;
  const isNumber = isFunction || /^(?:int|double|currency|percent)$/.test(field?.type ?? "");
  const isText = field !== undefined && !isNumber && !/^(?:id|reference|boolean)$/.test(field.type);
  return {
    aggregate,
    apexType: field ? (apexTypes[field.type] ?? "String") : null,
    booleanType: field?.type === "boolean",
    columnName: name,
    custom: field?.name.endsWith("__c") === true,
    displayName: label,
    foreignKeyName: foreignKey,
    insertable: field?.createable === true,
    joinColumns: children.map(toMetadata),
    numberType: isNumber,
    textType: isText,
    updatable: field?.updateable === true,
  };
}
