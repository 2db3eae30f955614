import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { EnumFilter } from "../components/EnumFilter";
import { Screen } from "../components/Screen";
import { STATUSES } from "./search";
import { TokenList } from "./TokenList";

const route = getRouteApi("/tokens");

/** All tokens that the token of this tab may administer. */
export function TokensScreen() {
  const { status } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = useMemo(() => ({ filter: { status } }), [status]);
  return (
    <Screen title="Tokens">
      <TokenList
        arguments={filter}
        filters={
          <EnumFilter
            label="Status"
            values={STATUSES}
            value={status}
            onChange={(value) => void navigate({ search: { status: value }, replace: true })}
          />
        }
      />
    </Screen>
  );
}
