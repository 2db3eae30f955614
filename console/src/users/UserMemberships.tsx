import { Badge, Group, Text } from "@mantine/core";
import { useMemo } from "react";
import { ScreenLink } from "../components/Screen";
import { UserMembershipsDocument, type UserMembershipsQuery } from "../gql/graphql";
import type { Column } from "../list/column";
import { List } from "../list/List";
import type { ListSource } from "../list/pages";
import { membershipColumns, reasonOf } from "../memberships/columns";
import { MembershipMenu } from "../memberships/MembershipMenu";

type Row = NonNullable<UserMembershipsQuery["user"]>["memberships"]["nodes"][number];

interface Props {
  user: { id: string; name: string };
}

/** The orgs of a user, the default first, with the reason of the default. */
export function UserMemberships({ user }: Props) {
  const source = useMemo(
    (): ListSource<Row, UserMembershipsQuery, { id: string }> => ({
      document: UserMembershipsDocument,
      filter: { id: user.id },
      connection: (data) => data.user?.memberships,
    }),
    [user.id],
  );
  const columns = useMemo(() => columnsOf(user), [user.id, user.name]);
  return (
    <List
      name="orgs of the user"
      source={source}
      columns={columns}
      empty="This user belongs to no org that you may see."
    />
  );
}

function columnsOf(user: Props["user"]): Column<Row>[] {
  return [
    {
      id: "org",
      header: "Org",
      text: ({ org }) => org.name,
      cell: ({ org, isDefault, defaultReason }) => (
        <Group gap={6} wrap="nowrap">
          <ScreenLink to="/orgs/$orgId" params={{ orgId: org.id }} size="sm" truncate>
            {org.name}
          </ScreenLink>
          {isDefault && (
            <>
              <Badge radius="sm" size="sm" variant="light" style={{ flexShrink: 0 }}>
                default
              </Badge>
              <Text size="xs" c="dimmed" truncate visibleFrom="sm">
                {reasonOf(defaultReason)}
              </Text>
            </>
          )}
        </Group>
      ),
      width: "minmax(10rem, 3fr)",
      narrowWidth: "minmax(0, 1fr)",
      narrow: true,
    },
    ...membershipColumns<Row>(),
    {
      id: "actions",
      header: "Actions",
      hasActions: true,
      text: () => "",
      cell: (membership) => <MembershipMenu subject={{ membership, org: membership.org, user }} />,
      width: "4.5rem",
      narrowWidth: "3.5rem",
      narrow: true,
    },
  ];
}
