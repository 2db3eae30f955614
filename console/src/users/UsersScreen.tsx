import { Button, NativeSelect } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useViewer } from "../api/viewer";
import { EnumFilter } from "../components/EnumFilter";
import { Screen } from "../components/Screen";
import { SearchInput } from "../components/SearchInput";
import { UsersDocument, type UserFilter, type UsersQuery } from "../gql/graphql";
import { List } from "../list/List";
import type { ListSource } from "../list/pages";
import { userFilter } from "../search/filter";
import { CreateUserDialog } from "./CreateUserDialog";
import { USER_COLUMNS, type UserRow } from "./columns";
import { USER_STATUSES, type UsersSearch } from "./search";

const route = getRouteApi("/users");

/** All users that the token may see. */
export function UsersScreen() {
  const viewer = useViewer();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [isCreating, creating] = useDisclosure(false);
  const set = (change: Partial<UsersSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });

  const found = search.q ? userFilter(search.q) : {};
  const source = useMemo(() => sourceOf(search, found ?? {}), [search, JSON.stringify(found)]);
  return (
    <Screen
      title="Users"
      actions={viewer.may("members:grant") && <Button onClick={creating.open}>New user</Button>}
    >
      <List
        name="users"
        source={source}
        columns={USER_COLUMNS}
        empty="No user matches. Change the search or the filter."
        filters={
          <>
            <SearchInput
              label="Search"
              placeholder="Name, or e-mail address"
              value={search.q ?? ""}
              onSearch={(q) => set({ q: q || undefined })}
              description={found === null ? "Type 3 letters, or a whole address." : undefined}
            />
            <EnumFilter
              label="Status"
              values={USER_STATUSES}
              value={search.status}
              onChange={(status) => set({ status })}
            />
            <NativeSelect
              label="Order"
              value={search.order ?? "NAME"}
              onChange={({ currentTarget: { value } }) =>
                set({ order: value === "NAME" ? undefined : (value as UsersSearch["order"]) })
              }
              data={[
                { value: "NAME", label: "Name" },
                { value: "EMAIL", label: "E-mail address" },
                { value: "UPDATED_AT", label: "Last change" },
                { value: "ID", label: "Creation" },
              ]}
            />
          </>
        }
      />
      {isCreating && <CreateUserDialog onClose={creating.close} />}
    </Screen>
  );
}

function sourceOf(
  search: UsersSearch,
  found: UserFilter,
): ListSource<UserRow, UsersQuery, { filter: UserFilter; orderBy: UsersSearch["order"] }> {
  return {
    document: UsersDocument,
    filter: {
      filter: { ...found, ...(search.status && { status: search.status }) },
      orderBy: search.order,
    },
    connection: (data) => data.users,
  };
}
