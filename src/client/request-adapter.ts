import type { GatewayAnswer } from "./exchange.ts";
import { GatewayRequestError } from "./gateway-request-error.ts";

type Asked = (
  document: string,
  variables: unknown,
  options: { readonly signal: AbortSignal; readonly headers: Headers },
) => Promise<GatewayAnswer<unknown>>;

/**
 * A request of another GraphQL client, carried out by this one, and the answer as that one expects it.
 *
 * @throws TypeError for what is no POST of `{ query, variables }`, and for no answer, as fetch does
 */
export async function answerRequest(request: Request, ask: Asked): Promise<Response> {
  const { query, variables } = await readRequest(request);
  try {
    const { signal, headers } = request;
    const { data, extensions, requestId } = await ask(query, variables, { signal, headers });
    return respond({ data, extensions }, 200, requestId);
  } catch (error) {
    if (!(error instanceof GatewayRequestError)) throw error;
    const { data, errors, extensions, requestId, status } = error;
    if (errors.length === 0 || status === null) throw new TypeError(error.message, { cause: error });
    return respond({ data, errors, extensions }, status, requestId);
  }
}

async function readRequest(request: Request): Promise<{ query: string; variables: unknown }> {
  const body = request.method === "POST" ? await request.json() : {};
  const { query, variables } = body as { readonly query?: unknown; readonly variables?: unknown };
  if (typeof query === "string") return { query, variables };
  throw new TypeError("client.fetch takes POSTs of { query, variables } alone.");
}

/** https://graphql.github.io/graphql-over-http/draft/#sec-application-graphql-response-json */
function respond(body: object, status: number, requestId: string): Response {
  const headers = { "content-type": "application/graphql-response+json", "x-request-id": requestId };
  return new Response(JSON.stringify(body), { status, headers });
}
