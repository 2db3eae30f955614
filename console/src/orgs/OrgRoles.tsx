import { Button, Code, Group, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { apiQuery } from "../api/query";
import { ifChanged } from "../change/change";
import { ChangeDialog } from "../change/ChangeDialog";
import { textOf } from "../change/difference";
import { Empty, Loaded } from "../components/Feedback";
import { useFields } from "../components/useFields";
import {
  CreateRoleDocument,
  DeleteRoleDocument,
  OrgRolesDocument,
  UpdateRoleDocument,
  type RoleFieldsFragment,
} from "../gql/graphql";
import { mayInOrg } from "../memberships/subject";
import { PermissionPicker } from "../tokens/PermissionPicker";
import type { OrgDetails } from "./OrgScreen";

type Dialog = { kind: "create" } | { kind: "edit" | "delete"; role: RoleFieldsFragment };

/** The roles that an org defines for itself, with their permissions. */
export function OrgRoles({ org }: { org: OrgDetails }) {
  const query = useQuery(apiQuery(OrgRolesDocument, { org: org.id }));
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const mayWrite = org.status === "ACTIVE" && mayInOrg(org, "roles:write");
  return (
    <Stack>
      {mayWrite && (
        <Group>
          <Button onClick={() => setDialog({ kind: "create" })}>New role</Button>
        </Group>
      )}
      <Loaded query={query}>
        {({ org: read }) =>
          read?.roles.length ? (
            read.roles.map((role) => (
              <RoleCard
                key={role.id}
                role={role}
                mayWrite={mayWrite}
                onEdit={() => setDialog({ kind: "edit", role })}
                onDelete={() => setDialog({ kind: "delete", role })}
              />
            ))
          ) : (
            <Empty>This org has no roles of its own. Members are users, admins or owners.</Empty>
          )
        }
      </Loaded>
      {dialog?.kind === "create" && <CreateDialog orgId={org.id} onClose={close} />}
      {dialog?.kind === "edit" && <EditDialog role={dialog.role} onClose={close} />}
      {dialog?.kind === "delete" && <DeleteDialog role={dialog.role} onClose={close} />}
    </Stack>
  );
}

interface RoleCardProps {
  role: RoleFieldsFragment;
  mayWrite: boolean;
  onEdit: () => void;
  onDelete: () => void;
}

function RoleCard({ role, mayWrite, onEdit, onDelete }: RoleCardProps) {
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" align="flex-start">
        <Stack gap="xs">
          <Title order={2} size="h5">
            {role.name}
          </Title>
          <Group gap={6}>
            {role.permissions.map((permission) => (
              <Code key={permission}>{permission}</Code>
            ))}
            {role.permissions.length === 0 && (
              <Text size="sm" c="dimmed">
                No permissions
              </Text>
            )}
          </Group>
        </Stack>
        {mayWrite && (
          <Group gap="xs">
            <Button size="xs" variant="default" onClick={onEdit} aria-label={`Edit ${role.name}`}>
              Edit
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={onDelete}
              aria-label={`Delete ${role.name}`}
            >
              Delete
            </Button>
          </Group>
        )}
      </Group>
    </Paper>
  );
}

function CreateDialog({ orgId, onClose }: { orgId: string; onClose: () => void }) {
  const { values, bind } = useFields({ name: "" });
  const [permissions, setPermissions] = useState<string[]>([]);
  return (
    <ChangeDialog
      title="New role"
      label="Create"
      onClose={onClose}
      before={null}
      fields={["name", "permissions"]}
      isComplete={!!values.name}
      change={{
        document: CreateRoleDocument,
        variables: { org: orgId, name: values.name, permissions },
      }}
    >
      {(errors) => (
        <>
          <TextInput label="Name" required data-autofocus {...bind("name", errors)} />
          <RolePermissions
            value={permissions}
            onChange={setPermissions}
            error={errors.ofField("permissions")}
          />
        </>
      )}
    </ChangeDialog>
  );
}

interface RoleDialogProps {
  role: RoleFieldsFragment;
  onClose: () => void;
}

function EditDialog({ role, onClose }: RoleDialogProps) {
  const { values, bind } = useFields({ name: role.name });
  const [permissions, setPermissions] = useState(role.permissions);
  const isSame = textOf([...permissions].sort()) === textOf([...role.permissions].sort());
  return (
    <ChangeDialog
      title={`Edit ${role.name}`}
      label="Save"
      onClose={onClose}
      before={role}
      fields={["name", "permissions"]}
      change={{
        document: UpdateRoleDocument,
        variables: {
          roleId: role.id,
          name: ifChanged(values.name, role.name),
          permissions: isSame ? undefined : permissions,
          ifVersion: role.version,
        },
      }}
    >
      {(errors) => (
        <>
          <TextInput label="Name" required {...bind("name", errors)} />
          <RolePermissions
            value={permissions}
            onChange={setPermissions}
            error={errors.ofField("permissions")}
          />
        </>
      )}
    </ChangeDialog>
  );
}

function DeleteDialog({ role, onClose }: RoleDialogProps) {
  return (
    <ChangeDialog
      title={`Delete ${role.name}`}
      label="Delete"
      isDestructive
      nameToType={role.name}
      onClose={onClose}
      change={{ document: DeleteRoleDocument, variables: { roleId: role.id } }}
    >
      <Text size="sm">
        Members who have this role lose its {role.permissions.length} permissions. The memberships
        stay.
      </Text>
    </ChangeDialog>
  );
}

interface RolePermissionsProps {
  value: string[];
  onChange: (permissions: string[]) => void;
  error: string | undefined;
}

function RolePermissions(props: RolePermissionsProps) {
  return (
    <PermissionPicker
      label="Permissions"
      description="Select from the list, or type a name of your own application and press Enter."
      isOfOrg
      {...props}
    />
  );
}
