import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { ChangeDialog } from "../change/ChangeDialog";
import { OrgPicker, UserPicker, type Picked } from "../components/Picker";
import { useFields } from "../components/useFields";
import { AddOrgMemberDocument } from "../gql/graphql";

interface AddToOrgProps {
  user: Picked;
  onClose: () => void;
}

/** Adds a user to an org that the viewer picks. */
export function AddToOrgDialog({ user, onClose }: AddToOrgProps) {
  const [org, setOrg] = useState<Picked | null>(null);
  return <AddDialog title={`Add ${user.label} to an org`} {...{ user, org, setOrg, onClose }} />;
}

interface AddMemberProps {
  org: Picked;
  onClose: () => void;
}

/** Adds a user whom the viewer picks to an org. */
export function AddMemberDialog({ org, onClose }: AddMemberProps) {
  const [user, setUser] = useState<Picked | null>(null);
  return <AddDialog title={`Add a member to ${org.label}`} {...{ user, org, setUser, onClose }} />;
}

interface AddDialogProps {
  title: string;
  user: Picked | null;
  org: Picked | null;
  setUser?: (user: Picked | null) => void;
  setOrg?: (org: Picked | null) => void;
  onClose: () => void;
}

function AddDialog({ title, user, org, setUser, setOrg, onClose }: AddDialogProps) {
  const { values, bind } = useFields({ role: "", externalId: "" });
  return (
    <ChangeDialog
      title={title}
      label="Add"
      onClose={onClose}
      before={null}
      fields={["org", "userId", "role", "externalId"]}
      isComplete={!!user && !!org}
      change={{
        document: AddOrgMemberDocument,
        variables: {
          org: org?.id ?? "",
          userId: user?.id ?? "",
          role: values.role || undefined,
          externalId: values.externalId || undefined,
        },
      }}
    >
      {(errors) => (
        <>
          {setUser && (
            <UserPicker
              label="User"
              {...(org && { filter: { notInOrg: org.id } })}
              required
              value={user}
              onChange={setUser}
              error={errors.ofField("userId")}
            />
          )}
          {setOrg && (
            <OrgPicker
              label="Org"
              required
              value={org}
              onChange={setOrg}
              error={errors.ofField("org")}
            />
          )}
          <NativeSelect
            label="Role"
            data={[
              { value: "", label: "User, or the previous role" },
              { value: "user", label: "User" },
              { value: "admin", label: "Admin" },
            ]}
            {...bind("role", errors)}
          />
          <TextInput
            label="External id"
            description="The id of the membership in another system."
            {...bind("externalId", errors)}
          />
        </>
      )}
    </ChangeDialog>
  );
}
