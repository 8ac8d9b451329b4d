import { type Dispatcher, EnvHttpProxyAgent } from "undici";

interface EgressOptions {
  /** Longest wait for a connection, in milliseconds. */
  readonly connectTimeout?: number;
  /** In bytes; more is an error of the exchange. */
  readonly maxResponseSize?: number;
}

/**
 * Connections to the outside: through the proxy that the variable HTTPS_PROXY names, but for the hosts of NO_PROXY. What is not
 * encrypted stays on this machine, and needs none. https://undici.nodejs.org/#/docs/api/EnvHttpProxyAgent
 */
export function createEgress(options: EgressOptions): Dispatcher {
  const connect = { timeout: options.connectTimeout };
  return new EnvHttpProxyAgent({ ...options, connect, httpProxy: "" });
}
