import type { Context } from "../context.ts";
import { viewerOf } from "./session.ts";
import type { ViewerType } from "./viewer.type.ts";

/** The caller as their token says, with the name and address that the gateway knows of them. */
export async function findViewer({ viewer, sessions }: Context): Promise<ViewerType | null> {
  if (viewer === null) return null;
  const { id, kind, scopes, organizationIds } = viewer;
  const token = { id, kind, scopes: [...scopes], organizationIds, email: null, displayName: null };
  const user = kind === "USER" ? await sessions.store.findUser({ id }) : null;
  return user ? { ...viewerOf(user), ...token, email: user.email, displayName: user.displayName } : token;
}
