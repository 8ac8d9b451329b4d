import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from "node:http";
import { Socket } from "node:net";
import cors from "@fastify/cors";
import type { FastifyInstance } from "fastify";
import helmet, { type HelmetOptions } from "helmet";
import type { Config } from "./config.ts";

/** The origin of Apollo Sandbox when it is opened on Apollo's site. */
const sandboxOrigin = "https://studio.apollographql.com";

/** What browsers may do with the answers, and which pages may ask: https://owasp.org/www-project-secure-headers/ */
export async function secure(
  app: FastifyInstance,
  { production, corsOrigins }: Pick<Config["http"], "production" | "corsOrigins">,
): Promise<void> {
  const headers = securityHeaders(
    production ? {} : { contentSecurityPolicy: { directives: sandboxDirectives } },
  );
  app.addHook("onRequest", (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  const origins = production ? [...corsOrigins] : [...corsOrigins, sandboxOrigin];
  // Without its headers no page may ask: https://fetch.spec.whatwg.org/#cors-check
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: origins,
    methods: ["GET", "POST"],
    allowedHeaders: [
      "authorization",
      "content-type",
      "x-request-id",
      "x-salesforce-trace",
      "apollo-require-preflight",
    ],
    exposedHeaders: [
      "x-request-id",
      "retry-after",
      "ratelimit-limit",
      "ratelimit-remaining",
      "ratelimit-reset",
    ],
    maxAge: 600,
  });
}

/** What helmet would set on every answer, which is the same on all: its policies are put together once. */
function securityHeaders(options: HelmetOptions): OutgoingHttpHeaders {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  helmet(options)(response.req, response, () => undefined);
  return response.getHeaders();
}

/** What the embedded Sandbox loads: https://www.apollographql.com/docs/graphos/platform/sandbox#embedding-sandbox */
const sandboxDirectives = {
  scriptSrc: ["'self'", "'unsafe-inline'", "https://embeddable-sandbox.cdn.apollographql.com"],
  styleSrc: ["'self'", "'unsafe-inline'", "https://fonts.googleapis.com"],
  fontSrc: ["'self'", "https://fonts.gstatic.com"],
  imgSrc: ["'self'", "data:", "https://apollo-server-landing-page.cdn.apollographql.com"],
  manifestSrc: ["'self'", "https://apollo-server-landing-page.cdn.apollographql.com"],
  connectSrc: ["'self'", "https://embeddable-sandbox.cdn.apollographql.com"],
  frameSrc: ["'self'", "https://sandbox.embed.apollographql.com"],
  upgradeInsecureRequests: null,
};
