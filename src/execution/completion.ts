import {
  type FieldNode,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLList,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  locatedError,
} from "graphql";
import type { ExecutionContext } from "graphql/execution/execute.js";
import { inspect } from "graphql/jsutils/inspect.js";
import { isIterableObject } from "graphql/jsutils/isIterableObject.js";
import { isPromise } from "graphql/jsutils/isPromise.js";
import { addPath, type Path, pathToArray } from "graphql/jsutils/Path.js";
import type { PromiseOrValue } from "graphql/jsutils/PromiseOrValue.js";
import { executeFields, type PlannedField } from "./fields.ts";

/**
 * Makes of what a resolver has answered what the client gets: a leaf's value, a list, or an object with what is selected of it. `info` is
 * there for `resolveType`. Only one of `createCompletion` catches what goes wrong.
 *
 * https://spec.graphql.org/September2025/#sec-Value-Completion
 */
export type Completion = (answer: unknown, path: Path, info: GraphQLResolveInfo) => PromiseOrValue<unknown>;

/** The field that values are completed for. */
export interface CompletedField {
  /** `Account.name` */
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  readonly context: ExecutionContext;
  /** What is selected of it where its value is of this type. */
  fieldsOf(type: GraphQLObjectType): readonly PlannedField[];
}

/** What fails is null at its place; where that may not be null, its parent fails. */
export function createCompletion(type: GraphQLOutputType, field: CompletedField): Completion {
  const { context, nodes } = field;
  const complete = valueCompletion(type, field);
  const isRequired = isNonNullType(type);
  const fail = (thrown: unknown, path: Path): null => {
    const error = locatedError(thrown, nodes, pathToArray(path));
    if (isRequired) throw error;
    context.collectedErrors.add(error, path);
    return null;
  };
  return (answer, path, info) => {
    try {
      const completed = isPromise(answer)
        ? Promise.resolve(answer).then((known) => complete(known, path, info))
        : complete(answer, path, info);
      return completed instanceof Promise ? completed.catch((error) => fail(error, path)) : completed;
    } catch (error) {
      return fail(error, path);
    }
  };
}

function valueCompletion(type: GraphQLOutputType, field: CompletedField): Completion {
  const isRequired = isNonNullType(type);
  const complete = nonNullCompletion(getNullableType(type), field);
  return (answer, path, info) => {
    if (answer instanceof Error) throw answer;
    if (answer != null) return complete(answer, path, info);
    if (isRequired) throw new Error(`Cannot return null for non-nullable field ${field.name}.`);
    return null;
  };
}

type NullableType = Exclude<GraphQLOutputType, { readonly ofType: unknown }> | GraphQLList<GraphQLOutputType>;

function nonNullCompletion(type: NullableType, field: CompletedField): Completion {
  if (isListType(type)) return listCompletion(type.ofType, field);
  if (isLeafType(type)) return leafCompletion(type);
  if (isAbstractType(type)) return abstractCompletion(type, field);
  return objectCompletion(type, field);
}

function leafCompletion(type: GraphQLLeafType): Completion {
  return (answer) => {
    const value = type.serialize(answer);
    if (value != null) return value;
    const call = `${type}.serialize(${inspect(answer)})`;
    throw new Error(`Expected \`${call}\` to return non-nullable value, returned: ${inspect(value)}`);
  };
}

function listCompletion(itemType: GraphQLOutputType, field: CompletedField): Completion {
  const complete = createCompletion(itemType, field);
  return (answer, path, info) => {
    if (!isIterableObject(answer)) {
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${field.name}".`);
    }
    const items: unknown[] = [];
    let isPending = false;
    try {
      for (const item of answer) {
        const completed = complete(item, addPath(path, items.length, undefined), info);
        isPending ||= completed instanceof Promise;
        items.push(completed);
      }
    } catch (error) {
      leave(items);
      throw error;
    }
    return isPending ? Promise.all(items) : items;
  };
}

/** Nobody waits for them any more, and a failure unheard would end the process. */
function leave(items: readonly unknown[]): void {
  for (const item of items) if (item instanceof Promise) item.catch(() => undefined);
}

/** `isTypeOf` is not asked: type-graphql writes none. */
function objectCompletion(type: GraphQLObjectType, field: CompletedField): Completion {
  let fields: readonly PlannedField[] | null = null;
  return (answer, path) => {
    fields ??= field.fieldsOf(type);
    return executeFields(fields, answer, path);
  };
}

function abstractCompletion(type: GraphQLAbstractType, field: CompletedField): Completion {
  const { schema, contextValue, typeResolver } = field.context;
  const resolveType = type.resolveType ?? typeResolver;
  const possible = schema
    .getPossibleTypes(type)
    .map((each) => [each.name, objectCompletion(each, field)] as const);
  const byName = new Map<unknown, Completion>(possible);
  const completionAs = (name: unknown): Completion => {
    const complete = byName.get(name);
    if (complete) return complete;
    throw new GraphQLError(
      `Abstract type "${type}" was resolved to ${inspect(name)} for field "${field.name}".`,
    );
  };
  return (answer, path, info) => {
    const name = resolveType(answer, contextValue, info, type);
    if (!isPromise(name)) return completionAs(name)(answer, path, info);
    return Promise.resolve(name).then((known) => completionAs(known)(answer, path, info));
  };
}
