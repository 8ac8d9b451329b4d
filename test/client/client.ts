import {
  createGatewayClient,
  type GatewayClient,
  type GatewayClientOptions,
} from "../../src/client/entry.ts";
import { GatewayRequestError } from "../../src/client/gateway-request-error.ts";
import { type Gateway, type GatewayOptions, startGateway } from "../gateway.ts";
import { type FaultyWay, startFaultyWay } from "./faulty-way.ts";

/** A gateway, the way to it, and clients on that way. */
export interface ClientScene extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly way: FaultyWay;
  /** The sample partner's, with short pauses and whole documents, unless told otherwise. */
  client(options?: Partial<GatewayClientOptions>): GatewayClient;
  /** One that may do everything. */
  admin(options?: Partial<GatewayClientOptions>): GatewayClient;
}

export async function openScene(options: GatewayOptions = {}): Promise<ClientScene> {
  await using stack = new AsyncDisposableStack();
  const gateway = stack.use(await startGateway(options));
  const way = stack.use(await startFaultyWay(gateway.url));
  const credentials = { clientId: "partner-app", clientSecret: "local-only" };
  const client: ClientScene["client"] = (given) =>
    createGatewayClient({
      url: way.url,
      credentials,
      retry: { baseDelayMs: 5 },
      persisted: false,
      ...given,
    });
  const parts = stack.move();
  return {
    gateway,
    way,
    client,
    admin: (given) => client({ credentials: { accessToken: gateway.token() }, ...given }),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** What a request fails with; fails when it works. */
export async function failureOf(request: Promise<unknown>): Promise<GatewayRequestError> {
  const error: unknown = await request.then(
    () => new Error("It works."),
    (reason) => reason,
  );
  if (error instanceof GatewayRequestError) return error;
  throw error;
}

/** As the gateway says it. */
export function errorBody(code: string): string {
  return JSON.stringify({ errors: [{ message: "Not now.", extensions: { code } }] });
}
