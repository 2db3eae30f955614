import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { apiQuery, queryClient } from "../api/query";
import { useToken } from "../api/session";
import { ViewerContext, viewerOf } from "../api/viewer";
import { Loaded } from "../components/Feedback";
import { ViewerDocument } from "../gql/graphql";
import { Shell } from "./Shell";
import { SignIn } from "./SignIn";

/** Asks for a token, or shows the console with the rights of the token. */
export function Root() {
  const token = useToken();
  useEffect(() => {
    if (!token) {
      queryClient.clear();
    }
  }, [token]);
  return token ? <SignedIn /> : <SignIn />;
}

function SignedIn() {
  const query = useQuery({ ...apiQuery(ViewerDocument, {}), staleTime: 60_000 });
  return (
    <Loaded query={query}>
      {(data) => (
        <ViewerContext value={viewerOf(data)}>
          <Shell />
        </ViewerContext>
      )}
    </Loaded>
  );
}
