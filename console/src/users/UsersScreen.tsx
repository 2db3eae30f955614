import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useViewer } from "../api/viewer";
import { EnumFilter } from "../components/EnumFilter";
import { Screen } from "../components/Screen";
import { SearchInput } from "../components/SearchInput";
import {
  UsersDocument,
  type Direction,
  type UserFilter,
  type UserOrder,
  type UsersQuery,
} from "../gql/graphql";
import { LetterBar } from "../list/LetterBar";
import { List } from "../list/List";
import { orderArguments } from "../list/order";
import { OrderSelect } from "../list/OrderSelect";
import type { ListSource } from "../list/pages";
import { searchFilter } from "../search/filter";
import { CreateUserDialog } from "./CreateUserDialog";
import { USER_COLUMNS, type UserRow } from "./columns";
import { USER_ORDERS, USER_STATUSES, type UsersSearch } from "./search";

const route = getRouteApi("/users");

/** All users that the token may see. */
export function UsersScreen() {
  const viewer = useViewer();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [isCreating, creating] = useDisclosure(false);
  const set = (change: Partial<UsersSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });

  const source = useMemo(() => sourceOf(search), [search]);
  return (
    <Screen
      title="Users"
      actions={viewer.may("members:grant") && <Button onClick={creating.open}>New user</Button>}
    >
      <LetterBar value={search.q} onChange={(q) => set({ q })} />
      <List
        name="users"
        source={source}
        columns={USER_COLUMNS}
        empty="No user matches. Change the search or the filter."
        filters={
          <>
            <SearchInput
              label="Search"
              placeholder="Name, e-mail address, number, id"
              value={search.q ?? ""}
              onSearch={(q) => set({ q: q || undefined })}
            />
            <EnumFilter
              label="Status"
              values={USER_STATUSES}
              value={search.status}
              onChange={(status) => set({ status })}
            />
            <OrderSelect
              choices={USER_ORDERS}
              value={search.order}
              onChange={(order) => set({ order: order as UsersSearch["order"] })}
            />
          </>
        }
      />
      {isCreating && <CreateUserDialog onClose={creating.close} />}
    </Screen>
  );
}

type Arguments = { filter: UserFilter; orderBy?: UserOrder; direction?: Direction };

function sourceOf({ q, status, order }: UsersSearch): ListSource<UserRow, UsersQuery, Arguments> {
  return {
    document: UsersDocument,
    filter: {
      filter: { ...searchFilter(q), ...(status && { status }) },
      ...orderArguments(USER_ORDERS, order),
    },
    connection: (data) => data.users,
  };
}
