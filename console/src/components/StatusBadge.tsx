import { Badge } from "@mantine/core";

const COLORS: Record<string, string> = {
  ACTIVE: "teal",
  COMPLETED: "teal",
  APPLIED: "teal",
  PLANNED: "blue",
  WORKING: "blue",
  PLANNING: "blue",
  APPLYING: "blue",
  QUEUED: "gray",
  SUSPENDED: "orange",
  EXPIRED: "orange",
  RETIRED: "gray",
  REVOKED: "gray",
  CANCELLED: "gray",
  FAILED: "red",
};

/** Shows a value of a status enum as a word. */
export function StatusBadge({ status }: { status: string }) {
  return (
    <Badge color={COLORS[status] ?? "gray"} variant="light" radius="sm">
      {wordOf(status)}
    </Badge>
  );
}

/** Returns the value of an enum in lower case, with spaces. */
export function wordOf(value: string): string {
  return value.toLowerCase().replaceAll("_", " ");
}
