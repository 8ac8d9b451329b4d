export type FieldType =
  | "id"
  | "string"
  | "textarea"
  | "boolean"
  | "int"
  | "double"
  | "currency"
  | "percent"
  | "date"
  | "datetime"
  | "picklist"
  | "multipicklist"
  | "reference"
  | "phone"
  | "url"
  | "email"
  | "address"
  | "base64";

/** A field as describe tells it. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** Characters; of text types. */
  readonly length?: number | undefined;
  readonly precision?: number;
  readonly scale?: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly filterable: boolean;
  readonly sortable: boolean;
  readonly groupable: boolean;
  readonly unique?: boolean;
  readonly externalId?: boolean;
  readonly idLookup?: boolean;
  readonly nameField?: boolean;
  readonly autoNumber?: boolean;
  /** Computed by Salesforce from other fields or rows. */
  readonly calculated?: boolean;
  readonly picklistValues?: readonly string[];
  readonly restrictedPicklist?: boolean;
  readonly referenceTo?: readonly string[];
  readonly relationshipName?: string | null;
  /** Name of the way back from the referenced record, for sub-selects. */
  readonly childRelationshipName?: string | null;
  /** Deleting the referenced record deletes this one as well. */
  readonly cascadeDelete?: boolean;
  /** The referenced record cannot be deleted while this one is there. */
  readonly restrictedDelete?: boolean;
  readonly defaultValue?: string | number | boolean | null | undefined;
  /** Salesforce fills it in when a client does not. */
  readonly defaultedOnCreate?: boolean;
  /** BillingStreet belongs to BillingAddress. */
  readonly compoundFieldName?: string | null;
}

export interface ChildRelationship {
  readonly childSObject: string;
  readonly field: string;
  readonly relationshipName: string | null;
  readonly cascadeDelete: boolean;
  readonly restrictedDelete: boolean;
}

export interface SObjectType {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string;
  readonly custom: boolean;
  /** Whether records can be created, changed and deleted at all. */
  readonly writeable: boolean;
  readonly fields: readonly Field[];
  readonly childRelationships: readonly ChildRelationship[];
  /** Names are case-insensitive. */
  field(name: string): Field | undefined;
  /** The reference field behind a relationship such as Account or Parent. */
  parent(relationshipName: string): Field | undefined;
  child(relationshipName: string): ChildRelationship | undefined;
}

export interface Schema {
  readonly definitions: readonly SObjectDefinition[];
  readonly types: readonly SObjectType[];
  type(name: string): SObjectType | undefined;
  typeOfId(id: string): SObjectType | undefined;
}

export interface SObjectDefinition {
  readonly name: string;
  readonly label?: string;
  readonly labelPlural?: string;
  readonly keyPrefix: string;
  /** True unless told otherwise. */
  readonly writeable?: boolean;
  readonly fields: readonly Field[];
}

/** Puts definitions together; the ways back follow from the references. */
export function defineSchema(definitions: readonly SObjectDefinition[]): Schema {
  const types = definitions.map((definition) => createType(definition, definitions));
  const byName = indexBy(types, ({ name }) => name);
  const byPrefix = new Map(types.map((type) => [type.keyPrefix, type]));
  return {
    definitions,
    types,
    type: (name) => byName.get(name.toLowerCase()),
    typeOfId: (id) => byPrefix.get(id.slice(0, 3)),
  };
}

function createType(definition: SObjectDefinition, all: readonly SObjectDefinition[]): SObjectType {
  const { name, keyPrefix, fields, label = name, labelPlural = `${label}s`, writeable = true } = definition;
  const childRelationships = all.flatMap((child) =>
    child.fields
      .filter((field) => field.referenceTo?.includes(name))
      .map((field) => ({
        childSObject: child.name,
        field: field.name,
        relationshipName: field.childRelationshipName ?? null,
        cascadeDelete: field.cascadeDelete === true,
        restrictedDelete: field.restrictedDelete === true,
      })),
  );
  const byName = indexBy(fields, (field) => field.name);
  const parents = indexBy(fields, (field) => field.relationshipName);
  const children = indexBy(childRelationships, (child) => child.relationshipName);
  return {
    name,
    label,
    labelPlural,
    keyPrefix,
    custom: name.endsWith("__c"),
    writeable,
    fields,
    childRelationships,
    field: (wanted) => byName.get(wanted.toLowerCase()),
    parent: (wanted) => parents.get(wanted.toLowerCase()),
    child: (wanted) => children.get(wanted.toLowerCase()),
  };
}

function indexBy<T>(items: readonly T[], nameOf: (item: T) => string | null | undefined): Map<string, T> {
  return new Map(
    items.flatMap((item) => (nameOf(item) ? [[nameOf(item)?.toLowerCase() ?? "", item] as const] : [])),
  );
}
