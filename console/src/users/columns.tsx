import { StatusBadge } from "../components/StatusBadge";
import { ScreenLink } from "../components/Screen";
import { Time } from "../components/Time";
import type { UsersQuery } from "../gql/graphql";
import type { Column } from "../list/column";

export type UserRow = NonNullable<UsersQuery["users"]>["nodes"][number];

export const USER_COLUMNS: Column<UserRow>[] = [
  {
    id: "name",
    header: "Name",
    text: ({ name }) => name,
    cell: ({ id, name }) => (
      <ScreenLink to="/users/$userId" params={{ userId: id }} size="sm">
        {name}
      </ScreenLink>
    ),
    width: "minmax(9rem, 2fr)",
    narrow: true,
  },
  {
    id: "email",
    header: "E-mail address",
    text: ({ email }) => email,
    width: "minmax(9rem, 3fr)",
    narrow: true,
  },
  {
    id: "default",
    header: "Default org",
    text: ({ defaultMembership }) => defaultMembership?.org.name ?? "",
    cell: ({ defaultMembership: membership }) =>
      membership && (
        <ScreenLink to="/orgs/$orgId" params={{ orgId: membership.org.id }} size="sm">
          {membership.org.name}
        </ScreenLink>
      ),
    width: "minmax(0, 2fr)",
  },
  { id: "mobile", header: "Mobile number", text: ({ mobile }) => mobile ?? "", optional: true },
  { id: "timezone", header: "Time zone", text: ({ timezone }) => timezone ?? "", optional: true },
  {
    id: "externalId",
    header: "External id",
    text: ({ externalId }) => externalId ?? "",
    optional: true,
  },
  {
    id: "status",
    header: "Status",
    text: ({ status }) => status,
    cell: ({ status }) => <StatusBadge status={status} />,
    width: "7rem",
  },
  {
    id: "updatedAt",
    header: "Last change",
    text: ({ updatedAt }) => updatedAt,
    cell: ({ updatedAt }) => <Time at={updatedAt} />,
    width: "11rem",
  },
];
