import type { Field, FieldType, SObjectDefinition } from "../sobject.ts";

/** What is read of a describe; its file may hold much more. */
interface Described {
  readonly name: string;
  readonly label?: string;
  readonly labelPlural?: string;
  readonly keyPrefix?: string | null;
  readonly createable?: boolean;
  readonly fields: readonly DescribedField[];
  readonly childRelationships?: readonly DescribedChild[];
}

type DescribedField = Omit<Partial<Field>, "picklistValues" | "type"> & {
  readonly name: string;
  readonly type: string;
  readonly picklistValues?: readonly { readonly value: string; readonly active?: boolean }[];
};

interface DescribedChild {
  readonly childSObject: string;
  readonly field: string;
  readonly relationshipName?: string | null;
  readonly cascadeDelete?: boolean;
  readonly restrictedDelete?: boolean;
}

const types: readonly FieldType[] = [
  "id",
  "string",
  "textarea",
  "boolean",
  "int",
  "double",
  "currency",
  "percent",
  "date",
  "datetime",
  "picklist",
  "multipicklist",
  "reference",
  "phone",
  "url",
  "email",
  "address",
  "base64",
];

/**
 * Definitions from describes, as `GET /sobjects/T/describe` answers them or `sf sobject describe --json` prints them.
 * A described object takes the place of the standard one of that name; formulas are there but stay empty.
 *
 * @throws TypeError when something is not a describe
 */
export function mergeDescribes(
  standard: readonly SObjectDefinition[],
  describes: readonly unknown[],
): readonly SObjectDefinition[] {
  const described = describes.map(readDescribe);
  const children = described.flatMap(({ childRelationships = [] }) => childRelationships);
  const definitions = described.map((object, index) => toDefinition(object, { index, children, standard }));
  const names = new Set(definitions.map(({ name }) => name));
  return [...standard.filter(({ name }) => !names.has(name)), ...definitions];
}

function readDescribe(value: unknown): Described {
  const { result = value } = (value ?? {}) as { result?: unknown };
  const { name, fields } = (result ?? {}) as Partial<Described>;
  if (typeof name === "string" && Array.isArray(fields)) return result as Described;
  throw new TypeError("A describe has a name and fields.");
}

interface Surroundings {
  readonly index: number;
  readonly children: readonly DescribedChild[];
  readonly standard: readonly SObjectDefinition[];
}

function toDefinition(described: Described, { index, children, standard }: Surroundings): SObjectDefinition {
  const { name, label = name, labelPlural = `${label}s`, createable = true } = described;
  const known = standard.find((definition) => definition.name === name);
  const keyPrefix = described.keyPrefix ?? known?.keyPrefix ?? `z${String(index).padStart(2, "0")}`;
  const fields = described.fields.map((field) => {
    const back = children.find((child) => child.childSObject === name && child.field === field.name);
    const standardField = known?.fields.find((candidate) => candidate.name === field.name);
    return toField(field, back ?? backOf(standardField));
  });
  return { name, label, labelPlural, keyPrefix, writeable: createable, fields };
}

type Back = Pick<DescribedChild, "relationshipName" | "cascadeDelete" | "restrictedDelete">;

/** The way back is told by the parent's describe; without one a standard object keeps its own. */
function backOf(field: Field | undefined): Back {
  const { childRelationshipName = null, cascadeDelete = false, restrictedDelete = false } = field ?? {};
  return { relationshipName: childRelationshipName, cascadeDelete, restrictedDelete };
}

/** What a describe that leaves something out means. */
const usual = {
  nillable: true,
  createable: true,
  updateable: true,
  filterable: true,
  sortable: true,
  groupable: true,
};

function toField(described: DescribedField, back: Back): Field {
  const { name, label = name, picklistValues = [], calculated = false, defaultValue = null } = described;
  const type = types.find((known) => known === described.type) ?? "string";
  const readOnly = calculated ? { createable: false, updateable: false } : {};
  return {
    ...usual,
    ...described,
    ...readOnly,
    label,
    type,
    length: described.length || undefined,
    picklistValues: picklistValues.filter(({ active }) => active !== false).map(({ value }) => value),
    defaultValue: type === "boolean" ? defaultValue === true : (defaultValue ?? undefined),
    childRelationshipName: back.relationshipName ?? null,
    cascadeDelete: back.cascadeDelete === true,
    restrictedDelete: back.restrictedDelete === true,
  };
}
