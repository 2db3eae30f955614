import { NativeSelect } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { oneOf } from "../app/search";
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
          <NativeSelect
            label="Status"
            value={status ?? ""}
            onChange={({ currentTarget: { value } }) =>
              void navigate({ search: { status: oneOf(STATUSES, value) }, replace: true })
            }
            data={[
              { value: "", label: "All" },
              { value: "ACTIVE", label: "Active" },
              { value: "EXPIRED", label: "Expired" },
              { value: "REVOKED", label: "Revoked" },
            ]}
          />
        }
      />
    </Screen>
  );
}
