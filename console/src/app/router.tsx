import { Anchor, Center, Stack, Text } from "@mantine/core";
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
} from "@tanstack/react-router";
import { basePath } from "../address";
import { ErrorAlert } from "../components/Feedback";
import { eventsSearch } from "../events/search";
import { orgSearch, orgsSearch } from "../orgs/search";
import { syncRunSearch } from "../sync/search";
import { tokensSearch } from "../tokens/search";
import { userSearch, usersSearch } from "../users/search";
import { Root } from "./Root";

const root = createRootRoute({ component: Root });

const getParentRoute = () => root;

const routes = [
  createRoute({
    getParentRoute,
    path: "/",
    component: lazyRouteComponent(() => import("../home/HomeScreen"), "HomeScreen"),
  }),
  createRoute({
    getParentRoute,
    path: "/users",
    validateSearch: usersSearch,
    component: lazyRouteComponent(() => import("../users/UsersScreen"), "UsersScreen"),
  }),
  createRoute({
    getParentRoute,
    path: "/users/$userId",
    validateSearch: userSearch,
    component: lazyRouteComponent(() => import("../users/UserScreen"), "UserScreen"),
  }),
  createRoute({
    getParentRoute,
    path: "/orgs",
    validateSearch: orgsSearch,
    component: lazyRouteComponent(() => import("../orgs/OrgsScreen"), "OrgsScreen"),
  }),
  createRoute({
    getParentRoute,
    path: "/orgs/$orgId",
    validateSearch: orgSearch,
    component: lazyRouteComponent(() => import("../orgs/OrgScreen"), "OrgScreen"),
  }),
  createRoute({
    getParentRoute,
    path: "/groups/$groupId",
    component: lazyRouteComponent(() => import("../groups/GroupScreen"), "GroupScreen"),
  }),
  createRoute({
    getParentRoute,
    path: "/import",
    component: lazyRouteComponent(() => import("../sync/ImportScreen"), "ImportScreen"),
  }),
  createRoute({
    getParentRoute,
    path: "/import/$runId",
    validateSearch: syncRunSearch,
    component: lazyRouteComponent(() => import("../sync/RunScreen"), "RunScreen"),
  }),
  createRoute({
    getParentRoute,
    path: "/jobs",
    component: lazyRouteComponent(() => import("../jobs/JobsScreen"), "JobsScreen"),
  }),
  createRoute({
    getParentRoute,
    path: "/jobs/$jobId",
    component: lazyRouteComponent(() => import("../jobs/JobScreen"), "JobScreen"),
  }),
  createRoute({
    getParentRoute,
    path: "/events",
    validateSearch: eventsSearch,
    component: lazyRouteComponent(() => import("../events/EventsScreen"), "EventsScreen"),
  }),
  createRoute({
    getParentRoute,
    path: "/tokens",
    validateSearch: tokensSearch,
    component: lazyRouteComponent(() => import("../tokens/TokensScreen"), "TokensScreen"),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  basepath: basePath,
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultErrorComponent: ({ error, reset }) => <ErrorAlert error={error} onRetry={reset} />,
  defaultNotFoundComponent: NotFound,
});

function NotFound() {
  return (
    <Center p="xl">
      <Stack align="center">
        <Text>There is no screen at this address.</Text>
        <Anchor component={Link} to="/">
          Home
        </Anchor>
      </Stack>
    </Center>
  );
}

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
