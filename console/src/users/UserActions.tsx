import { Button, Menu, Text } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "@tanstack/react-router";
import { useViewer } from "../api/viewer";
import { ChangeDialog } from "../change/ChangeDialog";
import { DeleteUserDocument, UpdateUserDocument, type UserQuery } from "../gql/graphql";
import { AddToOrgDialog } from "../memberships/AddMemberDialog";
import { EditUserDialog } from "./EditUserDialog";
import { MergeUsersDialog } from "./MergeUsersDialog";

type User = NonNullable<UserQuery["user"]>;
type Dialog = "edit" | "add" | "status" | "merge" | "delete";

/** The changes of a user that the token may make. */
export function UserActions({ user }: { user: User }) {
  const viewer = useViewer();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const isSuspended = user.status === "SUSPENDED";
  const mayStatus = viewer.may("users:status");
  const mayDelete = viewer.may("users:delete");

  return (
    <>
      {mayEdit(user, viewer) && <Button onClick={() => setDialog("edit")}>Edit</Button>}
      {viewer.may("members:grant") && (
        <Button variant="default" onClick={() => setDialog("add")}>
          Add to org
        </Button>
      )}
      {(mayStatus || mayDelete) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default">More</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {mayStatus && (
              <Menu.Item onClick={() => setDialog("status")}>
                {isSuspended ? "End the suspension" : "Suspend"}
              </Menu.Item>
            )}
            {mayDelete && (
              <Menu.Item color="red" onClick={() => setDialog("merge")}>
                Merge
              </Menu.Item>
            )}
            {mayDelete && (
              <Menu.Item color="red" onClick={() => setDialog("delete")}>
                Delete
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {dialog === "edit" && <EditUserDialog user={user} onClose={close} />}
      {dialog === "add" && (
        <AddToOrgDialog user={{ id: user.id, label: user.name }} onClose={close} />
      )}
      {dialog === "status" && <StatusDialog user={user} onClose={close} />}
      {dialog === "merge" && <MergeUsersDialog user={user} onClose={close} />}
      {dialog === "delete" && <DeleteDialog user={user} onClose={close} />}
    </>
  );
}

/**
 * Returns whether the token may change the user's own fields, as far as it can see the user's orgs.
 * The server decides.
 */
function mayEdit(user: User, viewer: ReturnType<typeof useViewer>): boolean {
  const isOneself = viewer.user?.id === user.id && !viewer.token.org;
  const orgs = user.memberships.nodes.map(({ org }) => org);
  return (
    viewer.isPlatform ||
    isOneself ||
    (orgs.length > 0 &&
      orgs.every(({ viewerPermissions }) => viewerPermissions.includes("members:write")))
  );
}

interface DialogProps {
  user: User;
  onClose: () => void;
}

function StatusDialog({ user, onClose }: DialogProps) {
  const isSuspended = user.status === "SUSPENDED";
  const orgs = user.memberships.nodes.filter(({ status }) => status === "ACTIVE").length;
  return (
    <ChangeDialog
      title={isSuspended ? `End the suspension of ${user.name}` : `Suspend ${user.name}`}
      label={isSuspended ? "End the suspension" : "Suspend"}
      isDestructive={!isSuspended}
      onClose={onClose}
      before={user}
      {...(!isSuspended && { nameToType: user.name })}
      change={{
        document: UpdateUserDocument,
        variables: {
          userId: user.id,
          status: isSuspended ? "ACTIVE" : "SUSPENDED",
          ifVersion: user.version,
        },
      }}
    >
      <Text size="sm">
        {isSuspended
          ? `The user gets back their rights in ${countOf(orgs, "org")}.`
          : `The user loses their rights in ${countOf(orgs, "org")} until the suspension ends. Memberships, groups and tokens stay.`}
      </Text>
    </ChangeDialog>
  );
}

function DeleteDialog({ user, onClose }: DialogProps) {
  const navigate = useNavigate();
  return (
    <ChangeDialog
      title={`Delete ${user.name}`}
      label="Delete"
      isDestructive
      nameToType={user.name}
      onClose={onClose}
      change={{ document: DeleteUserDocument, variables: { userId: user.id } }}
      onDone={() => void navigate({ to: "/users" })}
    >
      <Text size="sm">
        The user, {countOf(user.memberships.nodes.length, "membership")}, and their groups and
        tokens are deleted. This cannot be undone. The audit log keeps what was. To end the access
        and keep everything else, suspend the user.
      </Text>
    </ChangeDialog>
  );
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
