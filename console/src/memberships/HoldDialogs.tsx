import { Text, TextInput } from "@mantine/core";
import { ChangeDialog } from "../change/ChangeDialog";
import { Time } from "../components/Time";
import { useFields } from "../components/useFields";
import { HoldMembershipDocument, ReleaseMembershipDocument } from "../gql/graphql";
import type { MembershipSubject } from "./subject";

interface Props {
  subject: MembershipSubject;
  onClose: () => void;
}

/** Keeps a membership as it is against imports. */
export function HoldDialog({ subject: { org, user }, onClose }: Props) {
  const { values, bind } = useFields({ until: "", reason: "" });
  return (
    <ChangeDialog
      title={`Hold ${user.name} in ${org.name}`}
      label="Hold"
      onClose={onClose}
      fields={["until", "reason"]}
      isComplete={!!values.until && !!values.reason}
      change={{
        document: HoldMembershipDocument,
        variables: {
          org: org.id,
          userId: user.id,
          until: values.until && new Date(values.until).toISOString(),
          reason: values.reason,
        },
      }}
    >
      {(errors) => (
        <>
          <Text size="sm">
            Imports leave the role, the status, the external id and the groups of this membership as
            they are. Changes by hand stay possible.
          </Text>
          <TextInput
            label="Until"
            description="At most 180 days ahead."
            type="datetime-local"
            required
            {...bind("until", errors)}
          />
          <TextInput label="Reason" required {...bind("reason", errors)} />
        </>
      )}
    </ChangeDialog>
  );
}

/** Ends a hold before its time. */
export function ReleaseDialog({ subject: { membership, org, user }, onClose }: Props) {
  return (
    <ChangeDialog
      title={`End the hold of ${user.name} in ${org.name}`}
      label="End the hold"
      onClose={onClose}
      change={{ document: ReleaseMembershipDocument, variables: { org: org.id, userId: user.id } }}
    >
      <Text size="sm">
        The membership is held until <Time at={membership.hold?.until} />: {membership.hold?.reason}
        . Without the hold, the next import changes it as its file says.
      </Text>
    </ChangeDialog>
  );
}
