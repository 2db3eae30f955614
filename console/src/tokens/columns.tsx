import { Button, Group } from "@mantine/core";
import { ScreenLink } from "../components/Screen";
import { StatusBadge } from "../components/StatusBadge";
import { Time } from "../components/Time";
import type { TokenFieldsFragment } from "../gql/graphql";
import type { Column } from "../list/column";
import type { TokenAction } from "./TokenDialogs";

export function tokenColumns(
  onAction: (action: TokenAction) => void,
): Column<TokenFieldsFragment>[] {
  return [
    {
      id: "name",
      header: "Name",
      text: ({ name }) => name,
      width: "minmax(6rem, 2fr)",
      narrowWidth: "minmax(0, 1fr)",
      narrow: true,
    },
    { id: "prefix", header: "Begins with", text: ({ prefix }) => prefix, optional: true },
    {
      id: "holder",
      header: "Rights of",
      text: holderOf,
      cell: (token) =>
        token.user ? (
          <ScreenLink to="/users/$userId" params={{ userId: token.user.id }} size="sm">
            {holderOf(token)}
          </ScreenLink>
        ) : (
          holderOf(token)
        ),
      width: "minmax(6rem, 2fr)",
    },
    { id: "scopes", header: "Scopes", text: ({ scopes }) => scopes.join(", ") },
    {
      id: "status",
      header: "Status",
      text: ({ status }) => status,
      cell: ({ status }) => <StatusBadge status={status} />,
      width: "6rem",
    },
    {
      id: "lastUsedAt",
      header: "Last use",
      text: ({ lastUsedAt }) => lastUsedAt ?? "",
      cell: ({ lastUsedAt }) => <Time at={lastUsedAt} />,
      width: "11rem",
    },
    {
      id: "expiresAt",
      header: "Expires",
      text: ({ expiresAt }) => expiresAt ?? "",
      cell: ({ expiresAt }) => <Time at={expiresAt} />,
      width: "11rem",
    },
    { id: "source", header: "Source", text: ({ source }) => source ?? "", optional: true },
    {
      id: "allowedIps",
      header: "Allowed addresses",
      text: ({ allowedIps }) => allowedIps?.join(", ") ?? "",
      optional: true,
    },
    {
      id: "actions",
      header: "Actions",
      hasActions: true,
      text: () => "",
      cell: (token) =>
        token.status === "ACTIVE" && (
          <Group gap={4} wrap="nowrap">
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Rotate ${token.name}`}
              onClick={() => onAction({ kind: "rotate", token })}
            >
              Rotate
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Revoke ${token.name}`}
              onClick={() => onAction({ kind: "revoke", token })}
            >
              Revoke
            </Button>
          </Group>
        ),
      width: "9rem",
      narrowWidth: "8.5rem",
      narrow: true,
    },
  ];
}

function holderOf({ user, org }: TokenFieldsFragment): string {
  if (user) {
    return org ? `${user.name} in ${org.name}` : user.name;
  }
  return org ? `owners of ${org.name}` : "platform";
}
