import { SimpleGrid, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ChangeDialog } from "../change/ChangeDialog";
import { OrgPicker, type Picked } from "../components/Picker";
import { useFields } from "../components/useFields";
import { CreateUserDocument } from "../gql/graphql";

interface Props {
  onClose: () => void;
  /** The org of the new user. If absent, the dialog asks for it. */
  org?: Picked;
}

/** Creates a user with a first org. */
export function CreateUserDialog({ onClose, org: given }: Props) {
  const navigate = useNavigate();
  const [org, setOrg] = useState<Picked | null>(given ?? null);
  const { values, bind } = useFields({
    email: "",
    first: "",
    last: "",
    mobile: "",
    externalId: "",
  });
  return (
    <ChangeDialog
      title="New user"
      label="Create"
      onClose={onClose}
      before={null}
      fields={["org", "email", "first", "last", "mobile", "externalId"]}
      isComplete={!!org && !!values.email && !!values.first}
      change={{
        document: CreateUserDocument,
        variables: {
          org: org?.id ?? "",
          email: values.email,
          first: values.first,
          last: values.last,
          mobile: values.mobile || undefined,
          externalId: values.externalId || undefined,
        },
      }}
      onDone={({ result }) =>
        result.targetId &&
        void navigate({ to: "/users/$userId", params: { userId: result.targetId } })
      }
    >
      {(errors) => (
        <>
          {!given && (
            <OrgPicker
              label="Org"
              required
              value={org}
              onChange={setOrg}
              error={errors.ofField("org")}
            />
          )}
          <TextInput label="E-mail address" type="email" required {...bind("email", errors)} />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput label="First name" required {...bind("first", errors)} />
            <TextInput label="Last name" {...bind("last", errors)} />
            <TextInput label="Mobile number" type="tel" {...bind("mobile", errors)} />
            <TextInput
              label="External id"
              description="The id of the membership in another system."
              {...bind("externalId", errors)}
            />
          </SimpleGrid>
        </>
      )}
    </ChangeDialog>
  );
}
