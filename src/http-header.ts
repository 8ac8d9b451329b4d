import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";
import type { Config } from "./config.ts";

/** The origin of Apollo Sandbox when it is opened on Apollo's site. */
const sandboxOrigin = "https://studio.apollographql.com";

/** What browsers may do with the answers, and which pages may ask: https://owasp.org/www-project-secure-headers/ */
export async function secure(
  app: FastifyInstance,
  { production, corsOrigins }: Pick<Config["http"], "production" | "corsOrigins">,
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: production ? undefined : { directives: sandboxDirectives },
  });
  await app.register(cors, {
    origin: production ? [...corsOrigins] : [...corsOrigins, sandboxOrigin],
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
