import { Drawer, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { apiQuery } from "../api/query";
import { differences } from "../change/difference";
import { DifferenceTable } from "../change/DifferenceTable";
import { Facts } from "../components/Facts";
import { Empty, Loaded } from "../components/Feedback";
import { ScreenLink } from "../components/Screen";
import { Time } from "../components/Time";
import { useReturnFocus } from "../components/useReturnFocus";
import { EventDocument, type EventFieldsFragment } from "../gql/graphql";
import { actionOf, actorOf, asObject } from "./event";

/** The details of an event: who, whom, when, and the fields before and after. */
export function EventDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  useReturnFocus();
  const query = useQuery(apiQuery(EventDocument, { id }));
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title="Event"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Loaded query={query}>
        {({ event }) =>
          event ? <Details event={event} /> : <Empty>There is no event with this id.</Empty>
        }
      </Loaded>
    </Drawer>
  );
}

function Details({ event }: { event: EventFieldsFragment }) {
  const { actor, user, org, syncRun } = event;
  return (
    <Stack>
      <Facts
        facts={[
          ["What", actionOf(event)],
          [
            "Who",
            actor ? (
              <ScreenLink key="actor" to="/users/$userId" params={{ userId: actor.id }} size="sm">
                {actorOf(event)}
              </ScreenLink>
            ) : (
              actorOf(event)
            ),
          ],
          ["When", <Time key="at" at={event.at} />],
          [
            "User",
            user && (
              <ScreenLink key="user" to="/users/$userId" params={{ userId: user.id }} size="sm">
                {user.name}
              </ScreenLink>
            ),
          ],
          [
            "Org",
            org && (
              <ScreenLink key="org" to="/orgs/$orgId" params={{ orgId: org.id }} size="sm">
                {org.name}
              </ScreenLink>
            ),
          ],
          [
            "Import",
            syncRun && (
              <ScreenLink key="run" to="/import/$runId" params={{ runId: syncRun }} size="sm">
                {syncRun}
              </ScreenLink>
            ),
          ],
          ["Token", event.tokenId],
          ["Request", event.requestId],
        ]}
      />
      <DifferenceTable differences={differences(asObject(event.before), asObject(event.after))} />
    </Stack>
  );
}
