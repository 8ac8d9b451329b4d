import type { Field, FieldType } from "../sobject.ts";

export type FieldOptions = Partial<Omit<Field, "name" | "type">>;

/** The options of fields that Salesforce fills in. */
export const readOnly: FieldOptions = { createable: false, updateable: false };
export const required: FieldOptions = { nillable: false };

export function field(name: string, type: FieldType, options: FieldOptions = {}): Field {
  return {
    name,
    type,
    label: labelOf(name),
    nillable: true,
    createable: true,
    updateable: true,
    filterable: true,
    sortable: true,
    groupable: type !== "double" && type !== "currency" && type !== "percent" && type !== "datetime",
    ...options,
  };
}

export function text(name: string, length: number, options: FieldOptions = {}): Field {
  return field(name, "string", { length, ...options });
}

/** Up to 255 characters a text area is filterable, beyond that it is a long text area. */
export function textarea(name: string, length: number, options: FieldOptions = {}): Field {
  const short = length <= 255;
  return field(name, "textarea", {
    length,
    filterable: short,
    sortable: short,
    groupable: short,
    ...options,
  });
}

export function checkbox(name: string, defaultValue: boolean, options: FieldOptions = {}): Field {
  return field(name, "boolean", { defaultValue, nillable: false, ...options });
}

export function whole(name: string, options: FieldOptions = {}): Field {
  return field(name, "int", options);
}

export function double(name: string, scale: number, options: FieldOptions = {}): Field {
  return field(name, "double", { precision: 18, scale, ...options });
}

export function currency(name: string, options: FieldOptions = {}): Field {
  return field(name, "currency", { precision: 18, scale: 2, ...options });
}

export function picklist(name: string, picklistValues: readonly string[], options: FieldOptions = {}): Field {
  return field(name, "picklist", { length: 255, picklistValues, ...options });
}

export interface ReferenceOptions extends FieldOptions {
  /** Name of the way back. */
  readonly children?: string;
}

/** `AccountId` is the relationship `Account` unless told otherwise. */
export function reference(
  name: string,
  to: string | readonly string[],
  options: ReferenceOptions = {},
): Field {
  const { children = null, ...rest } = options;
  return field(name, "reference", {
    length: 18,
    referenceTo: [to].flat(),
    relationshipName: name.replace(/Id$/, ""),
    childRelationshipName: children,
    ...rest,
  });
}

/** Street, city, state, postal code, country and the compound field over them. */
export function address(prefix: string): readonly Field[] {
  const compoundFieldName = `${prefix}Address`;
  return [
    textarea(`${prefix}Street`, 255, { compoundFieldName }),
    text(`${prefix}City`, 40, { compoundFieldName }),
    text(`${prefix}State`, 80, { compoundFieldName }),
    text(`${prefix}PostalCode`, 20, { compoundFieldName }),
    text(`${prefix}Country`, 80, { compoundFieldName }),
    double(`${prefix}Latitude`, 15, { compoundFieldName }),
    double(`${prefix}Longitude`, 15, { compoundFieldName }),
    picklist(`${prefix}GeocodeAccuracy`, geocodeAccuracies, { compoundFieldName }),
    field(compoundFieldName, "address", {
      ...readOnly,
      filterable: false,
      sortable: false,
      groupable: false,
    }),
  ];
}

const geocodeAccuracies = [
  "Address",
  "NearAddress",
  "Block",
  "Street",
  "ExtendedZip",
  "Zip",
  "Neighborhood",
  "City",
];

export function systemFields(): readonly Field[] {
  const user = { ...readOnly, ...required };
  return [
    field("Id", "id", { length: 18, ...readOnly, ...required }),
    checkbox("IsDeleted", false, readOnly),
    field("CreatedDate", "datetime", { ...readOnly, ...required }),
    reference("CreatedById", "User", user),
    field("LastModifiedDate", "datetime", { ...readOnly, ...required }),
    reference("LastModifiedById", "User", user),
    field("SystemModstamp", "datetime", { ...readOnly, ...required }),
  ];
}

export function owner(): Field {
  return reference("OwnerId", "User", { nillable: false });
}

/** BillingPostalCode -> Billing Postal Code, AccountId -> Account ID */
function labelOf(name: string): string {
  return name
    .replace(/__c$/, "")
    .replaceAll("_", " ")
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/ Id$/, " ID");
}
