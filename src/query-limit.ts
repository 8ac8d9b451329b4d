import { maxAliasesRule } from "@escape.tech/graphql-armor-max-aliases";
import { maxDepthRule } from "@escape.tech/graphql-armor-max-depth";
import { maxDirectivesRule } from "@escape.tech/graphql-armor-max-directives";
import { type ASTVisitor, GraphQLError, type ValidationContext, type ValidationRule } from "graphql";
import { countFields } from "./field-count.ts";

/** Of what a document may be made; fragments count where they are spread. */
export interface DocumentLimits {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  readonly fields: number;
  readonly tokens: number;
}

/** Each at least twice what the largest operation of examples/ and client/ needs: docs/query-cost.md. */
export const documentLimits: DocumentLimits = {
  depth: 20,
  aliases: 60,
  directives: 20,
  fields: 400,
  tokens: 1_000,
};

/** All but the tokens, which are counted while they are read. */
export function limitRules({ depth, aliases, directives, fields }: DocumentLimits): ValidationRule[] {
  const refusal = (what: string) => refusing(`A document may ${what} at most.`);
  return [
    maxDepthRule({ n: depth, flattenFragments: true, ...refusal(`be ${depth} levels deep`) }),
    maxAliasesRule({ n: aliases, allowList: [], ...refusal(`have ${aliases} aliases`) }),
    maxDirectivesRule({ n: directives, ...refusal(`have ${directives} directives`) }),
    maxFieldsRule(fields),
    oneSignInRule,
  ];
}

/** The rules themselves would throw, which no server takes for an answer. */
function refusing(sentence: string) {
  const report = (context: ValidationContext | null) => context?.reportError(new GraphQLError(sentence));
  return { propagateOnRejection: false, onReject: [report] };
}

/** Counts without running into bombs: field-count.ts. */
function maxFieldsRule(most: number): ValidationRule {
  return (context) => ({
    Document(document) {
      if (countFields(document, () => true) <= most) return;
      const sentence = `A document may have ${most} fields at most, those of fragments as often as they are spread.`;
      context.reportError(new GraphQLError(sentence));
    },
  });
}

const signIns: readonly string[] = ["signIn", "refreshSession"];

/** Under many names in one operation they would be as many guesses for one request. */
function oneSignInRule(context: ValidationContext): ASTVisitor {
  return {
    Document(document) {
      if (countFields(document, ({ name }) => signIns.includes(name.value)) <= 1) return;
      context.reportError(new GraphQLError("An operation may sign in once."));
    },
  };
}
