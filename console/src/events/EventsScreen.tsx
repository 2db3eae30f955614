import { Switch, TextInput } from "@mantine/core";
import type { Query } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo } from "react";
import { queryClient } from "../api/query";
import { EnumFilter } from "../components/EnumFilter";
import { OrgPicker, UserPicker } from "../components/Picker";
import { Screen } from "../components/Screen";
import { EventStreamDocument, type EventFilter } from "../gql/graphql";
import { EventList } from "./EventList";
import { ENTITIES, VERBS, type EventsSearch } from "./search";

const route = getRouteApi("/events");
const READ_MILLISECONDS = 500;

/** The audit log: who did what to whom, and when. */
export function EventsScreen() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const set = useCallback(
    (change: Partial<EventsSearch>) =>
      void navigate({ search: (old) => ({ ...old, ...change }), replace: true }),
    [navigate],
  );
  const onOpen = useCallback(
    (event: string | undefined) => void navigate({ search: (old) => ({ ...old, event }) }),
    [navigate],
  );
  const { verb, entity, user, org, since, until } = search;
  const filter = useMemo(
    (): EventFilter => ({
      verb,
      entity,
      user,
      org,
      since: since && startOfDay(since),
      until: until && startOfDay(until, 1),
    }),
    [verb, entity, user, org, since, until],
  );

  useLive(search.live ?? false, filter);

  return (
    <Screen title="Audit log">
      <EventList
        filter={filter}
        open={{ id: search.event, onOpen }}
        filters={
          <>
            <UserPicker
              label="User"
              value={user ? { id: user, label: search.userName ?? user } : null}
              onChange={(picked) => set({ user: picked?.id, userName: picked?.label })}
            />
            <OrgPicker
              label="Org"
              value={org ? { id: org, label: search.orgName ?? org } : null}
              onChange={(picked) => set({ org: picked?.id, orgName: picked?.label })}
            />
            <EnumFilter
              label="Kind of row"
              values={ENTITIES}
              value={entity}
              onChange={(value) => set({ entity: value })}
            />
            <EnumFilter
              label="Change"
              values={VERBS}
              value={verb}
              onChange={(value) => set({ verb: value })}
            />
            <TextInput
              label="From"
              type="date"
              value={since ?? ""}
              onChange={({ currentTarget: { value } }) => set({ since: value || undefined })}
            />
            <TextInput
              label="To"
              type="date"
              value={until ?? ""}
              onChange={({ currentTarget: { value } }) => set({ until: value || undefined })}
            />
            <Switch
              label="Follow live"
              checked={search.live ?? false}
              onChange={({ currentTarget: { checked } }) => set({ live: checked || undefined })}
              mb={8}
            />
          </>
        }
      />
    </Screen>
  );
}

/** Reads the newest events again when a change was made. */
function useLive(isLive: boolean, filter: EventFilter) {
  useEffect(() => {
    if (!isLive) {
      return;
    }
    let stop = () => {};
    let isStopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    void import("../api/live").then(({ subscribe }) => {
      if (!isStopped) {
        stop = subscribe(EventStreamDocument, { filter }, () => {
          // An import makes many changes at once. They are read together.
          timer ??= setTimeout(() => {
            timer = undefined;
            void queryClient.invalidateQueries({ queryKey: ["pages"], predicate: hasFewPages });
          }, READ_MILLISECONDS);
        });
      }
    });
    return () => {
      isStopped = true;
      clearTimeout(timer);
      stop();
    };
  }, [isLive, filter]);
}

/** Whether the list is near its start. Someone who reads old events does not wait for new ones. */
function hasFewPages({ state }: Query): boolean {
  const data = state.data as { pages?: unknown[] } | undefined;
  return (data?.pages?.length ?? 0) <= 2;
}

/** Returns the beginning of a day in the viewer's time zone, as UTC. */
function startOfDay(day: string, daysLater = 0): string | undefined {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + daysLater);
  return Number.isNaN(date.valueOf()) ? undefined : date.toISOString();
}
