import { Badge, Stack, Text, UnstyledButton } from "@mantine/core";
import { Dialog } from "../components/Dialog";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { labelOf, textOf } from "../change/difference";
import { DifferenceTable } from "../change/DifferenceTable";
import { EnumFilter } from "../components/EnumFilter";
import { ScreenLink } from "../components/Screen";
import { wordOf } from "../components/StatusBadge";
import { SyncItemsDocument, type SyncAction, type SyncItemsQuery } from "../gql/graphql";
import type { Column } from "../list/column";
import { List } from "../list/List";
import type { ListSource } from "../list/pages";
import classes from "./RunItems.module.css";
import { ACTIONS } from "./search";

const route = getRouteApi("/import/$runId");

type Plan = NonNullable<NonNullable<SyncItemsQuery["syncRun"]>["plan"]>;
type Row = Plan["items"]["edges"][number]["node"] & { id: string };
type Filter = { id: string; action: SyncAction | undefined };

const COLORS: Partial<Record<SyncAction, string>> = {
  CREATE: "teal",
  JOIN: "teal",
  REACTIVATE: "teal",
  UPDATE: "blue",
  RETIRE: "orange",
  REMOVE: "red",
  DELETE: "red",
  CONFLICT: "red",
  HELD: "grape",
};

function columnsOf(onOpen: (item: Row) => void): Column<Row>[] {
  return [
    {
      id: "line",
      header: "Line",
      text: ({ line }) => (line ? String(line) : ""),
      width: "3.5rem",
      narrow: true,
    },
    {
      id: "action",
      header: "Action",
      text: ({ action }) => action,
      cell: ({ action }) => (
        <Badge variant="light" radius="sm" color={COLORS[action] ?? "gray"}>
          {wordOf(action)}
        </Badge>
      ),
      width: "7rem",
      narrow: true,
    },
    {
      id: "user",
      header: "User",
      text: nameOf,
      cell: (item) =>
        item.user ? (
          <ScreenLink to="/users/$userId" params={{ userId: item.user.id }} size="sm">
            {item.user.name}
          </ScreenLink>
        ) : (
          nameOf(item)
        ),
      width: "minmax(7rem, 2fr)",
      narrow: true,
    },
    { id: "org", header: "Org", text: ({ org }) => org?.name ?? "", width: "minmax(0, 2fr)" },
    {
      id: "fields",
      header: "Changes",
      text: changesOf,
      cell: (item) =>
        item.fields.length > 0 && (
          <UnstyledButton className={classes.open} fz="sm" onClick={() => onOpen(item)}>
            {changesOf(item)}
          </UnstyledButton>
        ),
      width: "minmax(0, 4fr)",
    },
    {
      id: "reason",
      header: "Reason",
      text: ({ reason, code }) => [code, reason].filter(Boolean).join(": "),
      cell: ({ reason, code }) => <span title={reason ?? ""}>{reason ?? code}</span>,
      width: "minmax(0, 3fr)",
    },
  ];
}

/** The items of a plan, each with the fields that it changes. */
export function RunItems({ runId }: { runId: string }) {
  const { action } = route.useSearch();
  const navigate = route.useNavigate();
  const [open, setOpen] = useState<Row | null>(null);
  const columns = useMemo(() => columnsOf(setOpen), []);
  const source = useMemo(
    (): ListSource<Row, SyncItemsQuery, Filter> => ({
      document: SyncItemsDocument,
      filter: { id: runId, action },
      connection: ({ syncRun }) => {
        const items = syncRun?.plan?.items;
        return (
          items && {
            pageInfo: items.pageInfo,
            // An item has no id, and its cursor is unique.
            nodes: items.edges.map(({ cursor, node }) => ({ ...node, id: cursor })),
          }
        );
      },
    }),
    [runId, action],
  );
  return (
    <>
      <List
        name="items of the plan"
        source={source}
        columns={columns}
        empty="The plan has no such item."
        filters={
          <EnumFilter
            label="Action"
            values={ACTIONS}
            value={action}
            onChange={(value) => void navigate({ search: { action: value }, replace: true })}
          />
        }
      />
      {open && <ItemDialog item={open} onClose={() => setOpen(null)} />}
    </>
  );
}

/** The fields of an item before and after. */
function ItemDialog({ item, onClose }: { item: Row; onClose: () => void }) {
  return (
    <Dialog onClose={onClose} title={`${nameOf(item)}: ${wordOf(item.action)}`}>
      <Stack>
        {item.reason && <Text size="sm">{item.reason}</Text>}
        <DifferenceTable
          differences={item.fields.map(({ name, before, after }) => ({
            name,
            before: textOf(before),
            after: textOf(after),
          }))}
        />
      </Stack>
    </Dialog>
  );
}

function nameOf({ user, fields }: Row): string {
  const valueOf = (name: string) => fields.find((field) => field.name === name)?.after;
  const name = valueOf("name") ?? [valueOf("first"), valueOf("last")].filter(Boolean).join(" ");
  return user?.name ?? (name || (valueOf("email") ?? ""));
}

function changesOf({ fields }: Row): string {
  return fields
    .map(({ name, before, after, code }) => {
      const change = before === null ? (after ?? "–") : `${before} → ${after ?? "–"}`;
      return `${labelOf(name)}: ${change}${code ? ` (${code})` : ""}`;
    })
    .join("; ");
}
