import { Paper, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { apiQuery } from "../api/query";
import { useViewer } from "../api/viewer";
import { Facts } from "../components/Facts";
import { Empty, Loaded } from "../components/Feedback";
import { Screen, ScreenLink } from "../components/Screen";
import { StatusBadge } from "../components/StatusBadge";
import { Time } from "../components/Time";
import { EventList } from "../events/EventList";
import { UserDocument, type UserQuery } from "../gql/graphql";
import { TokenList } from "../tokens/TokenList";
import { UserActions } from "./UserActions";
import { UserGroups } from "./UserGroups";
import { UserMemberships } from "./UserMemberships";

const route = getRouteApi("/users/$userId");

/** One user: their fields, orgs, groups, tokens and history. */
export function UserScreen() {
  const { userId } = route.useParams();
  const query = useQuery(apiQuery(UserDocument, { id: userId }));
  return (
    <Loaded query={query}>
      {({ user }) =>
        user ? <UserDetails user={user} /> : <Empty>There is no user with this id.</Empty>
      }
    </Loaded>
  );
}

function UserDetails({ user }: { user: NonNullable<UserQuery["user"]> }) {
  const viewer = useViewer();
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const events = useMemo(() => ({ user: user.id }), [user.id]);
  const tokens = useMemo(() => ({ filter: { user: user.id } }), [user.id]);
  return (
    <Screen
      title={user.name}
      above={viewer.may("members:read") && <ScreenLink to="/users">Users</ScreenLink>}
      badge={<StatusBadge status={user.status} />}
      subtitle={user.email}
      actions={<UserActions user={user} />}
    >
      <Paper withBorder p="md">
        <Facts
          facts={[
            ["First name", user.first],
            ["Last name", user.last],
            ["Mobile number", user.mobile],
            ["Time zone", user.timezone],
            ["External id", user.externalId],
            ["Created", <Time key="created" at={user.createdAt} />],
            ["Last change", <Time key="updated" at={user.updatedAt} />],
            ["Id", user.id],
          ]}
        />
      </Paper>
      <Tabs
        value={tab ?? "orgs"}
        onChange={(value) =>
          void navigate({ search: { tab: value === "orgs" ? undefined : (value as typeof tab) } })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="orgs">Orgs</Tabs.Tab>
          {viewer.may("groups:read") && <Tabs.Tab value="groups">Groups</Tabs.Tab>}
          {viewer.may("tokens:write") && <Tabs.Tab value="tokens">Tokens</Tabs.Tab>}
          {viewer.may("events:read") && <Tabs.Tab value="history">History</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="orgs">
          <UserMemberships user={user} />
        </Tabs.Panel>
        <Tabs.Panel value="groups">
          <UserGroups userId={user.id} />
        </Tabs.Panel>
        <Tabs.Panel value="tokens">
          <TokenList arguments={tokens} user={{ id: user.id, label: user.name }} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <EventList filter={events} />
        </Tabs.Panel>
      </Tabs>
    </Screen>
  );
}
