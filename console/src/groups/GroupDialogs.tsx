import { Text, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { clearable, ifChanged } from "../change/change";
import { ChangeDialog } from "../change/ChangeDialog";
import { UserPicker, type Picked } from "../components/Picker";
import { useFields } from "../components/useFields";
import {
  AddGroupMembershipDocument,
  CreateGroupDocument,
  DeleteGroupDocument,
  RemoveGroupMembershipDocument,
  UpdateGroupDocument,
  type GroupQuery,
} from "../gql/graphql";

/** A group as its screen reads it. */
export type GroupDetails = NonNullable<GroupQuery["group"]>;

interface Props {
  group: GroupDetails;
  onClose: () => void;
}

export function CreateGroupDialog({ orgId, onClose }: { orgId: string; onClose: () => void }) {
  const navigate = useNavigate();
  const { values, bind } = useFields({ name: "", externalId: "" });
  return (
    <ChangeDialog
      title="New group"
      label="Create"
      onClose={onClose}
      before={null}
      fields={["name", "externalId"]}
      isComplete={!!values.name}
      change={{
        document: CreateGroupDocument,
        variables: {
          org: orgId,
          name: values.name,
          externalId: values.externalId || undefined,
        },
      }}
      onDone={({ result }) =>
        result.targetId &&
        void navigate({ to: "/groups/$groupId", params: { groupId: result.targetId } })
      }
    >
      {(errors) => (
        <>
          <TextInput label="Name" required data-autofocus {...bind("name", errors)} />
          <TextInput
            label="External id"
            description="The id of the group in another system."
            {...bind("externalId", errors)}
          />
        </>
      )}
    </ChangeDialog>
  );
}

export function EditGroupDialog({ group, onClose }: Props) {
  const { values, bind } = useFields({ name: group.name, externalId: group.externalId ?? "" });
  return (
    <ChangeDialog
      title={`Edit ${group.name}`}
      label="Save"
      onClose={onClose}
      before={group}
      fields={["name", "externalId"]}
      change={{
        document: UpdateGroupDocument,
        variables: {
          groupId: group.id,
          name: ifChanged(values.name, group.name),
          externalId: clearable(values.externalId, group.externalId),
          ifVersion: group.version,
        },
      }}
    >
      {(errors) => (
        <>
          <TextInput label="Name" required {...bind("name", errors)} />
          <TextInput
            label="External id"
            description="The id of the group in another system."
            {...bind("externalId", errors)}
          />
        </>
      )}
    </ChangeDialog>
  );
}

export function DeleteGroupDialog({ group, onClose }: Props) {
  const navigate = useNavigate();
  return (
    <ChangeDialog
      title={`Delete ${group.name}`}
      label="Delete"
      isDestructive
      nameToType={group.name}
      onClose={onClose}
      change={{ document: DeleteGroupDocument, variables: { groupId: group.id } }}
      onDone={() =>
        void navigate({
          to: "/orgs/$orgId",
          params: { orgId: group.org.id },
          search: { tab: "groups" },
        })
      }
    >
      <Text size="sm">
        The group is deleted and its members leave it. Their memberships in the org stay.
      </Text>
    </ChangeDialog>
  );
}

export function AddGroupMemberDialog({ group, onClose }: Props) {
  const [user, setUser] = useState<Picked | null>(null);
  return (
    <ChangeDialog
      title={`Add a member to ${group.name}`}
      label="Add"
      onClose={onClose}
      fields={["userId"]}
      isComplete={!!user}
      change={{
        document: AddGroupMembershipDocument,
        variables: { org: group.org.id, userId: user?.id ?? "", groupId: group.id },
      }}
    >
      {(errors) => (
        <UserPicker
          label="User"
          filter={{ org: group.org.id }}
          description={`The user must be an active member of ${group.org.name}.`}
          required
          value={user}
          onChange={setUser}
          error={errors.ofField("userId")}
        />
      )}
    </ChangeDialog>
  );
}

export function RemoveGroupMemberDialog({
  group,
  user,
  onClose,
}: Props & { user: { id: string; name: string } }) {
  return (
    <ChangeDialog
      title={`Remove ${user.name} from ${group.name}`}
      label="Remove"
      isDestructive
      onClose={onClose}
      change={{
        document: RemoveGroupMembershipDocument,
        variables: { org: group.org.id, userId: user.id, groupId: group.id },
      }}
    >
      <Text size="sm">The user stays a member of {group.org.name}.</Text>
    </ChangeDialog>
  );
}
