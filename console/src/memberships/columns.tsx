import { Badge, Group } from "@mantine/core";
import { StatusBadge, wordOf } from "../components/StatusBadge";
import { Time } from "../components/Time";
import type { DefaultReason, MembershipFieldsFragment } from "../gql/graphql";
import type { Column } from "../list/column";

type Row = MembershipFieldsFragment & { createdAt: string; source?: string | null };

const REASONS: Record<DefaultReason, string> = {
  EXPLICIT: "chosen",
  ONLY: "was the only org",
  ALPHABETICAL: "first by name",
  PROMOTED: "next after the previous default",
};

/** Says why an org is the default. */
export function reasonOf(reason: DefaultReason | null | undefined): string {
  return reason ? REASONS[reason] : "";
}

/** The columns of memberships, whether they are listed by user or by org. */
export function membershipColumns<Of extends Row>(): Column<Of>[] {
  return [
    {
      id: "role",
      header: "Role",
      text: (row) => roleOf(row),
      cell: (row) => (
        <Group gap={6} wrap="nowrap">
          {wordOf(row.role)}
          {row.isOwner && (
            <Badge variant="outline" radius="sm" color="indigo">
              owner
            </Badge>
          )}
        </Group>
      ),
      width: "9rem",
      narrowWidth: "7.5rem",
      narrow: true,
    },
    {
      id: "roles",
      header: "Org roles",
      text: ({ roles }) => roles.map(({ name }) => name).join(", "),
    },
    {
      id: "externalId",
      header: "External id",
      text: ({ externalId }) => externalId ?? "",
    },
    {
      id: "status",
      header: "Status",
      text: ({ status }) => status,
      cell: ({ status, hold }) => (
        <Group gap={6} wrap="nowrap">
          <StatusBadge status={status} />
          {hold && (
            <Badge variant="light" color="grape" radius="sm" title={hold.reason}>
              held
            </Badge>
          )}
        </Group>
      ),
      width: "8.5rem",
    },
    {
      id: "createdAt",
      header: "Joined",
      text: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Time at={createdAt} />,
      width: "11rem",
      optional: true,
    },
    { id: "source", header: "Source", text: ({ source }) => source ?? "", optional: true },
  ];
}

function roleOf({ role, isOwner }: Row): string {
  return isOwner ? `${wordOf(role)}, owner` : wordOf(role);
}
