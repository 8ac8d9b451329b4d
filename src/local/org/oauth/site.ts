import type { Org } from "../org.ts";
import type { Row } from "../row.ts";

interface At {
  /** e.g. http://127.0.0.1:4001 */
  readonly origin: string;
  /** The path of the Experience Cloud site the request came through; "" for the org itself. */
  readonly site: string;
}

/** What a token's answer says of the Experience Cloud site it was asked for at. */
export function siteOf(org: Org, { origin, site }: At): Record<string, string> {
  const network = networks(org).find(({ UrlPathPrefix }) => UrlPathPrefix === site);
  if (!network || site === "") return {};
  return { sfdc_community_url: `${origin}/${site}`, sfdc_community_id: String(network.Id) };
}

export function siteUrls(org: Org, origin: string): readonly string[] {
  return networks(org).map(({ UrlPathPrefix }) => `${origin}/${UrlPathPrefix}`);
}

/** Splits /partners/services/oauth2/token into the site and the path within it. */
export function splitSite(org: Org, path: string): { readonly site: string; readonly path: string } {
  const [, first = ""] = path.split("/");
  const network = networks(org).find(({ UrlPathPrefix }) => UrlPathPrefix === first);
  if (!network || first === "") return { site: "", path };
  return { site: first, path: path.slice(first.length + 1) || "/" };
}

function networks({ database }: Org): readonly Row[] {
  const type = database.schema.type("Network");
  return type ? [...database.table(type).rows()].filter(({ Status }) => Status === "Live") : [];
}
