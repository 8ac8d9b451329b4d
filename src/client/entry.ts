/** What `salesforce-graphql-gateway/client` gives: docs/typed-client.md. */
export type { AccessTokenProvider, ClientCredentials, Credentials } from "./access-token.ts";
export type { DocumentTypeDecoration, GatewayDocument } from "./document.ts";
export type { GatewayAnswer } from "./exchange.ts";
export {
  createGatewayClient,
  type GatewayClient,
  type GatewayClientOptions,
  type RequestArguments,
  type RequestOptions,
} from "./gateway-client.ts";
export {
  type AnswerError,
  type GatewayErrorCode,
  GatewayRequestError,
  type TransportErrorCode,
} from "./gateway-request-error.ts";
export * from "./generated/graphql.ts";
export type { RetryPolicy } from "./retry.ts";
export { GatewayUserError, resultOf, type UserErrorFacts } from "./user-error.ts";
