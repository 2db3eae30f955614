import { Paper, Stack, Title } from "@mantine/core";
import { useMemo } from "react";
import { Screen, ScreenLink } from "../components/Screen";
import { StatusBadge, wordOf } from "../components/StatusBadge";
import { Time } from "../components/Time";
import { SyncRunsDocument, type SyncRunsQuery } from "../gql/graphql";
import type { Column } from "../list/column";
import { List } from "../list/List";
import type { ListSource } from "../list/pages";
import { ImportForm } from "./ImportForm";

type Row = NonNullable<SyncRunsQuery["syncRuns"]>["nodes"][number];

const COLUMNS: Column<Row>[] = [
  {
    id: "createdAt",
    header: "Planned",
    text: ({ createdAt }) => createdAt,
    cell: ({ id, createdAt }) => (
      <ScreenLink to="/import/$runId" params={{ runId: id }} size="sm">
        <Time at={createdAt} />
      </ScreenLink>
    ),
    width: "minmax(9rem, 1fr)",
    narrow: true,
  },
  {
    id: "source",
    header: "Source",
    text: ({ source, revertOf }) => (revertOf ? `${source} (undo)` : source),
    narrow: true,
  },
  { id: "org", header: "Org", text: ({ org }) => org?.name ?? "as in the file" },
  { id: "mode", header: "Mode", text: ({ mode }) => wordOf(mode), width: "6rem" },
  {
    id: "status",
    header: "Status",
    text: ({ status }) => status,
    cell: ({ status }) => <StatusBadge status={status} />,
    width: "7rem",
    narrow: true,
  },
  {
    id: "appliedAt",
    header: "Applied",
    text: ({ appliedAt }) => appliedAt ?? "",
    cell: ({ appliedAt }) => <Time at={appliedAt} />,
    width: "11rem",
  },
];

/** Plans an import from a file, and lists the earlier ones. */
export function ImportScreen() {
  const source = useMemo(
    (): ListSource<Row, SyncRunsQuery, object> => ({
      document: SyncRunsDocument,
      filter: {},
      connection: (data) => data.syncRuns,
    }),
    [],
  );
  return (
    <Screen
      title="Import"
      subtitle="A file of people is planned first. You read the plan, and then apply exactly that plan. An applied import can be undone."
    >
      <Paper withBorder p="md">
        <ImportForm />
      </Paper>
      <Stack gap="sm">
        <Title order={2} size="h4">
          Earlier imports
        </Title>
        <List name="imports" source={source} columns={COLUMNS} empty="Nothing was imported yet." />
      </Stack>
    </Screen>
  );
}
