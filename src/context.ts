import type { Revocations } from "./auth/revocation.store.ts";
import type { TokenIssuer } from "./auth/token.ts";
import type { Viewer } from "./auth/viewer.ts";
import type { CartServices } from "./cart/cart.ts";
import type { OrganizationStore } from "./organization/organization.store.ts";
import type { SalesforceConnection } from "./salesforce/connection.ts";
import type { QueryTrace } from "./salesforce/query-batch.ts";
import type { SalesforceReader } from "./salesforce/reader.ts";
import type { SalesforceSession } from "./salesforce/session.ts";
import type { ClientStore } from "./session/client.store.ts";
import type { SessionStore } from "./session/session.store.ts";
import type { SignInLimit } from "./session/sign-in-limit.ts";
import type { Once } from "./stores/once.ts";
import type { Allowance } from "./stores/rate-limit.ts";

/** What the gateway keeps of people and customers; lives as long as the gateway. */
export interface Services {
  readonly organizations: OrganizationStore;
  readonly clients: ClientStore;
  readonly carts: CartServices;
  readonly once: Once;
  readonly sessions: {
    readonly store: SessionStore;
    readonly revocations: Revocations;
    readonly tokens: TokenIssuer;
    readonly attempts: SignInLimit;
  };
}

/** What belongs to one request: born when it arrives, dead when it is answered. */
export interface Context extends Services {
  readonly requestId: string;
  readonly arrivedAt: Date;
  /** Null when the request came without a token. */
  readonly viewer: Viewer | null;
  /** The caller's network address. */
  readonly address: string;
  /** Puts what the caller has left of a limit into the answer's headers. */
  tellLimit(allowance: Allowance): void;
  /** The gateway's own address, as the caller reaches it: https://gateway.example */
  readonly origin: string;
  readonly org: Pick<SalesforceConnection, "budget" | "readBudget">;
  /** What the operation has cost of Salesforce so far. */
  readonly trace: QueryTrace;
  /** As whom the viewer writes. */
  readonly session: SalesforceSession;
  /** Reads what the viewer may see. */
  readonly salesforce: SalesforceReader;
  /** Reads whatever the gateway itself may see; for checks whose rows do not go out. */
  everything(): SalesforceReader;
  /** As whom the viewer stands before Salesforce; null: as the integration user. */
  readonly salesforceUsername: string | null;
  /** Whether the viewer may see what hangs on an account. Costs no call where the account itself is mapped. */
  seesAccount(accountId: string): Promise<boolean>;
  /** The same, and that the account is there. */
  hasAccount(accountId: string): Promise<boolean>;
  /** How large a file may be. */
  readonly maxDocumentBytes: number;
  /** Lets whoever has it do, for a few minutes, what the viewer may do at one place of the gateway: documents/... */
  ticketFor(place: string): string;
  /** Whether it is somebody else who has placed the order, where that is demanded. */
  mayApprove(orderId: string): Promise<boolean>;
  /** Notes an act of the viewer. */
  audit(act: string, target?: string | null, detail?: Readonly<Record<string, string>>): Promise<void>;
}
