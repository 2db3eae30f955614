import { useMemo } from "react";
import { ScreenLink, Screen } from "../components/Screen";
import { StatusBadge } from "../components/StatusBadge";
import { Time } from "../components/Time";
import { JobsDocument, type JobFieldsFragment, type JobsQuery } from "../gql/graphql";
import type { Column } from "../list/column";
import { List } from "../list/List";
import type { ListSource } from "../list/pages";
import { useLiveJob } from "./useJob";

const COLUMNS: Column<JobFieldsFragment>[] = [
  {
    id: "kind",
    header: "Kind",
    text: ({ kind }) => kind,
    cell: ({ id, kind }) => (
      <ScreenLink to="/jobs/$jobId" params={{ jobId: id }} size="sm">
        {kind.replaceAll("_", " ")}
      </ScreenLink>
    ),
    narrow: true,
  },
  {
    id: "status",
    header: "Status",
    text: ({ status }) => status,
    cell: (job) => <LiveStatus job={job} />,
    width: "8rem",
    narrow: true,
  },
  {
    id: "progress",
    header: "Rows",
    text: rowsOf,
    cell: (job) => <LiveRows job={job} />,
    narrow: true,
  },
  { id: "failed", header: "Failed", text: ({ failed }) => String(failed), width: "5rem" },
  {
    id: "createdAt",
    header: "Created",
    text: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <Time at={createdAt} />,
    width: "11rem",
  },
  {
    id: "finishedAt",
    header: "Ended",
    text: ({ finishedAt }) => finishedAt ?? "",
    cell: ({ finishedAt }) => <Time at={finishedAt} />,
    width: "11rem",
  },
];

/** The jobs that the token may see, newest first. Running jobs are shown live. */
export function JobsScreen() {
  const source = useMemo(
    (): ListSource<JobFieldsFragment, JobsQuery, object> => ({
      document: JobsDocument,
      filter: {},
      connection: (data) => data.jobs,
    }),
    [],
  );
  return (
    <Screen title="Jobs" subtitle="Jobs change many rows in the background.">
      <List name="jobs" source={source} columns={COLUMNS} empty="No job has run yet." />
    </Screen>
  );
}

interface CellProps {
  job: JobFieldsFragment;
}

function LiveStatus({ job }: CellProps) {
  return <StatusBadge status={useLiveJob(job)?.status ?? job.status} />;
}

function LiveRows({ job }: CellProps) {
  return rowsOf(useLiveJob(job) ?? job);
}

function rowsOf({ progress, total }: JobFieldsFragment): string {
  const all = typeof total === "number" ? ` of ${total.toLocaleString()}` : "";
  return progress.toLocaleString() + all;
}
