import { useMemo } from "react";
import { ScreenLink } from "../components/Screen";
import { UserGroupsDocument, type UserGroupsQuery } from "../gql/graphql";
import type { Column } from "../list/column";
import { List } from "../list/List";
import type { ListSource } from "../list/pages";

type Row = NonNullable<UserGroupsQuery["user"]>["groups"]["nodes"][number];

const COLUMNS: Column<Row>[] = [
  {
    id: "name",
    header: "Group",
    text: ({ name }) => name,
    cell: ({ id, name }) => (
      <ScreenLink to="/groups/$groupId" params={{ groupId: id }} size="sm">
        {name}
      </ScreenLink>
    ),
    narrow: true,
  },
  {
    id: "org",
    header: "Org",
    text: ({ org }) => org.name,
    cell: ({ org }) => (
      <ScreenLink to="/orgs/$orgId" params={{ orgId: org.id }} size="sm">
        {org.name}
      </ScreenLink>
    ),
    narrow: true,
  },
];

/** The groups of a user, in all orgs that the token may read. */
export function UserGroups({ userId }: { userId: string }) {
  const source = useMemo(
    (): ListSource<Row, UserGroupsQuery, { id: string }> => ({
      document: UserGroupsDocument,
      filter: { id: userId },
      connection: (data) => data.user?.groups,
    }),
    [userId],
  );
  return (
    <List
      name="groups of the user"
      source={source}
      columns={COLUMNS}
      empty="This user is in no group."
    />
  );
}
