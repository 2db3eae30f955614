import type { MembershipFieldsFragment, OrgStatus } from "../gql/graphql";

/** A membership with the org and the user that it connects. */
export interface MembershipSubject {
  membership: MembershipFieldsFragment;
  org: { id: string; name: string; status: OrgStatus; viewerPermissions: string[] };
  user: { id: string; name: string };
}

export function mayInOrg(org: { viewerPermissions: string[] }, permission: string): boolean {
  return org.viewerPermissions.includes(permission);
}
