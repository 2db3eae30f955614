import { Text, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { clearable, ifChanged } from "../change/change";
import { ChangeDialog } from "../change/ChangeDialog";
import { UserPicker, type Picked } from "../components/Picker";
import { useFields } from "../components/useFields";
import {
  CreateOrgDocument,
  RestoreOrgDocument,
  RetireOrgDocument,
  UpdateOrgDocument,
  type OrgFieldsFragment,
} from "../gql/graphql";

interface Props {
  org: OrgFieldsFragment;
  onClose: () => void;
}

/** Creates an org, with an owner if the viewer picks one. */
export function CreateOrgDialog({ onClose }: Pick<Props, "onClose">) {
  const navigate = useNavigate();
  const { values, bind } = useFields({ name: "", externalId: "" });
  const [owner, setOwner] = useState<Picked | null>(null);
  return (
    <ChangeDialog
      title="New org"
      label="Create"
      onClose={onClose}
      before={null}
      fields={["name", "externalId", "owner"]}
      isComplete={!!values.name}
      change={{
        document: CreateOrgDocument,
        variables: {
          name: values.name,
          externalId: values.externalId || undefined,
          owner: owner?.id,
        },
      }}
      onDone={({ result }) =>
        result.targetId && void navigate({ to: "/orgs/$orgId", params: { orgId: result.targetId } })
      }
    >
      {(errors) => (
        <>
          <TextInput label="Name" required data-autofocus {...bind("name", errors)} />
          <TextInput
            label="External id"
            description="The id of the org in another system."
            {...bind("externalId", errors)}
          />
          <UserPicker
            label="Owner"
            description="Without an owner, only platform tokens administer the org."
            value={owner}
            onChange={setOwner}
            error={errors.ofField("owner")}
          />
        </>
      )}
    </ChangeDialog>
  );
}

/** Changes the name and the external id of an org. */
export function EditOrgDialog({ org, onClose }: Props) {
  const { values, bind } = useFields({ name: org.name, externalId: org.externalId ?? "" });
  return (
    <ChangeDialog
      title={`Edit ${org.name}`}
      label="Save"
      onClose={onClose}
      before={org}
      fields={["name", "externalId"]}
      change={{
        document: UpdateOrgDocument,
        variables: {
          org: org.id,
          name: ifChanged(values.name, org.name),
          externalId: clearable(values.externalId, org.externalId),
          ifVersion: org.version,
        },
      }}
    >
      {(errors) => (
        <>
          <TextInput label="Name" required {...bind("name", errors)} />
          <TextInput
            label="External id"
            description="The id of the org in another system."
            {...bind("externalId", errors)}
          />
        </>
      )}
    </ChangeDialog>
  );
}

/** Retires an org. */
export function RetireOrgDialog({ org, onClose }: Props) {
  return (
    <ChangeDialog
      title={`Retire ${org.name}`}
      label="Retire"
      isDestructive
      nameToType={org.name}
      onClose={onClose}
      change={{ document: RetireOrgDocument, variables: { org: org.id } }}
    >
      <Text size="sm">
        The members lose their access to this org, and those who have it as their default get
        another one. The name becomes free. Memberships, groups and roles stay, and the org can be
        restored.
      </Text>
    </ChangeDialog>
  );
}

/** Brings a retired org back, under another name if its own is taken. */
export function RestoreOrgDialog({ org, onClose }: Props) {
  const { values, bind } = useFields({ name: org.name });
  return (
    <ChangeDialog
      title={`Restore ${org.name}`}
      label="Restore"
      onClose={onClose}
      before={org}
      fields={["name"]}
      change={{
        document: RestoreOrgDocument,
        variables: { org: org.id, name: ifChanged(values.name, org.name) },
      }}
    >
      {(errors) => (
        <TextInput
          label="Name"
          description="Another org may have the old name by now."
          required
          {...bind("name", errors)}
        />
      )}
    </ChangeDialog>
  );
}
