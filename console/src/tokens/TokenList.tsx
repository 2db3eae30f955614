import { Button } from "@mantine/core";
import { useMemo, useState, type ReactNode } from "react";
import { useViewer } from "../api/viewer";
import type { Picked } from "../components/Picker";
import {
  TokensDocument,
  type TokenFieldsFragment,
  type TokenFilter,
  type TokensQuery,
} from "../gql/graphql";
import { List } from "../list/List";
import type { ListSource } from "../list/pages";
import { tokenColumns } from "./columns";
import { CreateTokenDialog } from "./CreateTokenDialog";
import { SecretDialog } from "./SecretDialog";
import { TokenDialogs, type TokenAction } from "./TokenDialogs";

interface Arguments {
  org?: string;
  filter?: TokenFilter;
}

interface Props {
  arguments: Arguments;
  filters?: ReactNode;
  /** The user or org of a new token. */
  user?: Picked;
  org?: Picked;
}

/** Tokens, newest first, with the dialogs that create, rotate and revoke them. */
export function TokenList({ arguments: filter, filters, user, org }: Props) {
  const viewer = useViewer();
  const [action, setAction] = useState<TokenAction | null>(null);
  const [isCreating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const source = useMemo(
    (): ListSource<TokenFieldsFragment, TokensQuery, Arguments> => ({
      document: TokensDocument,
      filter,
      connection: (data) => data.tokens,
    }),
    [filter],
  );
  const columns = useMemo(() => tokenColumns(setAction), []);
  return (
    <>
      <List
        name="tokens"
        source={source}
        columns={columns}
        empty="There are no tokens."
        filters={
          <>
            {filters}
            {viewer.may("tokens:write") && (
              <Button onClick={() => setCreating(true)}>New token</Button>
            )}
          </>
        }
      />
      {isCreating && (
        <CreateTokenDialog
          {...(user && { user })}
          {...(org && { org })}
          onClose={() => setCreating(false)}
          onSecret={setSecret}
        />
      )}
      {action && (
        <TokenDialogs action={action} onClose={() => setAction(null)} onSecret={setSecret} />
      )}
      {secret && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </>
  );
}
