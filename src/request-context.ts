import { accountRecord } from "./account/account.salesforce.ts";
import type { Actor, AuditTrail } from "./auth/audit.store.ts";
import type { Viewer } from "./auth/viewer.ts";
import type { Config } from "./config.ts";
import type { Context, Services } from "./context.ts";
import { afterwards } from "./deadline.ts";
import type { HttpOptions, RequestFacts } from "./http.ts";
import { mayRead } from "./permissions.ts";
import { signTicket } from "./request-viewer.ts";
import type { SalesforceConnection } from "./salesforce/connection.ts";
import { createTrace } from "./salesforce/query-batch.ts";
import { createReader, type SalesforceReader } from "./salesforce/reader.ts";
import type { SalesforceSession } from "./salesforce/session.ts";

export interface ContextParts {
  readonly services: Services;
  readonly audit: AuditTrail;
  readonly salesforce: SalesforceConnection;
  readonly config: Pick<Config, "salesforce" | "orders">;
}

/** Makes the context of each request. */
export function createContexts(parts: ContextParts): HttpOptions["createContext"] {
  const { services, salesforce, config } = parts;
  const { traits, joins, scopeDescendants: descendants, lowPriority } = config.salesforce;
  const reading = { org: traits, joins };
  return async (request) => {
    const { viewer } = request;
    const [scope, salesforceUsername] = await Promise.all([
      scopeOf(viewer, services.organizations),
      salesforceUsernameOf(viewer, parts),
    ]);
    const { caller, integration } = salesforce;
    const session = caller && salesforceUsername !== null ? caller(salesforceUsername) : integration;
    const trace = createTrace();
    const reader = createReader(session, {
      ...reading,
      trace,
      isLowPriority: viewer?.kind === "CLIENT" && lowPriority.has(viewer.id),
      scope: scope && { accountIds: scope, descendants },
      mayRead: (type, name, args) => mayRead(viewer, type, { name, args }),
    });
    const isThere = async (id: string) =>
      (await reader.idsMatching(accountRecord, { id: { eq: id } }, 1)).length > 0;
    const isMapped = (id: string) => scope?.includes(id) === true;
    return {
      ...services,
      ...request,
      org: salesforce,
      trace,
      session: { ...session, forget: forgetting(reader, session) },
      salesforce: reader,
      salesforceUsername,
      seesAccount: async (id) => scope === null || isMapped(id) || (descendants && (await isThere(id))),
      hasAccount: async (id) => isMapped(id) || ((scope === null || descendants) && (await isThere(id))),
      everything: () =>
        createReader(salesforce.integration, {
          ...reading,
          trace,
          isLowPriority: false,
          scope: null,
          mayRead: () => true,
        }),
      ...actsOf(request, parts),
    };
  };
}

/** After a write nothing that was read before is told any more, neither to this operation nor to others. */
function forgetting(reader: SalesforceReader, session: SalesforceSession): SalesforceSession["forget"] {
  return (sObjects) => {
    reader.forget();
    return session.forget(sObjects);
  };
}

/** What the viewer may do besides reading, and what is noted of it. */
function actsOf(
  { viewer, address, requestId }: RequestFacts,
  { services, audit, config }: ContextParts,
): Pick<Context, "maxDocumentBytes" | "ticketFor" | "mayApprove" | "audit"> {
  const actor: Actor = { kind: viewer?.kind ?? "NOBODY", id: viewer?.id ?? null, address, requestId };
  const { fourEyes, maxDocumentBytes } = config.orders;
  return {
    maxDocumentBytes,
    ticketFor: (place) => signTicket(services.sessions.tokens, viewer, place),
    mayApprove: async (id) => !(fourEyes && (await audit.hasDone(actor, "order.place", id))),
    audit: (act, ...about) => afterwards(() => audit.note(actor, act, ...about)),
  };
}

/** People with a Salesforce user are that user, where callers sign in themselves; the integration user serves all others. */
async function salesforceUsernameOf(
  viewer: Viewer | null,
  { salesforce, services }: ContextParts,
): Promise<string | null> {
  if (!salesforce.caller || viewer?.kind !== "USER") return null;
  return await services.sessions.store.salesforceUsername(viewer.id);
}

/** The accounts of the viewer's organizations; null for those who see all. */
async function scopeOf(
  viewer: Viewer | null,
  { accountIds }: Services["organizations"],
): Promise<readonly string[] | null> {
  if (viewer?.scopes.has("accounts:all")) return null;
  return await accountIds(viewer?.organizationIds ?? []);
}
