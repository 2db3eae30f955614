import { useMemo, useState, type ReactNode } from "react";
import {
  EventsDocument,
  type EventFieldsFragment,
  type EventFilter,
  type EventsQuery,
} from "../gql/graphql";
import { List } from "../list/List";
import type { ListSource } from "../list/pages";
import { eventColumns } from "./columns";
import { EventDrawer } from "./EventDrawer";

interface Props {
  filter: EventFilter;
  filters?: ReactNode;
  /** The open event, if the address of the screen has it. */
  open?: { id: string | undefined; onOpen: (id: string | undefined) => void };
}

/** Events, newest first. Selecting one shows its details. */
export function EventList({ filter, filters, open }: Props) {
  const [local, setLocal] = useState<string>();
  const { id, onOpen } = open ?? { id: local, onOpen: setLocal };
  const source = useMemo(
    (): ListSource<EventFieldsFragment, EventsQuery, { filter: EventFilter }> => ({
      document: EventsDocument,
      filter: { filter },
      connection: (data) => data.events,
    }),
    [filter],
  );
  const columns = useMemo(() => eventColumns(onOpen), [onOpen]);
  return (
    <>
      <List
        name="events"
        source={source}
        columns={columns}
        filters={filters}
        empty="No event matches. Demo data has no audit events."
      />
      {id && <EventDrawer id={id} onClose={() => onOpen(undefined)} />}
    </>
  );
}
