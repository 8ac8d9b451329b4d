import { type Dispatcher, EnvHttpProxyAgent } from "undici";
import { ConfigError } from "./config.ts";

interface EgressOptions {
  /** Longest wait for a connection, in milliseconds. */
  readonly connectTimeout?: number;
  /** In bytes; more is an error of the exchange. */
  readonly maxResponseSize?: number;
}

/**
 * Connections to the outside: through the proxy that the variable HTTPS_PROXY names, but for the hosts of NO_PROXY. What is not
 * encrypted stays on this machine, and needs none. https://undici.nodejs.org/#/docs/api/EnvHttpProxyAgent
 *
 * @throws ConfigError when HTTPS_PROXY is no address
 */
export function createEgress(options: EgressOptions): Dispatcher {
  const connect = { timeout: options.connectTimeout };
  try {
    return new EnvHttpProxyAgent({ ...options, connect, httpProxy: "" });
  } catch (error) {
    throw new ConfigError(["HTTPS_PROXY must be an address such as http://proxy.internal:3128."], {
      cause: error,
    });
  }
}
