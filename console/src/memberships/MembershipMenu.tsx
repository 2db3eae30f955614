import { ActionIcon, Menu, Text } from "@mantine/core";
import { useState } from "react";
import { useViewer } from "../api/viewer";
import { ChangeDialog } from "../change/ChangeDialog";
import {
  MakeDefaultDocument,
  RemoveOrgMemberDocument,
  UpsertMembershipDocument,
  type MemberStatus,
} from "../gql/graphql";
import { HoldDialog, ReleaseDialog } from "./HoldDialogs";
import { EditMembershipDialog } from "./EditMembershipDialog";
import { mayInOrg, type MembershipSubject } from "./subject";

type Dialog = "edit" | "default" | "status" | "hold" | "remove";

/** The changes of a membership that the token may make. */
export function MembershipMenu({ subject }: { subject: MembershipSubject }) {
  const viewer = useViewer();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const { membership, org, user } = subject;
  const isActive = membership.status === "ACTIVE";
  const isSelf = viewer.user?.id === user.id;
  const may = (permission: string) =>
    org.status === "ACTIVE" &&
    mayInOrg(org, permission) &&
    (!membership.isOwner || mayInOrg(org, "owners:write"));

  const items: [dialog: Dialog, label: string, isOffered: boolean][] = [
    ["edit", "Edit", may("members:write")],
    [
      "default",
      "Make default",
      isActive && !membership.isDefault && (may("members:write") || (isSelf && !viewer.token.org)),
    ],
    [
      "status",
      isActive ? "Retire" : "Reactivate",
      may(isActive ? "members:write" : "members:grant"),
    ],
    [
      "hold",
      membership.hold ? "End the hold" : "Hold against imports",
      may("sync:write") && !isSelf,
    ],
    ["remove", "Remove", may("members:write")],
  ];
  const offered = items.filter(([, , isOffered]) => isOffered);
  const close = () => setDialog(null);
  if (offered.length === 0) {
    return null;
  }
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Actions for ${user.name} in ${org.name}`}
          >
            ⋯
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {offered.map(([name, label]) => (
            <Menu.Item key={name} onClick={() => setDialog(name)}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {dialog === "edit" && <EditMembershipDialog subject={subject} onClose={close} />}
      {dialog === "default" && <MakeDefaultDialog subject={subject} onClose={close} />}
      {dialog === "status" && <StatusDialog subject={subject} onClose={close} />}
      {dialog === "hold" &&
        (membership.hold ? (
          <ReleaseDialog subject={subject} onClose={close} />
        ) : (
          <HoldDialog subject={subject} onClose={close} />
        ))}
      {dialog === "remove" && <RemoveDialog subject={subject} onClose={close} />}
    </>
  );
}

interface DialogProps {
  subject: MembershipSubject;
  onClose: () => void;
}

function MakeDefaultDialog({ subject: { membership, org, user }, onClose }: DialogProps) {
  return (
    <ChangeDialog
      title={`Make ${org.name} the default of ${user.name}`}
      label="Make default"
      onClose={onClose}
      before={membership}
      change={{ document: MakeDefaultDocument, variables: { org: org.id, userId: user.id } }}
    >
      <Text size="sm">The previous default org of the user becomes an ordinary one.</Text>
    </ChangeDialog>
  );
}

function StatusDialog({ subject: { membership, org, user }, onClose }: DialogProps) {
  const isActive = membership.status === "ACTIVE";
  const status: MemberStatus = isActive ? "RETIRED" : "ACTIVE";
  return (
    <ChangeDialog
      title={`${isActive ? "Retire" : "Reactivate"} ${user.name} in ${org.name}`}
      label={isActive ? "Retire" : "Reactivate"}
      isDestructive={isActive}
      onClose={onClose}
      before={membership}
      {...(isActive && { nameToType: user.name })}
      change={{
        document: UpsertMembershipDocument,
        variables: {
          org: org.id,
          userId: user.id,
          input: { status },
          ifVersion: membership.version,
        },
      }}
    >
      <Text size="sm">
        {isActive
          ? "The user loses their access to this org. The membership, its groups and its external id stay, and the membership can be reactivated."
          : "The user gets their access to this org back, with the previous role."}
        {isActive &&
          membership.isDefault &&
          " This org is the default of the user: the next org by name becomes the default."}
      </Text>
    </ChangeDialog>
  );
}

function RemoveDialog({ subject: { org, user }, onClose }: DialogProps) {
  return (
    <ChangeDialog
      title={`Remove ${user.name} from ${org.name}`}
      label="Remove"
      isDestructive
      nameToType={user.name}
      onClose={onClose}
      change={{ document: RemoveOrgMemberDocument, variables: { org: org.id, userId: user.id } }}
    >
      <Text size="sm">
        The membership and the user's places in groups of this org are removed. The user and their
        other orgs stay. To end the access and keep the membership, retire it.
      </Text>
    </ChangeDialog>
  );
}
