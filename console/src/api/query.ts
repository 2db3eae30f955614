import { QueryClient, queryOptions } from "@tanstack/react-query";
import type { TypedDocumentString } from "../gql/graphql";
import { request } from "./client";
import { ConnectionError } from "./error";

/** The console's cache of replies. A successful change makes all of them stale. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (attempts, error) => error instanceof ConnectionError && attempts < 2,
    },
  },
});

/** Describes a query for `useQuery` and `fetchQuery`. */
export function apiQuery<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
) {
  return queryOptions({
    queryKey: [document.toString(), variables],
    queryFn: ({ signal }) => request(document, variables, { signal }),
  });
}
