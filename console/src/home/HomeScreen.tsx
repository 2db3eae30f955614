import { Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { apiQuery } from "../api/query";
import { useViewer } from "../api/viewer";
import { CountCards } from "../components/CountCards";
import { Loaded } from "../components/Feedback";
import { Screen, ScreenLink } from "../components/Screen";
import { Time } from "../components/Time";
import { actionOf, actorOf, labelOfEvent } from "../events/event";
import {
  HomeDocument,
  type EventFieldsFragment,
  type HomeQuery,
  type JobFieldsFragment,
} from "../gql/graphql";
import { ChangesPlot } from "./ChangesPlot";
import { JobProgress } from "../jobs/JobProgress";
import { hasEnded, useLiveJob } from "../jobs/useJob";

/** What is going on: running jobs, the last changes, and the orgs. */
export function HomeScreen() {
  const viewer = useViewer();
  const query = useQuery(
    apiQuery(HomeDocument, {
      withEvents: viewer.may("events:read"),
      withJobs: viewer.may("jobs:write"),
    }),
  );
  const name = viewer.user?.name ?? viewer.token.org?.name;
  return (
    <Screen title={name ? `Welcome, ${name}` : "Welcome"}>
      <Loaded query={query}>
        {(data) => (
          <>
            <CountCards counts={countCards(data.counts)} />
            <Panels data={data} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}

function Panels({ data }: { data: HomeQuery }) {
  const { user } = useViewer();
  const running = data.jobs?.nodes.filter(({ status }) => !hasEnded(status)) ?? [];
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      {user && (
        <Panel
          title="You"
          link={
            <ScreenLink to="/users/$userId" params={{ userId: user.id }}>
              Your user
            </ScreenLink>
          }
        >
          <Text size="sm">
            {user.name}, {user.email}
          </Text>
        </Panel>
      )}
      {data.events && (
        <Panel title="Last changes" link={<ScreenLink to="/events">All changes</ScreenLink>}>
          {data.events.nodes.map((event) => (
            <EventLine key={event.id} event={event} />
          ))}
          {data.events.nodes.length === 0 && <Text size="sm">Nothing has changed yet.</Text>}
        </Panel>
      )}
      {data.events && (
        <Panel title="Changes a day" link={<ScreenLink to="/events">Audit log</ScreenLink>}>
          <ChangesPlot />
        </Panel>
      )}
      {data.jobs && (
        <Panel title="Running jobs" link={<ScreenLink to="/jobs">All jobs</ScreenLink>}>
          {running.map((job) => (
            <RunningJob key={job.id} job={job} />
          ))}
          {running.length === 0 && <Text size="sm">No job is running.</Text>}
        </Panel>
      )}
      <Panel title="Orgs" link={<ScreenLink to="/orgs">All orgs</ScreenLink>}>
        {data.orgs?.nodes.map(({ id, name }) => (
          <ScreenLink key={id} to="/orgs/$orgId" params={{ orgId: id }} size="sm">
            {name}
          </ScreenLink>
        ))}
        {data.orgs?.nodes.length === 0 && <Text size="sm">There is no org yet.</Text>}
      </Panel>
    </SimpleGrid>
  );
}

/** Returns the numbers that the token may read. */
function countCards(counts: HomeQuery["counts"]): [label: string, count: number][] {
  const all: [string, number | null | undefined][] = [
    ["users", counts?.users],
    ["suspended users", counts?.suspendedUsers],
    ["orgs", counts?.orgs],
    ["retired orgs", counts?.retiredOrgs],
    ["memberships", counts?.memberships],
    ["groups", counts?.groups],
    ["tokens", counts?.tokens],
    ["running jobs", counts?.runningJobs],
  ];
  return all.filter((entry): entry is [string, number] => typeof entry[1] === "number");
}

function Panel({ title, link, children }: { title: string; link: ReactNode; children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {title}
          </Title>
          {link}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}

function EventLine({ event }: { event: EventFieldsFragment }) {
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap">
      <ScreenLink to="/events" search={{ event: event.id }} size="sm" truncate>
        {actionOf(event)}: {labelOfEvent(event)}
      </ScreenLink>
      <Text size="xs" c="dimmed" style={{ flexShrink: 0 }}>
        {actorOf(event)}, <Time at={event.at} />
      </Text>
    </Group>
  );
}

function RunningJob({ job: read }: { job: JobFieldsFragment }) {
  const job = useLiveJob(read) ?? read;
  return (
    <Stack gap={4}>
      <ScreenLink to="/jobs/$jobId" params={{ jobId: job.id }} size="sm">
        {job.kind.replaceAll("_", " ")}
      </ScreenLink>
      <JobProgress job={job} />
    </Stack>
  );
}
