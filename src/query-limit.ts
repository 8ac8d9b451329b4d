import { maxAliasesRule } from "@escape.tech/graphql-armor-max-aliases";
import { maxDepthRule } from "@escape.tech/graphql-armor-max-depth";
import { maxDirectivesRule } from "@escape.tech/graphql-armor-max-directives";
import { type ASTVisitor, GraphQLError, type ValidationContext, type ValidationRule } from "graphql";
import { countFields } from "./field-count.ts";

/** Each at least twice what the largest operation of examples/ and client/ needs: docs/query-cost.md. */
export const limits = { depth: 20, aliases: 60, directives: 20, fields: 400, tokens: 1_000 } as const;

/** Of what a document is made; fragments count where they are spread. */
export const limitRules: readonly ValidationRule[] = [
  maxDepthRule({
    n: limits.depth,
    flattenFragments: true,
    ...refusing(`A document may be ${limits.depth} levels deep at most.`),
  }),
  maxAliasesRule({
    n: limits.aliases,
    allowList: [],
    ...refusing(`A document may have ${limits.aliases} aliases at most.`),
  }),
  maxDirectivesRule({
    n: limits.directives,
    ...refusing(`A document may have ${limits.directives} directives at most.`),
  }),
  maxFieldsRule,
  oneSignInRule,
];

/** The rules themselves would throw, which no server takes for an answer. */
function refusing(sentence: string) {
  const report = (context: ValidationContext | null) => context?.reportError(new GraphQLError(sentence));
  return { propagateOnRejection: false, onReject: [report] };
}

/** Counts without running into bombs: field-count.ts. */
function maxFieldsRule(context: ValidationContext): ASTVisitor {
  return {
    Document(document) {
      if (countFields(document, () => true) <= limits.fields) return;
      const sentence = `A document may have ${limits.fields} fields at most, those of fragments as often as they are spread.`;
      context.reportError(new GraphQLError(sentence));
    },
  };
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
