import { Alert, Button, Group, List as Bullets, Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { apiQuery, queryClient } from "../api/query";
import { ChangeDialog } from "../change/ChangeDialog";
import { CountCards } from "../components/CountCards";
import { Facts } from "../components/Facts";
import { Empty, Loaded } from "../components/Feedback";
import { Screen, ScreenLink } from "../components/Screen";
import { StatusBadge, wordOf } from "../components/StatusBadge";
import { Time } from "../components/Time";
import {
  ApplySyncDocument,
  RevertSyncDocument,
  SyncRunDocument,
  type SyncRunQuery,
} from "../gql/graphql";
import { JobProgress } from "../jobs/JobProgress";
import { hasEnded, useLiveJob } from "../jobs/useJob";
import { presetLabel } from "./presets";
import { RunItems } from "./RunItems";

const route = getRouteApi("/import/$runId");

type Run = NonNullable<SyncRunQuery["syncRun"]>;

/** One import: its plan, the verdict of the guard, and what became of it. */
export function RunScreen() {
  const { runId } = route.useParams();
  const query = useQuery({
    ...apiQuery(SyncRunDocument, { id: runId }),
    // The job reports its progress. The run itself is read again in case that an update is lost.
    refetchInterval: ({ state }) => (isBusy(state.data?.syncRun) ? 2_000 : false),
  });
  return (
    <Loaded query={query}>
      {({ syncRun }) =>
        syncRun ? (
          <RunDetails key={syncRun.id} run={syncRun} />
        ) : (
          <Empty>There is no import with this id.</Empty>
        )
      }
    </Loaded>
  );
}

/**
 * Returns whether a job plans or applies the run. A job that waits has not changed the run yet, and
 * a job that has just ended may be read with the state of the run before it.
 */
function isBusy(run: Run | null | undefined): boolean {
  if (!run) {
    return false;
  }
  const { status, job } = run;
  const isApplied = status === "PLANNED" && job?.kind === "applySync" && job.status === "COMPLETED";
  return (
    status === "PLANNING" || status === "APPLYING" || isApplied || (!!job && !hasEnded(job.status))
  );
}

function RunDetails({ run }: { run: Run }) {
  const job = useLiveJob(run.job, () => void queryClient.invalidateQueries());
  return (
    <Screen
      title={run.revertOf ? `Undo of an import from ${run.source}` : `Import from ${run.source}`}
      above={<ScreenLink to="/import">Import</ScreenLink>}
      badge={<StatusBadge status={run.status} />}
      actions={<Actions run={run} />}
    >
      {isBusy(run) && job && (
        <Paper withBorder p="md">
          <JobProgress job={job} />
        </Paper>
      )}
      {run.error && (
        <Alert color="red" role="alert" title="The import ended early">
          {run.error}
        </Alert>
      )}
      {run.status === "APPLIED" && <AppliedAlert run={run} />}
      <CountCards counts={countCards(run)} />
      {run.status !== "PLANNING" && <Guard run={run} />}
      <Paper withBorder p="md">
        <Facts
          facts={[
            ["Mode", wordOf(run.mode)],
            ["Org", run.org?.name ?? "as in the file"],
            ["Planned", <Time key="planned" at={run.plannedAt ?? run.createdAt} />],
            ["Applied", <Time key="applied" at={run.appliedAt} />],
            ["Format", presetLabel(run.preset)],
            ["Ignored columns", run.ignoredColumns.join(", ")],
            ["Orgs that stay as they are", run.untouchedOrgs.map(({ name }) => name).join(", ")],
            [
              "Undoes",
              run.revertOf && (
                <ScreenLink
                  key="revert"
                  to="/import/$runId"
                  params={{ runId: run.revertOf.id }}
                  size="sm"
                >
                  another import
                </ScreenLink>
              ),
            ],
          ]}
        />
      </Paper>
      {run.status !== "PLANNING" && <RunItems runId={run.id} />}
    </Screen>
  );
}

const COUNTS: [name: keyof Run["counts"], label: string][] = [
  ["created", "create"],
  ["joined", "join"],
  ["updated", "update"],
  ["reactivated", "reactivate"],
  ["retired", "retire"],
  ["removed", "remove"],
  ["deleted", "delete"],
  ["held", "held"],
  ["conflicts", "conflict"],
  ["unchanged", "unchanged"],
  ["clearedFields", "cleared fields"],
  ["groupsCreated", "new groups"],
  ["groupsAdded", "added to groups"],
  ["groupsRemoved", "taken out of groups"],
];

const ALWAYS = new Set(["created", "joined", "updated", "retired", "unchanged", "conflicts"]);

/** Returns the numbers of the plan: the main ones, and the others that are not zero. */
function countCards({ counts }: Run): [label: string, count: number][] {
  return COUNTS.filter(([name]) => ALWAYS.has(name) || counts[name] > 0).map(([name, label]) => [
    label,
    counts[name],
  ]);
}

function Guard({ run: { guard } }: { run: Run }) {
  return guard.tripped ? (
    <Alert color="orange" title="The guard has tripped">
      <Text size="sm">
        The plan has {guard.removals.toLocaleString()} removals, and the limit is{" "}
        {guard.limit.toLocaleString()}. A file that is incomplete, or whose columns are shifted, has
        many removals. To apply the plan nevertheless, type the number.
      </Text>
      {guard.reasons.length > 0 && (
        <Bullets size="sm" mt="xs">
          {guard.reasons.map((reason) => (
            <Bullets.Item key={reason}>{reason}</Bullets.Item>
          ))}
        </Bullets>
      )}
    </Alert>
  ) : (
    <Alert color="teal" title="The guard lets the plan pass">
      The plan has {guard.removals.toLocaleString()} removals, and the limit is{" "}
      {guard.limit.toLocaleString()}.
    </Alert>
  );
}

function AppliedAlert({ run }: { run: Run }) {
  const { failed, partial } = run;
  return (
    <Alert color={failed || partial ? "orange" : "teal"} role="status" title="The plan was applied">
      {failed > 0 && `${failed.toLocaleString()} rows failed or were stale. `}
      {partial > 0 && `For ${partial.toLocaleString()} rows, fields of the user were left out. `}
      {!failed && !partial && "Every row was applied."}
    </Alert>
  );
}

function Actions({ run }: { run: Run }) {
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<"apply" | "revert" | null>(null);
  const close = () => setDialog(null);
  const { counts, guard } = run;
  const changes =
    counts.created +
    counts.joined +
    counts.updated +
    counts.reactivated +
    counts.retired +
    counts.removed +
    counts.deleted;
  return (
    <Group>
      {run.status === "PLANNED" && !isBusy(run) && changes > 0 && (
        <Button onClick={() => setDialog("apply")}>Apply the plan</Button>
      )}
      {run.status === "APPLIED" && !run.revertOf && (
        <Button variant="default" onClick={() => setDialog("revert")}>
          Undo
        </Button>
      )}
      {dialog === "apply" && (
        <ChangeDialog
          title="Apply the plan"
          label="Apply"
          hasPreview={false}
          isDestructive={guard.removals > 0}
          onClose={close}
          {...(guard.tripped && { nameToType: String(guard.removals) })}
          change={{
            document: ApplySyncDocument,
            variables: {
              id: run.id,
              expectRemovals: guard.tripped ? guard.removals : undefined,
            },
          }}
        >
          <Stack gap="xs">
            <Text size="sm">
              {changes.toLocaleString()} rows change. The guard counts{" "}
              {guard.removals.toLocaleString()} removals. {counts.conflicts.toLocaleString()}{" "}
              conflicts are left as they are.
            </Text>
            {!run.revertOf && <Text size="sm">An applied import can be undone.</Text>}
          </Stack>
        </ChangeDialog>
      )}
      {dialog === "revert" && (
        <ChangeDialog
          title="Undo the import"
          label="Plan the undo"
          hasPreview={false}
          onClose={close}
          change={{ document: RevertSyncDocument, variables: { id: run.id } }}
          onDone={({ result }) =>
            result.targetId &&
            void navigate({ to: "/import/$runId", params: { runId: result.targetId } })
          }
        >
          <Text size="sm">
            A plan of the inverse is made. Nothing changes until you apply it. Values that were
            changed since the import are conflicts, and stay.
          </Text>
        </ChangeDialog>
      )}
    </Group>
  );
}
