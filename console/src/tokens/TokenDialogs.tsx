import { NativeSelect, Text } from "@mantine/core";
import { ChangeDialog } from "../change/ChangeDialog";
import { Time } from "../components/Time";
import { useFields } from "../components/useFields";
import { RevokeTokenDocument, RotateTokenDocument, type TokenFieldsFragment } from "../gql/graphql";

export interface TokenAction {
  kind: "rotate" | "revoke";
  token: TokenFieldsFragment;
}

interface Props {
  action: TokenAction;
  onClose: () => void;
  onSecret: (secret: string) => void;
}

export function TokenDialogs({ action: { kind, token }, onClose, onSecret }: Props) {
  return kind === "rotate" ? (
    <RotateDialog token={token} onClose={onClose} onSecret={onSecret} />
  ) : (
    <RevokeDialog token={token} onClose={onClose} />
  );
}

function RotateDialog({ token, onClose, onSecret }: Omit<Props, "action"> & TokenProps) {
  const { values, bind } = useFields({ overlapSeconds: "0" });
  return (
    <ChangeDialog
      title={`Rotate ${token.name}`}
      label="Rotate"
      onClose={onClose}
      fields={["overlapSeconds"]}
      change={{
        document: RotateTokenDocument,
        variables: { tokenId: token.id, overlapSeconds: Number(values.overlapSeconds) },
      }}
      onDone={({ result: { secret } }) => secret && onSecret(secret)}
    >
      {(errors) => (
        <>
          <Text size="sm">
            A new token with the same rights is created, and its secret is shown once.
          </Text>
          <NativeSelect
            label="The old token works for"
            data={[
              { value: "0", label: "No longer" },
              { value: "3600", label: "One hour" },
              { value: "86400", label: "One day" },
              { value: "604800", label: "One week" },
            ]}
            {...bind("overlapSeconds", errors)}
          />
        </>
      )}
    </ChangeDialog>
  );
}

interface TokenProps {
  token: TokenFieldsFragment;
}

function RevokeDialog({ token, onClose }: TokenProps & { onClose: () => void }) {
  return (
    <ChangeDialog
      title={`Revoke ${token.name}`}
      label="Revoke"
      isDestructive
      nameToType={token.name}
      onClose={onClose}
      change={{ document: RevokeTokenDocument, variables: { tokenId: token.id } }}
    >
      <Text size="sm">
        Programs that use this token are refused from now on. A revoked token cannot come back. Last
        use: <Time at={token.lastUsedAt} />.
      </Text>
    </ChangeDialog>
  );
}
