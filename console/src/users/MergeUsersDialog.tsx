import { Text } from "@mantine/core";
import { useState } from "react";
import { ChangeDialog } from "../change/ChangeDialog";
import { UserPicker, type PickedUser } from "../components/Picker";
import { MergeUsersDocument, type UserQuery } from "../gql/graphql";

interface Props {
  user: NonNullable<UserQuery["user"]>;
  onClose: () => void;
}

/** Merges a user whom the viewer picks into this one. */
export function MergeUsersDialog({ user, onClose }: Props) {
  const [other, setOther] = useState<PickedUser | null>(null);
  return (
    <ChangeDialog
      title={`Merge another user into ${user.name}`}
      label="Merge"
      isDestructive
      onClose={onClose}
      before={user}
      fields={["drop"]}
      isComplete={!!other}
      {...(other && { nameToType: other.name })}
      change={{
        document: MergeUsersDocument,
        variables: { keep: user.id, drop: other?.id ?? "" },
      }}
    >
      {(errors) => (
        <>
          <Text size="sm">
            The other user is deleted. {user.name} gets their memberships, groups and the tokens
            that are bound to an org; other tokens are revoked. Their id and e-mail address find{" "}
            {user.name} from then on. This cannot be undone.
          </Text>
          <UserPicker
            label="User to merge and delete"
            required
            value={other}
            onChange={setOther}
            error={errors.ofField("drop")}
          />
        </>
      )}
    </ChangeDialog>
  );
}
