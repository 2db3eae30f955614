import type { Viewer } from "../api/viewer";
import type { IconName } from "../components/icons";

export interface NavigationItem {
  label: string;
  to: "/" | "/users" | "/orgs" | "/import" | "/jobs" | "/events" | "/tokens";
  icon: IconName;
  /** The permission without which the screen is not offered. */
  permission?: string;
}

const ITEMS: NavigationItem[] = [
  { label: "Home", to: "/", icon: "home" },
  { label: "Users", to: "/users", icon: "users", permission: "members:read" },
  { label: "Orgs", to: "/orgs", icon: "org" },
  { label: "Import", to: "/import", icon: "import", permission: "sync:write" },
  { label: "Jobs", to: "/jobs", icon: "jobs", permission: "jobs:write" },
  { label: "Audit log", to: "/events", icon: "audit", permission: "events:read" },
  { label: "Tokens", to: "/tokens", icon: "token", permission: "tokens:write" },
];

/** Returns the screens that the viewer may use. */
export function navigationOf(viewer: Viewer): NavigationItem[] {
  return ITEMS.filter(({ permission }) => !permission || viewer.may(permission));
}
