import { createContext, use } from "react";
import type { ViewerQuery } from "../gql/graphql";

/** The token of this tab and what it may do. */
export interface Viewer {
  token: ViewerQuery["viewer"]["token"];
  user: ViewerQuery["viewer"]["user"];
  /** Whether the token is a platform token, which has its rights everywhere. */
  isPlatform: boolean;
  /** Returns whether the token has the permission on the platform, or in one org at least. */
  may(permission: string): boolean;
}

export const ViewerContext = createContext<Viewer | null>(null);

/** Returns the viewer. The component must be inside the signed-in part of the console. */
export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (!viewer) {
    throw new Error("useViewer requires a signed-in viewer");
  }
  return viewer;
}

export function viewerOf({ viewer, orgs }: ViewerQuery): Viewer {
  const permissions = new Set(viewer.permissions);
  for (const org of orgs?.nodes ?? []) {
    org.viewerPermissions.forEach((permission) => permissions.add(permission));
  }
  return {
    token: viewer.token,
    user: viewer.user,
    isPlatform: !viewer.user && !viewer.token.org,
    may: (permission) => permissions.has(permission),
  };
}
