import { Button, Paper } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { apiQuery } from "../api/query";
import { Facts } from "../components/Facts";
import { Empty, Loaded } from "../components/Feedback";
import { Screen, ScreenLink } from "../components/Screen";
import { StatusBadge } from "../components/StatusBadge";
import { Time } from "../components/Time";
import { GroupDocument, GroupMembersDocument, type GroupMembersQuery } from "../gql/graphql";
import type { Column } from "../list/column";
import { List } from "../list/List";
import type { ListSource } from "../list/pages";
import { mayInOrg } from "../memberships/subject";
import {
  AddGroupMemberDialog,
  DeleteGroupDialog,
  EditGroupDialog,
  RemoveGroupMemberDialog,
  type GroupDetails,
} from "./GroupDialogs";

const route = getRouteApi("/groups/$groupId");

/** One group and its members. */
export function GroupScreen() {
  const { groupId } = route.useParams();
  const query = useQuery(apiQuery(GroupDocument, { id: groupId }));
  return (
    <Loaded query={query}>
      {({ group }) =>
        group ? <Details group={group} /> : <Empty>There is no group with this id.</Empty>
      }
    </Loaded>
  );
}

function Details({ group }: { group: GroupDetails }) {
  const [dialog, setDialog] = useState<"edit" | "delete" | "add" | null>(null);
  const close = () => setDialog(null);
  const { org } = group;
  const mayWrite = org.status === "ACTIVE" && mayInOrg(org, "groups:write");
  return (
    <Screen
      title={group.name}
      above={[
        <ScreenLink key="orgs" to="/orgs">
          Orgs
        </ScreenLink>,
        <ScreenLink key="org" to="/orgs/$orgId" params={{ orgId: org.id }}>
          {org.name}
        </ScreenLink>,
        <ScreenLink
          key="groups"
          to="/orgs/$orgId"
          params={{ orgId: org.id }}
          search={{ tab: "groups" }}
        >
          Groups
        </ScreenLink>,
      ]}
      actions={
        mayWrite && (
          <>
            <Button onClick={() => setDialog("add")}>Add member</Button>
            <Button variant="default" onClick={() => setDialog("edit")}>
              Edit
            </Button>
            <Button variant="default" onClick={() => setDialog("delete")}>
              Delete
            </Button>
          </>
        )
      }
    >
      <Paper withBorder p="md">
        <Facts
          facts={[
            ["External id", group.externalId],
            ["Created", <Time key="created" at={group.createdAt} />],
            ["Last change", <Time key="updated" at={group.updatedAt} />],
            ["Id", group.id],
          ]}
        />
      </Paper>
      <Members group={group} mayWrite={mayWrite} />
      {dialog === "edit" && <EditGroupDialog group={group} onClose={close} />}
      {dialog === "delete" && <DeleteGroupDialog group={group} onClose={close} />}
      {dialog === "add" && <AddGroupMemberDialog group={group} onClose={close} />}
    </Screen>
  );
}

type Row = NonNullable<GroupMembersQuery["group"]>["members"]["nodes"][number] & { id: string };

function Members({ group, mayWrite }: { group: GroupDetails; mayWrite: boolean }) {
  const [removing, setRemoving] = useState<Row["user"] | null>(null);
  const source = useMemo(
    (): ListSource<Row, GroupMembersQuery, { id: string }> => ({
      document: GroupMembersDocument,
      filter: { id: group.id },
      connection: (data) =>
        data.group && {
          ...data.group.members,
          nodes: data.group.members.nodes.map((row) => ({ ...row, id: row.user.id })),
        },
    }),
    [group.id],
  );
  const columns = useMemo(() => columnsOf(mayWrite, setRemoving), [mayWrite]);
  return (
    <>
      <List
        name="members of the group"
        source={source}
        columns={columns}
        empty="This group has no members."
      />
      {removing && (
        <RemoveGroupMemberDialog group={group} user={removing} onClose={() => setRemoving(null)} />
      )}
    </>
  );
}

function columnsOf(mayWrite: boolean, onRemove: (user: Row["user"]) => void): Column<Row>[] {
  const columns: Column<Row>[] = [
    {
      id: "name",
      header: "Name",
      text: ({ user }) => user.name,
      cell: ({ user }) => (
        <ScreenLink to="/users/$userId" params={{ userId: user.id }} size="sm">
          {user.name}
        </ScreenLink>
      ),
      narrow: true,
    },
    { id: "email", header: "E-mail address", text: ({ user }) => user.email },
    {
      id: "status",
      header: "Status",
      text: ({ status }) => status,
      cell: ({ status }) => <StatusBadge status={status} />,
      width: "6rem",
      narrow: true,
    },
    {
      id: "addedAt",
      header: "Added",
      text: ({ addedAt }) => addedAt,
      cell: ({ addedAt }) => <Time at={addedAt} />,
      width: "11rem",
    },
  ];
  if (mayWrite) {
    columns.push({
      id: "actions",
      header: "Actions",
      hasActions: true,
      text: () => "",
      cell: ({ user }) => (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`Remove ${user.name}`}
          onClick={() => onRemove(user)}
        >
          Remove
        </Button>
      ),
      width: "5.5rem",
      narrow: true,
    });
  }
  return columns;
}
