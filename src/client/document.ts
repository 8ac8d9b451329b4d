import { keyedInputs } from "./generated/contract.ts";

/** The types of a document; the same shape as in @graphql-typed-document-node/core, so that other clients read it too. */
export interface DocumentTypeDecoration<Result, Variables> {
  /** Is never there: carries the types alone. */
  __apiType?: (variables: Variables) => Result;
}

/** A GraphQL document that knows its types: one of the generated ones, or any text. */
export interface GatewayDocument<Result, Variables>
  extends DocumentText,
    DocumentTypeDecoration<Result, Variables> {}

/** A document without its types. */
export interface DocumentText {
  toString(): string;
  /** `hash`: the document's persisted name, `sha256:...`. */
  readonly __meta__?: Readonly<Record<string, unknown>> | undefined;
}

/** What decides how a document may be sent. */
export interface DocumentNature {
  readonly isMutation: boolean;
  /** The variables whose inputs have an idempotencyKey; empty unless every input of the mutation has one. */
  readonly keyedVariables: readonly string[];
}

/** Strings and comments, in which anything may stand. */
const asides = /"""[\s\S]*?"""|"(?:\\.|[^"\\\n\r])*"|#[^\n\r]*/g;
const variableDefinition = /\$(\w+)\s*:\s*(\w+)/g;
/** Every mutation of the gateway takes its input under this name. */
const inputArgument = /(?<!\$)\binput\s*:\s*(?:\$(\w+))?/g;

/** Reads as much of a document as that takes, without a parser; what is in doubt is no query and has no key. */
export function natureOf(document: string): DocumentNature {
  const text = document.replace(asides, '""');
  if (!/\b(?:mutation|subscription)\b/.test(withoutSelections(text)))
    return { isMutation: false, keyedVariables: [] };
  const types = new Map([...text.matchAll(variableDefinition)].map(([, name, type]) => [name, type]));
  const inputs = [...text.matchAll(inputArgument)].map(([, name]) => name);
  const keyed = inputs.filter((name) => name !== undefined && keyedInputs.includes(types.get(name) ?? ""));
  return { isMutation: true, keyedVariables: keyed.length === inputs.length ? (keyed as string[]) : [] };
}

/** What stands outside of all braces: the heads of operations and fragments. */
function withoutSelections(text: string): string {
  const shorter = text.replace(/\{[^{}]*\}/g, ";");
  return shorter === text ? text : withoutSelections(shorter);
}
