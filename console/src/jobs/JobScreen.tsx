import { Alert, Button, Paper, Stack, Switch, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { apiQuery, queryClient } from "../api/query";
import { ChangeDialog } from "../change/ChangeDialog";
import { Facts } from "../components/Facts";
import { Empty, Loaded } from "../components/Feedback";
import { Screen, ScreenLink } from "../components/Screen";
import { StatusBadge, wordOf } from "../components/StatusBadge";
import { Time } from "../components/Time";
import {
  CancelJobDocument,
  JobDocument,
  JobResultsDocument,
  RetryFailedDocument,
  type JobFieldsFragment,
  type JobResultsQuery,
} from "../gql/graphql";
import type { Column } from "../list/column";
import { List } from "../list/List";
import type { ListSource } from "../list/pages";
import { JobProgress } from "./JobProgress";
import { hasEnded, useLiveJob } from "./useJob";

const route = getRouteApi("/jobs/$jobId");

/** One job: its progress, live, and the results of its rows. */
export function JobScreen() {
  const { jobId } = route.useParams();
  const query = useQuery(apiQuery(JobDocument, { id: jobId }));
  return (
    <Loaded query={query}>
      {({ job }) => (job ? <JobDetails job={job} /> : <Empty>There is no job with this id.</Empty>)}
    </Loaded>
  );
}

function JobDetails({ job: read }: { job: JobFieldsFragment }) {
  const job = useLiveJob(read, () => void queryClient.invalidateQueries()) ?? read;
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<"cancel" | "retry" | null>(null);
  const close = () => setDialog(null);
  return (
    <Screen
      title={`Job ${job.kind.replaceAll("_", " ")}`}
      above={<ScreenLink to="/jobs">Jobs</ScreenLink>}
      badge={<StatusBadge status={job.status} />}
      actions={
        hasEnded(job.status) ? (
          job.failed > 0 && (
            <Button onClick={() => setDialog("retry")}>Retry the failed rows</Button>
          )
        ) : (
          <Button variant="default" onClick={() => setDialog("cancel")}>
            Cancel the job
          </Button>
        )
      }
    >
      <Paper withBorder p="md">
        <Stack>
          <JobProgress job={job} />
          {job.message && <Alert color="orange">{job.message}</Alert>}
          <Facts
            facts={[
              ["Created", <Time key="created" at={job.createdAt} />],
              ["Started", <Time key="started" at={job.startedAt} />],
              ["Ended", <Time key="ended" at={job.finishedAt} />],
              ["Dry run", job.dryRun ? "yes" : "no"],
              ["Id", job.id],
            ]}
          />
        </Stack>
      </Paper>
      <Results jobId={job.id} />
      {dialog === "cancel" && (
        <ChangeDialog
          title="Cancel the job"
          label="Cancel the job"
          isDestructive
          onClose={close}
          change={{ document: CancelJobDocument, variables: { jobId: job.id } }}
        >
          <Text size="sm">
            No further rows run. The changes of the {job.progress.toLocaleString()} finished rows
            stay.
          </Text>
        </ChangeDialog>
      )}
      {dialog === "retry" && (
        <ChangeDialog
          title="Retry the failed rows"
          label="Retry"
          onClose={close}
          change={{ document: RetryFailedDocument, variables: { jobId: job.id } }}
          onDone={({ result }) =>
            result.targetId &&
            void navigate({ to: "/jobs/$jobId", params: { jobId: result.targetId } })
          }
        >
          <Text size="sm">A new job runs the {job.failed.toLocaleString()} failed rows again.</Text>
        </ChangeDialog>
      )}
    </Screen>
  );
}

type Result = NonNullable<JobResultsQuery["job"]>["results"]["nodes"][number] & { id: string };

const RESULT_COLUMNS: Column<Result>[] = [
  { id: "index", header: "Row", text: ({ index }) => String(index), width: "5rem", narrow: true },
  { id: "ref", header: "Reference", text: ({ ref }) => ref ?? "", width: "8rem" },
  {
    id: "outcome",
    header: "Result",
    text: ({ outcome }) => wordOf(outcome),
    width: "7rem",
    narrow: true,
  },
  {
    id: "error",
    header: "Error",
    text: ({ error }) => error ?? "",
    width: "minmax(0, 3fr)",
    narrow: true,
  },
  { id: "target", header: "Id", text: ({ targetId }) => targetId ?? "", optional: true },
];

function Results({ jobId }: { jobId: string }) {
  const [onlyFailed, setOnlyFailed] = useState(false);
  const source = useMemo(
    (): ListSource<Result, JobResultsQuery, { id: string; onlyFailed: boolean }> => ({
      document: JobResultsDocument,
      filter: { id: jobId, onlyFailed },
      connection: ({ job }) =>
        job && {
          ...job.results,
          nodes: job.results.nodes.map((row) => ({ ...row, id: String(row.index) })),
        },
    }),
    [jobId, onlyFailed],
  );
  return (
    <List
      name="results"
      source={source}
      columns={RESULT_COLUMNS}
      empty="There are no results of rows."
      filters={
        <Switch
          label="Only failed rows"
          checked={onlyFailed}
          onChange={(event) => setOnlyFailed(event.currentTarget.checked)}
        />
      }
    />
  );
}
