import type { FieldDescribe } from "../salesforce/sobject-describe.ts";
import { OperatorError } from "./user.store.ts";

/** A field of the org as the two lines that make it a field of the schema. */
export interface CustomField {
  /** Its GraphQL name. */
  readonly name: string;
  /** In the record map. */
  readonly recordLine: string;
  /** In the class of the type. */
  readonly typeLine: string;
  /** What the record map's file has to import. */
  readonly helper: string;
  /** The same of the type's file, by module; null: nothing. */
  readonly scalar: { readonly name: string; readonly from: string } | null;
}

interface Form {
  readonly helper: string;
  readonly graphQL: string;
  /** Of the value, in TypeScript. */
  readonly type: string;
  /** Where the GraphQL type comes from; null: it is JavaScript's own. */
  readonly from: string | null;
}

const scalars = "../graph/scalar.ts";

const forms = {
  text: { helper: "text", graphQL: "String", type: "string", from: null },
  longText: { helper: "longText", graphQL: "String", type: "string", from: null },
  picklist: { helper: "picklist", graphQL: "String", type: "string", from: null },
  boolean: { helper: "boolean", graphQL: "Boolean", type: "boolean", from: null },
  int: { helper: "int", graphQL: "Int", type: "number", from: "type-graphql" },
  decimal: { helper: "decimal", graphQL: "DecimalScalar", type: "string", from: scalars },
  money: { helper: "money", graphQL: "Money", type: "Money", from: "../graph/value.type.ts" },
  date: { helper: "date", graphQL: "DateScalar", type: "string", from: scalars },
  dateTime: { helper: "dateTime", graphQL: "DateTimeScalar", type: "string", from: scalars },
} as const satisfies Readonly<Record<string, Form>>;

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/field_types.htm */
const formsByType: Readonly<Record<string, keyof typeof forms>> = {
  string: "text",
  email: "text",
  phone: "text",
  url: "text",
  textarea: "text",
  combobox: "picklist",
  picklist: "picklist",
  multipicklist: "longText",
  encryptedstring: "longText",
  boolean: "boolean",
  int: "int",
  double: "decimal",
  percent: "decimal",
  currency: "money",
  date: "date",
  datetime: "dateTime",
};

/** GraphQL's Int has 32 bits. */
const maxIntDigits = 9;
const maxWidth = 110;

/**
 * The lines for a field, as "A custom field" of docs/recipes.md has them.
 *
 * @throws OperatorError for a type that two lines do not do for
 */
export function toCustomField(described: FieldDescribe, givenName: string | null): CustomField {
  const form: Form = forms[formOf(described)];
  const name = givenName ?? toGraphQLName(described.name);
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) {
    throw new OperatorError(`"${name}" is no name for a field: give one in camel case with --name.`);
  }
  return {
    name,
    recordLine: `    ${name}: ${form.helper}("${described.name}"),`,
    typeLine: toTypeLine(name, form, described),
    helper: form.helper,
    scalar: form.from === null ? null : { name: form.graphQL, from: form.from },
  };
}

function formOf({
  type,
  name,
  filterable,
  sortable,
  scale,
  precision,
  referenceTo,
}: FieldDescribe): keyof typeof forms {
  if (type === "reference") {
    const targets = referenceTo.join(", ");
    throw new OperatorError(
      `${name} is a lookup to ${targets}. A relation is a parent() in the record map and a field of a resolver: see "A relation" in CONTRIBUTING.md.`,
    );
  }
  const form = formsByType[type];
  if (form === undefined) {
    const known = Object.keys(formsByType).join(", ");
    throw new OperatorError(
      `${name} is of the type ${type}, for which there is no mapping. There are: ${known}.`,
    );
  }
  if (form === "text" && !filterable) return "longText";
  if (form === "text" && !sortable) return "picklist";
  return form === "decimal" && type === "double" && scale === 0 && precision <= maxIntDigits ? "int" : form;
}

/** Warranty_End__c -> warrantyEnd, ERPNumber__c -> erpNumber, IsInternal -> isInternal */
function toGraphQLName(column: string): string {
  const words = column.replace(/__c$/i, "").split("_").filter(Boolean);
  const [first = "", ...rest] = words.map((word) =>
    word.replace(/^[A-Z]+(?=[A-Z][a-z]|$|\d)/, (capitals) => capitals.toLowerCase()),
  );
  const small = first.charAt(0).toLowerCase() + first.slice(1);
  return small + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** As the formatter writes it. */
function toTypeLine(name: string, { graphQL, type }: Form, { label, inlineHelpText }: FieldDescribe): string {
  const description = JSON.stringify(toSentence(inlineHelpText?.trim() || label));
  const property = `  readonly ${name}!: ${type} | null;`;
  const line = `  @Field(() => ${graphQL}, { nullable: true, description: ${description} })`;
  if (line.length <= maxWidth) return `${line}\n${property}`;
  const options = ["nullable: true,", `description: ${description},`].map((option) => `    ${option}`);
  return [`  @Field(() => ${graphQL}, {`, ...options, "  })", property].join("\n");
}

function toSentence(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
