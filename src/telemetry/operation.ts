import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from "@apollo/server";
import { type Span, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import type { GraphQLSchema } from "graphql";
import type { Viewer } from "../auth/viewer.ts";
import { errorCodes } from "../errors.ts";
import type { OperationMetrics } from "./metric.ts";
import { currentScope } from "./request-scope.ts";

interface OperationWatchOptions {
  readonly metrics: Pick<OperationMetrics, "onOperation" | "onError">;
  /** Null: nothing is traced. */
  readonly tracer: Tracer | null;
}

interface Asking {
  readonly viewer: Viewer | null;
}

type Answering = GraphQLRequestContextWillSendResponse<Asking>;

/** How long operations take, what goes wrong in them, and the span that all they ask for hangs on. */
export function watchOperations<Context extends Asking>(
  options: OperationWatchOptions,
): ApolloServerPlugin<Context> {
  const { metrics, tracer } = options;
  const nameOf = createNames();
  return {
    requestDidStart: () => {
      const started = performance.now();
      const span = tracer && startSpan(tracer);
      return Promise.resolve({
        willSendResponse: (answering) => {
          const type = answering.operation?.operation ?? "none";
          const name = nameOf(answering);
          const codes = codesOf(answering);
          metrics.onOperation({ type, name, seconds: (performance.now() - started) / 1_000 });
          for (const code of codes) metrics.onError(code);
          if (span) endSpan(span, { type, name, codes });
          return Promise.resolve();
        },
      });
    },
    invalidRequestWasReceived: () => {
      metrics.onError("BAD_REQUEST");
      return Promise.resolve();
    },
  };
}

/** So many names, each with a row of figures in the registry; what comes after them is "other". */
const maxNames = 100;
const maxNameLength = 64;

/**
 * The names of operations come from outside, and there is no end to them: those count that were valid and came with a valid token,
 * first come, first served.
 */
function createNames(): (answering: Answering) => string {
  const names = new Set<string>();
  return ({ operation, contextValue }) => {
    const name = operation?.name?.value;
    if (name === undefined) return operation ? "unnamed" : "none";
    if (names.has(name)) return name;
    const isKept = contextValue.viewer !== null && names.size < maxNames && name.length <= maxNameLength;
    if (!isKept) return "other";
    names.add(name);
    return name;
  };
}

function codesOf({ response: { body } }: Answering): readonly string[] {
  const errors = body.kind === "single" ? (body.singleResult.errors ?? []) : [];
  return errors.map(({ extensions }) => String(extensions?.code));
}

/** What the operation asks for from now on hangs on its span. */
function startSpan(tracer: Tracer): Span | null {
  const scope = currentScope();
  if (!scope?.parent) return null;
  const span = tracer.startSpan("GraphQL", {}, scope.parent);
  scope.parent = trace.setSpan(scope.parent, span);
  return span;
}

interface Finished {
  readonly type: string;
  readonly name: string;
  readonly codes: readonly string[];
}

/** https://opentelemetry.io/docs/specs/semconv/graphql/graphql-spans/ without the document, which may hold values. */
function endSpan(span: Span, { type, name, codes }: Finished): void {
  span.updateName(`${type} ${name}`);
  span.setAttributes({ "graphql.operation.type": type, "graphql.operation.name": name });
  const [code] = codes;
  if (code !== undefined) {
    span.setAttribute("error.type", code);
    const status: number = (errorCodes as Readonly<Record<string, number>>)[code] ?? 500;
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

interface Payload {
  readonly userErrors?: readonly { readonly code: string }[];
}

/** Tells of every mutation's userErrors, which are data to GraphQL; in place, and other fields are left as they are. */
export function watchMutations(
  schema: GraphQLSchema,
  onUserError: OperationMetrics["onUserError"],
): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const { name, resolve } = field;
    if (!resolve) continue;
    field.resolve = async (...call) => {
      const payload: unknown = await resolve(...call);
      for (const { code } of (payload as Payload | null)?.userErrors ?? []) onUserError(name, code);
      return payload;
    };
  }
  return schema;
}
