import { oneOf, optional, text, type Search } from "../app/search";

export const ORG_STATUSES = ["ACTIVE", "RETIRED"] as const;

export type OrgsSearch = ReturnType<typeof orgsSearch>;

/** The search parameters of the list of orgs. */
export function orgsSearch(search: Search) {
  return optional({
    q: text(search.q),
    status: oneOf(ORG_STATUSES, search.status),
    order: oneOf(["NAME", "ID"], search.order),
  });
}

export const ORG_TABS = ["groups", "roles", "tokens", "history"] as const;

export const MEMBER_STATUSES = ["ACTIVE", "RETIRED"] as const;
export const MEMBER_ROLES = ["ADMIN", "USER"] as const;

export type OrgSearch = ReturnType<typeof orgSearch>;

/** The search parameters of one org. */
export function orgSearch(search: Search) {
  return optional({
    tab: oneOf(ORG_TABS, search.tab),
    status: oneOf(MEMBER_STATUSES, search.status),
    role: oneOf(MEMBER_ROLES, search.role),
  });
}
