import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useViewer } from "../api/viewer";
import { EnumFilter } from "../components/EnumFilter";
import { Screen, ScreenLink } from "../components/Screen";
import { SearchInput } from "../components/SearchInput";
import { StatusBadge } from "../components/StatusBadge";
import { Time } from "../components/Time";
import {
  OrgsDocument,
  type Direction,
  type OrgFilter,
  type OrgOrder,
  type OrgsQuery,
} from "../gql/graphql";
import type { Column } from "../list/column";
import { List } from "../list/List";
import { orderArguments } from "../list/order";
import { OrderSelect } from "../list/OrderSelect";
import type { ListSource } from "../list/pages";
import { searchFilter } from "../search/filter";
import { CreateOrgDialog } from "./OrgDialogs";
import { ORG_ORDERS, ORG_STATUSES, type OrgsSearch } from "./search";

const route = getRouteApi("/orgs");

type Row = NonNullable<OrgsQuery["orgs"]>["nodes"][number];

const COLUMNS: Column<Row>[] = [
  {
    id: "name",
    header: "Name",
    text: ({ name }) => name,
    cell: ({ id, name }) => (
      <ScreenLink to="/orgs/$orgId" params={{ orgId: id }} size="sm">
        {name}
      </ScreenLink>
    ),
    width: "minmax(9rem, 3fr)",
    narrow: true,
  },
  {
    id: "members",
    header: "Members",
    text: ({ memberCount }) => memberCount?.toLocaleString() ?? "",
    width: "7rem",
  },
  { id: "externalId", header: "External id", text: ({ externalId }) => externalId ?? "" },
  {
    id: "status",
    header: "Status",
    text: ({ status }) => status,
    cell: ({ status }) => <StatusBadge status={status} />,
    width: "7rem",
    narrow: true,
  },
  {
    id: "createdAt",
    header: "Created",
    text: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <Time at={createdAt} />,
    width: "11rem",
  },
];

/** The orgs that the token may see. */
export function OrgsScreen() {
  const viewer = useViewer();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [isCreating, creating] = useDisclosure(false);
  const set = (change: Partial<OrgsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  const source = useMemo(() => sourceOf(search), [search]);
  return (
    <Screen
      title="Orgs"
      actions={viewer.may("orgs:create") && <Button onClick={creating.open}>New org</Button>}
    >
      <List
        name="orgs"
        source={source}
        columns={COLUMNS}
        empty="No org matches."
        filters={
          <>
            <SearchInput
              label="Search"
              placeholder="Name, or external id"
              value={search.q ?? ""}
              onSearch={(q) => set({ q: q || undefined })}
            />
            {viewer.isPlatform && (
              <EnumFilter
                label="Status"
                values={ORG_STATUSES}
                value={search.status}
                onChange={(status) => set({ status })}
              />
            )}
            <OrderSelect
              choices={ORG_ORDERS}
              value={search.order}
              onChange={(order) => set({ order: order as OrgsSearch["order"] })}
            />
          </>
        }
      />
      {isCreating && <CreateOrgDialog onClose={creating.close} />}
    </Screen>
  );
}

type Arguments = { filter: OrgFilter; orderBy?: OrgOrder; direction?: Direction };

function sourceOf({ q, status, order }: OrgsSearch): ListSource<Row, OrgsQuery, Arguments> {
  return {
    document: OrgsDocument,
    filter: {
      filter: { ...searchFilter(q), ...(status && { status }) },
      ...orderArguments(ORG_ORDERS, order),
    },
    connection: (data) => data.orgs,
  };
}
