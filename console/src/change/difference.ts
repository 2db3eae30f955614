/** A value of a directory row before and after a change. */
export interface Difference {
  name: string;
  before: string;
  after: string;
}

const LABELS: Record<string, string> = {
  email: "E-mail address",
  first: "First name",
  last: "Last name",
  name: "Name",
  mobile: "Mobile number",
  timezone: "Time zone",
  status: "Status",
  externalId: "External id",
  role: "Role",
  isOwner: "Owner",
  isDefault: "Default org",
  defaultReason: "Reason of the default",
  permissions: "Permissions",
  allowedIps: "Allowed addresses",
  roles: "Roles of the org",
  hold: "Hold against imports",
  scopes: "Scopes",
  expiresAt: "Expires",
  retiredAt: "Retired",
  isExplicitName: "Name set explicitly",
};

/** Fields that say nothing to people. */
const HIDDEN = new Set(["id", "version", "__typename", "updatedAt", "createdAt"]);

export function labelOf(name: string): string {
  const label = LABELS[camelCase(name)];
  return label ?? name.replaceAll("_", " ");
}

/** Lists the fields that differ. An absent object has no fields. */
export function differences(
  before: object | null | undefined,
  after: object | null | undefined,
): Difference[] {
  const old = (before ?? {}) as Record<string, unknown>;
  const now = (after ?? {}) as Record<string, unknown>;
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((name) => !HIDDEN.has(name))
    .map((name) => ({ name, before: textOf(old[name]), after: textOf(now[name]) }))
    .filter((difference) => difference.before !== difference.after);
}

/** Returns a value as text. The name stands for an object that has one. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined || value === "") {
    return "–";
  }
  if (typeof value === "boolean") {
    return value ? "yes" : "no";
  }
  if (Array.isArray(value)) {
    return value.length ? value.map(textOf).join(", ") : "–";
  }
  if (typeof value === "object") {
    return "name" in value ? String(value.name) : JSON.stringify(value);
  }
  return String(value);
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
