import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import { type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";

/**
 * Where the schema is not shown, what refuses a document names no part of it that the caller has not: graphql-js tells the type
 * that lacks a field, or the argument that is missing.
 */
export function hideNames(schema: GraphQLSchema): ApolloServerPlugin<BaseContext> {
  const names = namesOf(schema);
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse: ({ response: { body }, source = "", request: { variables = {} } }) => {
          if (body.kind !== "single" || "data" in body.singleResult) return Promise.resolve();
          const sent = new Set([source, ...namesIn(variables)].flatMap(wordsOf));
          body.singleResult.errors = body.singleResult.errors?.map((error) => ({
            ...error,
            message: withoutNames(error.message, (name) => names.has(name) && !sent.has(name)),
          }));
          return Promise.resolve();
        },
      }),
  };
}

/** What GraphQL itself names is no secret. */
const standard: readonly string[] = ["Query", "Mutation", "ID", "Int", "Float", "String", "Boolean"];

function namesOf(schema: GraphQLSchema): ReadonlySet<string> {
  const own = Object.values(schema.getTypeMap()).filter(
    ({ name }) => !name.startsWith("__") && !standard.includes(name),
  );
  const roots = [schema.getQueryType(), schema.getMutationType()].filter((type) => type != null);
  const members = [...own, ...roots].flatMap((type) => {
    if (isEnumType(type)) return type.getValues().map(({ name }) => name);
    if (isInputObjectType(type)) return Object.keys(type.getFields());
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    return Object.values(type.getFields()).flatMap(({ name, args }) => [
      name,
      ...args.map((arg) => arg.name),
    ]);
  });
  return new Set([...own.map(({ name }) => name), ...members]);
}

/** graphql-js puts every name in quotes: `on type "Account"`, `of type "[ID!]!"`. */
function withoutNames(message: string, isHidden: (name: string) => boolean): string {
  return message.replace(/"[^"]*"/g, (quoted) =>
    quoted.replace(/\w+/g, (word) => (isHidden(word) ? "..." : word)),
  );
}

/** A loop, for variables may be deeper than the stack. */
function namesIn(variables: object): readonly string[] {
  const names: string[] = [];
  for (const rest: unknown[] = [variables]; rest.length > 0; ) {
    const next = rest.pop();
    if (typeof next === "string") names.push(next);
    if (typeof next !== "object" || next === null) continue;
    if (!Array.isArray(next)) names.push(...Object.keys(next));
    for (const value of Object.values(next)) rest.push(value);
  }
  return names;
}

function wordsOf(text: string): readonly string[] {
  return text.match(/\w+/g) ?? [];
}
