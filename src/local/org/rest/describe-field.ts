import type { Field } from "../sobject.ts";
import { isAggregatable } from "../value.ts";

/** What every field here has in common. */
const plain = {
  aiPredictionField: false,
  calculatedFormula: null,
  cascadeDelete: false,
  caseSensitive: false,
  controllerName: null,
  defaultValueFormula: null,
  dependentPicklist: false,
  deprecatedAndHidden: false,
  displayLocationInDecimal: false,
  encrypted: false,
  extraTypeInfo: null,
  filteredLookupInfo: null,
  formulaTreatNullNumberAsZero: false,
  highScaleNumber: false,
  htmlFormatted: false,
  inlineHelpText: null,
  mask: null,
  maskType: null,
  referenceTargetField: null,
  relationshipOrder: null,
  restrictedDelete: false,
  searchPrefilterable: false,
  writeRequiresMasterRead: false,
};

const soapTypes: Readonly<Record<string, string>> = {
  id: "tns:ID",
  reference: "tns:ID",
  boolean: "xsd:boolean",
  int: "xsd:int",
  double: "xsd:double",
  currency: "xsd:double",
  percent: "xsd:double",
  date: "xsd:date",
  datetime: "xsd:dateTime",
  address: "urn:address",
  base64: "xsd:base64Binary",
};

/** A field as `describe` tells it: https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_describesobjects_describesobjectresult.htm */
export function describeField(field: Field) {
  const { name, label, type, length = 0, precision = 0, scale = 0, relationshipName = null } = field;
  const { nillable, createable, updateable, filterable, sortable, groupable } = field;
  const { referenceTo = [], defaultValue = null } = field;
  return {
    ...plain,
    aggregatable: isAggregatable(field),
    autoNumber: field.autoNumber === true,
    byteLength: type === "id" || type === "reference" ? length : length * 3,
    calculated: field.calculated === true,
    compoundFieldName: field.compoundFieldName ?? null,
    createable,
    custom: name.endsWith("__c"),
    defaultValue,
    defaultedOnCreate: field.defaultedOnCreate ?? (defaultValue !== null || (!nillable && !createable)),
    digits: type === "int" ? 9 : 0,
    externalId: field.externalId === true,
    filterable,
    groupable,
    idLookup: type === "id" || field.externalId === true || field.idLookup === true,
    label,
    length,
    name,
    nameField: field.nameField === true,
    namePointing: referenceTo.length > 1,
    nillable,
    permissionable: nillable && type !== "id",
    picklistValues: (field.picklistValues ?? []).map((value) => describePicklistValue(value, defaultValue)),
    polymorphicForeignKey: referenceTo.length > 1,
    precision,
    queryByDistance: type === "address",
    referenceTo,
    relationshipName,
    restrictedPicklist: field.restrictedPicklist === true,
    scale,
    soapType: soapTypes[type] ?? "xsd:string",
    sortable,
    type,
    unique: field.unique === true,
    updateable,
  };
}

function describePicklistValue(value: string, defaultValue: unknown) {
  return { active: true, defaultValue: value === defaultValue, label: value, validFor: null, value };
}
