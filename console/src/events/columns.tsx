import { UnstyledButton } from "@mantine/core";
import { differences } from "../change/difference";
import { labelOf } from "../change/difference";
import { ScreenLink } from "../components/Screen";
import { Time } from "../components/Time";
import type { EventFieldsFragment } from "../gql/graphql";
import type { Column } from "../list/column";
import { actionOf, actorOf, labelOfEvent } from "./event";
import classes from "./events.module.css";

/** The columns of the audit log. `onOpen` shows the details of an event. */
export function eventColumns(onOpen: (id: string) => void): Column<EventFieldsFragment>[] {
  return [
    {
      id: "at",
      header: "Time",
      text: ({ at }) => at,
      cell: ({ at }) => <Time at={at} />,
      width: "11rem",
      narrow: false,
    },
    { id: "actor", header: "Who", text: actorOf, width: "minmax(6rem, 2fr)", narrow: true },
    {
      id: "action",
      header: "What",
      text: actionOf,
      cell: (event) => (
        <UnstyledButton className={classes.open} onClick={() => onOpen(event.id)}>
          {actionOf(event)}
        </UnstyledButton>
      ),
      width: "minmax(9rem, 2fr)",
      narrow: true,
    },
    {
      id: "label",
      header: "Whom",
      text: labelOfEvent,
      cell: (event) =>
        event.user ? (
          <ScreenLink to="/users/$userId" params={{ userId: event.user.id }} size="sm">
            {labelOfEvent(event)}
          </ScreenLink>
        ) : (
          labelOfEvent(event)
        ),
      width: "minmax(6rem, 2fr)",
      narrow: true,
    },
    {
      id: "org",
      header: "Org",
      text: ({ org }) => org?.name ?? "",
      cell: ({ org }) =>
        org && (
          <ScreenLink to="/orgs/$orgId" params={{ orgId: org.id }} size="sm">
            {org.name}
          </ScreenLink>
        ),
      width: "minmax(0, 2fr)",
    },
    { id: "changes", header: "Changes", text: summaryOf, width: "minmax(0, 3fr)" },
    { id: "request", header: "Request", text: ({ requestId }) => requestId ?? "", optional: true },
  ];
}

/** Returns the changed fields in one line. */
function summaryOf({ before, after }: EventFieldsFragment): string {
  return differences(asRow(before), asRow(after))
    .map((change) =>
      before ? `${labelOf(change.name)}: ${change.before} → ${change.after}` : change.after,
    )
    .join("; ");
}

function asRow(value: unknown): object | null {
  return value as object | null;
}
