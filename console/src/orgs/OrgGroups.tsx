import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import { ScreenLink } from "../components/Screen";
import { Time } from "../components/Time";
import { OrgGroupsDocument, type OrgGroupsQuery } from "../gql/graphql";
import { CreateGroupDialog } from "../groups/GroupDialogs";
import type { Column } from "../list/column";
import { List } from "../list/List";
import type { ListSource } from "../list/pages";
import { mayInOrg } from "../memberships/subject";
import type { OrgDetails } from "./OrgScreen";

type Row = NonNullable<OrgGroupsQuery["org"]>["groups"]["nodes"][number];

const COLUMNS: Column<Row>[] = [
  {
    id: "name",
    header: "Name",
    text: ({ name }) => name,
    cell: ({ id, name }) => (
      <ScreenLink to="/groups/$groupId" params={{ groupId: id }} size="sm">
        {name}
      </ScreenLink>
    ),
    narrow: true,
  },
  {
    id: "members",
    header: "Members",
    text: ({ memberCount }) => memberCount.toLocaleString(),
    width: "7rem",
    narrow: true,
  },
  { id: "externalId", header: "External id", text: ({ externalId }) => externalId ?? "" },
  {
    id: "createdAt",
    header: "Created",
    text: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <Time at={createdAt} />,
    width: "11rem",
  },
];

/** The groups of an org. */
export function OrgGroups({ org }: { org: OrgDetails }) {
  const [isCreating, setCreating] = useState(false);
  const source = useMemo(
    (): ListSource<Row, OrgGroupsQuery, { id: string }> => ({
      document: OrgGroupsDocument,
      filter: { id: org.id },
      connection: (data) => data.org?.groups,
    }),
    [org.id],
  );
  return (
    <>
      <List
        name="groups"
        source={source}
        columns={COLUMNS}
        empty="This org has no groups."
        filters={
          org.status === "ACTIVE" &&
          mayInOrg(org, "groups:write") && (
            <Button onClick={() => setCreating(true)}>New group</Button>
          )
        }
      />
      {isCreating && <CreateGroupDialog orgId={org.id} onClose={() => setCreating(false)} />}
    </>
  );
}
