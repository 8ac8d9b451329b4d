import type { Context } from "../context.ts";
import { viewerOf } from "./session.ts";
import type { ViewerType } from "./viewer.type.ts";

/** The caller as their token says, with the name and address that the gateway, or another issuer's token, knows. */
export async function findViewer({ viewer, sessions }: Context): Promise<ViewerType | null> {
  if (viewer === null) return null;
  const { id, kind, scopes, organizationIds, profile } = viewer;
  const { email, displayName } = profile ?? { email: null, displayName: null };
  const token = { id, kind, scopes: [...scopes], organizationIds, email, displayName };
  const user = kind === "USER" && profile === null ? await sessions.store.findUser({ id }) : null;
  return user ? { ...viewerOf(user), ...token, email: user.email, displayName: user.displayName } : token;
}
