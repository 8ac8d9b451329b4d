import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { scopes } from "./auth/scope.ts";
import type { TokenIssuer } from "./auth/token.ts";
import { GatewayError } from "./errors.ts";
import type { ContextOf } from "./http.ts";
import {
  grantTokens,
  keySet,
  OAuthError,
  type OAuthForm,
  revokeToken,
  serverMetadata,
} from "./session/oauth.ts";

interface OAuthOptions {
  readonly tokens: TokenIssuer;
  readonly contextOf: ContextOf;
}

/** A new key is shown for at least this long before it signs: docs/vault.md. */
const keysMaxAgeSeconds = 60;

/** OAuth for partners' programs: https://www.rfc-editor.org/rfc/rfc6749 */
export function addOAuth(app: FastifyInstance, { tokens, contextOf }: OAuthOptions): void {
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  app.post("/oauth/token", (request, reply) =>
    answer(reply, async () =>
      reply.send(await grantTokens(await contextOf(request, reply, null), formOf(request))),
    ),
  );
  app.post("/oauth/revoke", (request, reply) =>
    answer(reply, async () => {
      await revokeToken(await contextOf(request, reply, null), formOf(request));
      return reply.send();
    }),
  );
  app.get("/.well-known/jwks.json", (_request, reply) =>
    reply.header("cache-control", `public, max-age=${keysMaxAgeSeconds}`).send(keySet(tokens)),
  );
  app.get("/.well-known/oauth-authorization-server", (_request, reply) =>
    reply.send(serverMetadata(tokens, scopes)),
  );
}

function formOf({ body, headers }: FastifyRequest): OAuthForm {
  if (body instanceof URLSearchParams) return { parameters: body, authorization: headers.authorization };
  throw new OAuthError("invalid_request", "Send a form: content-type application/x-www-form-urlencoded.");
}

/** https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
async function answer(reply: FastifyReply, run: () => Promise<FastifyReply>): Promise<FastifyReply> {
  reply.header("pragma", "no-cache");
  try {
    return await run();
  } catch (thrown) {
    const error = toOAuthError(thrown);
    if (!error) throw thrown;
    if (error.status === 401) reply.header("www-authenticate", 'Basic realm="gateway"');
    return reply.status(error.status).send({ error: error.error, error_description: error.message });
  }
}

/** OAuth has no word of its own for too many attempts. */
function toOAuthError(thrown: unknown): OAuthError | null {
  if (thrown instanceof OAuthError) return thrown;
  const isLimited = thrown instanceof GatewayError && thrown.code === "RATE_LIMITED";
  return isLimited ? new OAuthError("temporarily_unavailable", thrown.message) : null;
}
