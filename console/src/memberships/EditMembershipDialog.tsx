import { Checkbox, MultiSelect, NativeSelect, TagsInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { apiQuery } from "../api/query";
import { clearable } from "../change/change";
import { ChangeDialog } from "../change/ChangeDialog";
import { textOf } from "../change/difference";
import { useFields } from "../components/useFields";
import { OrgRolesDocument, UpsertMembershipDocument, type MemberRole } from "../gql/graphql";
import { mayInOrg, type MembershipSubject } from "./subject";

interface Props {
  subject: MembershipSubject;
  onClose: () => void;
}

/** Changes the fields of a membership: role, owner, external id, roles, addresses. */
export function EditMembershipDialog({ subject, onClose }: Props) {
  const { membership, org, user } = subject;
  const { values, bind } = useFields({
    role: membership.role as string,
    externalId: membership.externalId ?? "",
  });
  const [isOwner, setOwner] = useState(membership.isOwner);
  const [roleIds, setRoleIds] = useState(membership.roles.map(({ id }) => id));
  const [permissions, setPermissions] = useState(membership.permissions);
  const [addresses, setAddresses] = useState(membership.allowedIps ?? []);
  const roles = useQuery(apiQuery(OrgRolesDocument, { org: org.id })).data?.org?.roles ?? [];

  return (
    <ChangeDialog
      title={`${user.name} in ${org.name}`}
      label="Save"
      onClose={onClose}
      before={membership}
      fields={["role", "externalId", "isOwner", "roleIds", "permissions", "allowedIps"]}
      change={{
        document: UpsertMembershipDocument,
        variables: {
          org: org.id,
          userId: user.id,
          ifVersion: membership.version,
          input: {
            role: values.role === membership.role ? undefined : (values.role as MemberRole),
            externalId: clearable(values.externalId, membership.externalId),
            isOwner: isOwner === membership.isOwner ? undefined : isOwner,
            roleIds: ifListChanged(
              roleIds,
              membership.roles.map(({ id }) => id),
            ),
            permissions: ifListChanged(permissions, membership.permissions),
            allowedIps:
              textOf(addresses) === textOf(membership.allowedIps)
                ? undefined
                : addresses.length
                  ? addresses
                  : null,
          },
        },
      }}
    >
      {(errors) => (
        <>
          <NativeSelect
            label="Role"
            data={[
              { value: "USER", label: "User" },
              { value: "ADMIN", label: "Admin" },
            ]}
            {...bind("role", errors)}
          />
          {mayInOrg(org, "owners:write") && (
            <Checkbox
              label="Owner of the org"
              checked={isOwner}
              onChange={(event) => setOwner(event.currentTarget.checked)}
              error={errors.ofField("isOwner")}
            />
          )}
          <TextInput
            label="External id"
            description="The id of the membership in another system."
            {...bind("externalId", errors)}
          />
          {roles.length > 0 && (
            <MultiSelect
              label="Roles of the org"
              data={roles.map(({ id, name }) => ({ value: id, label: name }))}
              value={roleIds}
              onChange={setRoleIds}
              error={errors.ofField("roleIds")}
              searchable
            />
          )}
          <TagsInput
            label="Permissions"
            description="Given to this member, besides those of the roles. Press Enter after each."
            value={permissions}
            onChange={setPermissions}
            error={errors.ofField("permissions")}
          />
          <TagsInput
            label="Allowed addresses"
            description="Addresses and networks like 203.0.113.0/24. If empty, there is no limit."
            value={addresses}
            onChange={setAddresses}
            error={errors.ofField("allowedIps")}
          />
        </>
      )}
    </ChangeDialog>
  );
}

function ifListChanged(now: string[], stored: string[]): string[] | undefined {
  return [...now].sort().join("\n") === [...stored].sort().join("\n") ? undefined : now;
}
