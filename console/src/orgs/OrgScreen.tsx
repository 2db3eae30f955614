import { Button, Paper, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { apiQuery } from "../api/query";
import { useViewer } from "../api/viewer";
import { Facts } from "../components/Facts";
import { Empty, Loaded } from "../components/Feedback";
import { Screen, ScreenLink } from "../components/Screen";
import { StatusBadge } from "../components/StatusBadge";
import { Time } from "../components/Time";
import { EventList } from "../events/EventList";
import { OrgDocument, type OrgQuery } from "../gql/graphql";
import { mayInOrg } from "../memberships/subject";
import { TokenList } from "../tokens/TokenList";
import { EditOrgDialog, RestoreOrgDialog, RetireOrgDialog } from "./OrgDialogs";
import { OrgGroups } from "./OrgGroups";
import { OrgMembers } from "./OrgMembers";
import { OrgRoles } from "./OrgRoles";

const route = getRouteApi("/orgs/$orgId");

/** An org as its screen reads it. */
export type OrgDetails = NonNullable<OrgQuery["org"]>;

/** One org: its members, groups, roles, tokens and history. */
export function OrgScreen() {
  const { orgId } = route.useParams();
  const query = useQuery(apiQuery(OrgDocument, { id: orgId }));
  return (
    <Loaded query={query}>
      {({ org }) => (org ? <Details org={org} /> : <Empty>There is no org with this id.</Empty>)}
    </Loaded>
  );
}

function Details({ org }: { org: OrgDetails }) {
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const may = (permission: string) => mayInOrg(org, permission);
  const events = useMemo(() => ({ org: org.id }), [org.id]);
  const tokens = useMemo(() => ({ org: org.id }), [org.id]);
  return (
    <Screen
      title={org.name}
      above={<ScreenLink to="/orgs">Orgs</ScreenLink>}
      badge={<StatusBadge status={org.status} />}
      actions={<Actions org={org} />}
    >
      <Paper withBorder p="md">
        <Facts
          facts={[
            ["Members", membersOf(org)],
            ["Owners", org.owners?.map(({ user }) => user.name).join(", ")],
            ["External id", org.externalId],
            ["Created", <Time key="created" at={org.createdAt} />],
            ["Last change", <Time key="updated" at={org.updatedAt} />],
            ["Id", org.id],
          ]}
        />
      </Paper>
      <Tabs
        value={tab ?? "members"}
        onChange={(value) =>
          void navigate({
            search: { tab: value === "members" ? undefined : (value as typeof tab) },
          })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="members">Members</Tabs.Tab>
          {may("groups:read") && <Tabs.Tab value="groups">Groups</Tabs.Tab>}
          {may("members:read") && <Tabs.Tab value="roles">Roles</Tabs.Tab>}
          {may("tokens:write") && <Tabs.Tab value="tokens">Tokens</Tabs.Tab>}
          {may("events:read") && <Tabs.Tab value="history">History</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="members">
          {may("members:read") ? (
            <OrgMembers org={org} />
          ) : (
            <Empty>This token may not read the members of the org.</Empty>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="groups">
          <OrgGroups org={org} />
        </Tabs.Panel>
        <Tabs.Panel value="roles">
          <OrgRoles org={org} />
        </Tabs.Panel>
        <Tabs.Panel value="tokens">
          <TokenList arguments={tokens} org={{ id: org.id, label: org.name }} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <EventList filter={events} />
        </Tabs.Panel>
      </Tabs>
    </Screen>
  );
}

function membersOf({ active, retired }: OrgDetails): string | null {
  return typeof active === "number"
    ? `${active.toLocaleString()} active, ${(retired ?? 0).toLocaleString()} retired`
    : null;
}

function Actions({ org }: { org: OrgDetails }) {
  const viewer = useViewer();
  const [dialog, setDialog] = useState<"edit" | "retire" | "restore" | null>(null);
  const close = () => setDialog(null);
  const isActive = org.status === "ACTIVE";
  return (
    <>
      {isActive && mayInOrg(org, "org:write") && (
        <Button onClick={() => setDialog("edit")}>Edit</Button>
      )}
      {viewer.may("orgs:retire") && (
        <Button variant="default" onClick={() => setDialog(isActive ? "retire" : "restore")}>
          {isActive ? "Retire" : "Restore"}
        </Button>
      )}
      {dialog === "edit" && <EditOrgDialog org={org} onClose={close} />}
      {dialog === "retire" && <RetireOrgDialog org={org} onClose={close} />}
      {dialog === "restore" && <RestoreOrgDialog org={org} onClose={close} />}
    </>
  );
}
