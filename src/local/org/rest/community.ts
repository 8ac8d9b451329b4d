import { ok } from "../answer.ts";
import type { Org } from "../org.ts";
import type { Row } from "../row.ts";
import { notFound, type Parameters, type RestAnswer, type RestRequest } from "./route.ts";

/**
 * The Experience Cloud sites of the org, as far as the caller may see them.
 * https://developer.salesforce.com/docs/atlas.en-us.chatterapi.meta/chatterapi/connect_resources_communities.htm
 */
export function listCommunities(org: Org, request: RestRequest): RestAnswer {
  const communities = networks(org).map((network) => toCommunity(network, request));
  return ok({ communities, total: communities.length });
}

export function getCommunity(org: Org, request: RestRequest, { id }: Parameters): RestAnswer {
  const network = networks(org).find(({ Id }) => Id === id || String(Id).slice(0, 15) === id);
  if (!network) throw notFound();
  return ok(toCommunity(network, request));
}

function networks({ database }: Org): readonly Row[] {
  const type = database.schema.type("Network");
  return type ? [...database.table(type).rows()] : [];
}

function toCommunity({ Id, Name, Status, UrlPathPrefix }: Row, { apiVersion, origin }: RestRequest): object {
  const siteUrl = `${origin}/${UrlPathPrefix}`;
  return {
    allowChatterAccessWithoutLogin: false,
    allowMembersToFlag: false,
    description: null,
    guestMemberVisibilityEnabled: false,
    id: Id,
    imageOptimizationCDNEnabled: false,
    invitationsEnabled: false,
    knowledgeableEnabled: false,
    loginUrl: `${siteUrl}/login`,
    memberVisibilityEnabled: true,
    name: Name,
    nicknameDisplayEnabled: true,
    privateMessagesEnabled: false,
    reputationEnabled: false,
    sendWelcomeEmail: true,
    siteAsContainerEnabled: true,
    siteUrl,
    status: Status,
    templateName: "B2B Commerce (LWR)",
    url: `/services/data/v${apiVersion.toFixed(1)}/connect/communities/${Id}`,
    urlPathPrefix: UrlPathPrefix,
  };
}
