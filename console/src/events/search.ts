import { oneOf, optional, text, type Search } from "../app/search";

export const VERBS = ["created", "updated", "retired", "reactivated", "removed"] as const;
export const ENTITIES = [
  "user",
  "org",
  "membership",
  "group",
  "group_membership",
  "role",
  "token",
] as const;

export type EventsSearch = ReturnType<typeof eventsSearch>;

/** The search parameters of the audit log. */
export function eventsSearch(search: Search) {
  return optional({
    verb: oneOf(VERBS, search.verb),
    entity: oneOf(ENTITIES, search.entity),
    user: text(search.user),
    userName: text(search.userName),
    org: text(search.org),
    orgName: text(search.orgName),
    since: text(search.since),
    until: text(search.until),
    event: text(search.event),
    live: search.live === true ? true : undefined,
  });
}
