import { detached } from "../deadline.ts";
import { toGatewayError } from "./failure.ts";
import type { SalesforceSession } from "./session.ts";
import type { LoginPlace } from "./sign-in.ts";

/** https://developer.salesforce.com/docs/atlas.en-us.chatterapi.meta/chatterapi/connect_responses_community.htm */
interface Community {
  readonly id: string;
  readonly name: string;
  readonly siteUrl: string;
}

/**
 * Asks the org for the address of its Experience Cloud site, once.
 *
 * @throws GatewayError SALESFORCE_ERROR when there is no such site; the log has the names of those there are
 */
export function createSiteFinder(session: SalesforceSession, name: string): () => Promise<LoginPlace> {
  let found: Promise<LoginPlace> | null = null;
  return () => {
    found ??= detached(() => findSite(session, name)).catch((error: unknown) => {
      found = null;
      throw error;
    });
    return found;
  };
}

async function findSite(session: SalesforceSession, name: string): Promise<LoginPlace> {
  const answer = await session.get(`${session.basePath}/connect/communities`);
  const { communities = [] } = answer as { readonly communities?: readonly Community[] };
  const site = communities.find((community) => community.name === name);
  if (site) return { loginUrl: site.siteUrl, isSite: true, networkId: site.id };
  const names = communities.map((community) => `"${community.name}"`).join(", ") || "none";
  throw toGatewayError(new Error(`SFCC_NETWORK_NAME is "${name}", but the org's sites are: ${names}`));
}
