import { defineSchema, type Field, type Schema, type SObjectDefinition } from "../sobject.ts";

type ObjectRight = "none" | "read" | "edit";

/**
 * What users of one kind may do at all; sharing decides with which records.
 * https://help.salesforce.com/s/articleView?id=sf.admin_userprofiles.htm
 */
export interface Profile {
  readonly name: string;
  /** "API Enabled": whether REST answers them. */
  readonly apiEnabled: boolean;
  /** "View All Data" and "Modify All Data": sharing does not concern them. */
  readonly allData: boolean;
  /** By type; `otherObjects` goes for all that are not named. */
  readonly objects: Readonly<Record<string, ObjectRight>>;
  readonly otherObjects: ObjectRight;
  /** Hidden by field-level security: Account.AnnualRevenue. */
  readonly hiddenFields: readonly string[];
}

export const systemAdministrator: Profile = {
  name: "System Administrator",
  apiEnabled: true,
  allData: true,
  objects: {},
  otherObjects: "edit",
  hiddenFields: [],
};

/** Sees every record but not every field, and writes nothing. */
export const readOnlyProfile: Profile = {
  ...systemAdministrator,
  name: "Read Only",
  objects: { AccountShare: "none" },
  otherObjects: "read",
  hiddenFields: ["Account.AnnualRevenue", "Account.NumberOfEmployees", "Asset.Price"],
};

/** May sign in but not call REST. */
export const noApiProfile: Profile = { ...readOnlyProfile, name: "Web Only", apiEnabled: false };

/** A customer's people in an Experience Cloud site: they work with what is shared with them. */
export const customerProfile: Profile = {
  name: "Customer Community Plus User",
  apiEnabled: true,
  allData: false,
  objects: {
    ...rights("read", [
      "Account",
      "BuyerAccount",
      "BuyerGroup",
      "Network",
      "Organization",
      "Pricebook2",
      "PricebookEntry",
      "Product2",
      "User",
      "WebStore",
    ]),
    ...rights("edit", [
      "Asset",
      "CartCheckoutSession",
      "CartDeliveryGroup",
      "CartItem",
      "CartValidationOutput",
      "Contact",
      "ContentDocument",
      "ContentDocumentLink",
      "ContentVersion",
      "Order",
      "OrderItem",
      "WebCart",
      "WebCartAdjustmentBasis",
    ]),
  },
  otherObjects: "none",
  hiddenFields: ["Account.AnnualRevenue", "Account.NumberOfEmployees", "Account.Rating"],
};

/** The customer's people who only shop: no machines, no colleagues. */
export const shopperProfile: Profile = {
  ...customerProfile,
  name: "Customer Community User",
  objects: { ...customerProfile.objects, ...rights("none", ["Asset", "Contact"]) },
};

function rights(right: ObjectRight, types: readonly string[]): Record<string, ObjectRight> {
  return Object.fromEntries(types.map((type) => [type, right]));
}

const restricted = new WeakMap<Schema, Map<Profile, Schema>>();

/** The types and fields users of a profile see; what they may not write is read-only to them. */
export function schemaFor(schema: Schema, profile: Profile): Schema {
  const known = restricted.get(schema) ?? new Map<Profile, Schema>();
  restricted.set(schema, known);
  const view = known.get(profile) ?? restrict(schema, profile);
  known.set(profile, view);
  return view;
}

function restrict(schema: Schema, profile: Profile): Schema {
  const isUnrestricted = profile.otherObjects === "edit" && Object.keys(profile.objects).length === 0;
  if (isUnrestricted && profile.hiddenFields.length === 0) return schema;
  return defineSchema(schema.definitions.flatMap((definition) => restrictType(definition, profile)));
}

function restrictType(definition: SObjectDefinition, profile: Profile): readonly SObjectDefinition[] {
  const right = profile.objects[definition.name] ?? profile.otherObjects;
  if (right === "none") return [];
  const fields = definition.fields.filter(
    ({ name }) => !profile.hiddenFields.includes(`${definition.name}.${name}`),
  );
  if (right === "edit") return [{ ...definition, fields }];
  return [{ ...definition, writeable: false, fields: fields.map(readOnlyField) }];
}

function readOnlyField(field: Field): Field {
  return { ...field, createable: false, updateable: false };
}
