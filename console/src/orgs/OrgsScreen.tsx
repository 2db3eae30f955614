import { Button, NativeSelect } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useViewer } from "../api/viewer";
import { EnumFilter } from "../components/EnumFilter";
import { Screen, ScreenLink } from "../components/Screen";
import { SearchInput } from "../components/SearchInput";
import { StatusBadge } from "../components/StatusBadge";
import { Time } from "../components/Time";
import { OrgsDocument, type OrgFilter, type OrgOrder, type OrgsQuery } from "../gql/graphql";
import type { Column } from "../list/column";
import { List } from "../list/List";
import type { ListSource } from "../list/pages";
import { isSearchable, nameFilter } from "../search/filter";
import { CreateOrgDialog } from "./OrgDialogs";
import { ORG_STATUSES, type OrgsSearch } from "./search";

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
              placeholder="Part of the name"
              value={search.q ?? ""}
              onSearch={(q) => set({ q: q || undefined })}
              description={
                search.q && !isSearchable(search.q) ? "Type 3 letters of the name." : undefined
              }
            />
            {viewer.isPlatform && (
              <EnumFilter
                label="Status"
                values={ORG_STATUSES}
                value={search.status}
                onChange={(status) => set({ status })}
              />
            )}
            <NativeSelect
              label="Order"
              value={search.order ?? "NAME"}
              onChange={({ currentTarget: { value } }) =>
                set({ order: value === "NAME" ? undefined : (value as OrgsSearch["order"]) })
              }
              data={[
                { value: "NAME", label: "Name" },
                { value: "ID", label: "Creation" },
              ]}
            />
          </>
        }
      />
      {isCreating && <CreateOrgDialog onClose={creating.close} />}
    </Screen>
  );
}

function sourceOf({
  q,
  status,
  order,
}: OrgsSearch): ListSource<Row, OrgsQuery, { filter: OrgFilter; orderBy: OrgOrder | undefined }> {
  return {
    document: OrgsDocument,
    filter: { filter: { ...nameFilter(q ?? ""), ...(status && { status }) }, orderBy: order },
    connection: (data) => data.orgs,
  };
}
