import { Button } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { EnumFilter } from "../components/EnumFilter";
import { ScreenLink } from "../components/Screen";
import { SearchInput } from "../components/SearchInput";
import {
  OrgMembersDocument,
  type OrgMembersQuery,
  type OrgMembersQueryVariables,
} from "../gql/graphql";
import type { Column } from "../list/column";
import { List } from "../list/List";
import { orderArguments } from "../list/order";
import { OrderSelect } from "../list/OrderSelect";
import type { ListSource } from "../list/pages";
import { AddMemberDialog } from "../memberships/AddMemberDialog";
import { membershipColumns } from "../memberships/columns";
import { MembershipMenu } from "../memberships/MembershipMenu";
import { mayInOrg } from "../memberships/subject";
import { searchFilter } from "../search/filter";
import { CreateUserDialog } from "../users/CreateUserDialog";
import type { OrgDetails } from "./OrgScreen";
import { MEMBER_ORDERS, MEMBER_ROLES, MEMBER_STATUSES, type OrgSearch } from "./search";

const route = getRouteApi("/orgs/$orgId");

type Row = NonNullable<OrgMembersQuery["org"]>["members"]["nodes"][number];
type Filter = Omit<OrgMembersQueryVariables, "first" | "after">;

/** The members of an org. */
export function OrgMembers({ org }: { org: OrgDetails }) {
  const { q, status, role, order } = route.useSearch();
  const navigate = route.useNavigate();
  const [dialog, setDialog] = useState<"add" | "create" | null>(null);
  const set = (change: Partial<OrgSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  const source = useMemo(
    (): ListSource<Row, OrgMembersQuery, Filter> => ({
      document: OrgMembersDocument,
      filter: {
        id: org.id,
        ...searchFilter(q),
        status,
        ...(role === "OWNER" ? { isOwner: true } : { role }),
        ...orderArguments(MEMBER_ORDERS, order),
      },
      connection: (data) => data.org?.members,
    }),
    [org.id, q, status, role, order],
  );
  const columns = useMemo(() => columnsOf(org), [org]);
  const picked = { id: org.id, label: org.name };
  const mayAdd = org.status === "ACTIVE" && mayInOrg(org, "members:grant");

  return (
    <>
      <List
        name="members"
        source={source}
        columns={columns}
        empty="No member matches."
        filters={
          <>
            <SearchInput
              label="Search"
              placeholder="Name, e-mail address, number, id"
              value={q ?? ""}
              onSearch={(text) => set({ q: text || undefined })}
            />
            <EnumFilter
              label="Status"
              values={MEMBER_STATUSES}
              value={status}
              onChange={(value) => set({ status: value })}
            />
            <EnumFilter
              label="Role"
              values={MEMBER_ROLES}
              value={role}
              onChange={(value) => set({ role: value })}
            />
            <OrderSelect
              choices={MEMBER_ORDERS}
              value={order}
              onChange={(selected) => set({ order: selected })}
            />
            {mayAdd && (
              <>
                <Button onClick={() => setDialog("add")}>Add member</Button>
                <Button variant="default" onClick={() => setDialog("create")}>
                  New user
                </Button>
              </>
            )}
          </>
        }
      />
      {dialog === "add" && <AddMemberDialog org={picked} onClose={() => setDialog(null)} />}
      {dialog === "create" && <CreateUserDialog org={picked} onClose={() => setDialog(null)} />}
    </>
  );
}

function columnsOf(org: OrgDetails): Column<Row>[] {
  return [
    {
      id: "name",
      header: "Name",
      text: ({ user }) => user.name,
      cell: ({ user }) => (
        <ScreenLink to="/users/$userId" params={{ userId: user.id }} size="sm">
          {user.name}
        </ScreenLink>
      ),
      width: "minmax(8rem, 2fr)",
      narrowWidth: "minmax(0, 1fr)",
      narrow: true,
    },
    {
      id: "email",
      header: "E-mail address",
      text: ({ user }) => user.email,
      width: "minmax(0, 2fr)",
    },
    ...membershipColumns<Row>(),
    {
      id: "actions",
      header: "Actions",
      hasActions: true,
      text: () => "",
      cell: (membership) => <MembershipMenu subject={{ membership, org, user: membership.user }} />,
      width: "4.5rem",
      narrowWidth: "3.5rem",
      narrow: true,
    },
  ];
}
