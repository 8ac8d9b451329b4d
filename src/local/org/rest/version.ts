import { type Answer, ok } from "../answer.ts";
import { SalesforceFailure } from "../failure.ts";
import { identityUrl } from "../oauth/answer.ts";
import type { Org } from "../org.ts";
import { notFound, type RestAnswer, type RestRequest } from "./route.ts";

/** Winter '27 and what Salesforce still supports beside it: https://developer.salesforce.com/docs/platform/connect-rest-api/guide/intro_api_eol.html */
const newestVersion = 68;
const oldestVersion = 31;
const oldestRetiredVersion = 7;

/** GET /services/data needs no session. */
export function versionList(): Answer {
  const versions = Array.from(
    { length: newestVersion - oldestVersion + 1 },
    (_, index) => oldestVersion + index,
  );
  return ok(
    versions.map((version) => ({
      label: releaseName(version),
      url: `/services/data/v${version}.0`,
      version: `${version}.0`,
    })),
  );
}

/** Reads "v68.0"; a retired version is 410, an unknown one 404. */
export function readVersion(segment: string): number {
  const version = Number(/^v(\d{1,3})\.0$/i.exec(segment)?.[1] ?? Number.NaN);
  if (version >= oldestVersion && version <= newestVersion) return version;
  if (version >= oldestRetiredVersion && version < oldestVersion) {
    throw new SalesforceFailure(
      410,
      "GONE",
      "The requested resource has been retired or removed. Delete or update any references to the resource.",
    );
  }
  throw notFound();
}

/** GET /services/data/vNN.0: the resources below it. */
export function resourceList(_org: Org, { apiVersion, origin, session }: RestRequest): RestAnswer {
  const path = `/services/data/v${apiVersion.toFixed(1)}`;
  const names = [
    "commerce",
    "composite",
    "connect",
    "limits",
    "parameterizedSearch",
    "query",
    "queryAll",
    "search",
    "sobjects",
  ];
  return ok({
    ...Object.fromEntries(names.map((name) => [name, `${path}/${name}`])),
    identity: identityUrl(origin, session.user),
  });
}

/** Three releases a year: version 66 is Spring '26, 67 Summer '26, 68 Winter '27. */
function releaseName(version: number): string {
  const season = ["Spring", "Summer", "Winter"][version % 3];
  const year = 26 + Math.floor((version - 66) / 3) + (season === "Winter" ? 1 : 0);
  return `${season} '${year}`;
}
