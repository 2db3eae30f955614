import { Autocomplete, SimpleGrid, TextInput } from "@mantine/core";
import { clearable, ifChanged } from "../change/change";
import { ChangeDialog } from "../change/ChangeDialog";
import { useFields } from "../components/useFields";
import { UpdateUserDocument, type UserFieldsFragment } from "../gql/graphql";

const TIME_ZONES = Intl.supportedValuesOf("timeZone");

interface Props {
  user: UserFieldsFragment;
  onClose: () => void;
}

/** Changes a user's own fields. */
export function EditUserDialog({ user, onClose }: Props) {
  const { values, bind } = useFields({
    email: user.email,
    first: user.first,
    last: user.last,
    name: user.name,
    mobile: user.mobile ?? "",
    timezone: user.timezone ?? "",
  });
  const timezone = bind("timezone");
  return (
    <ChangeDialog
      title={`Edit ${user.name}`}
      label="Save"
      onClose={onClose}
      before={user}
      fields={["email", "first", "last", "name", "mobile", "timezone"]}
      change={{
        document: UpdateUserDocument,
        variables: {
          userId: user.id,
          email: ifChanged(values.email, user.email),
          first: ifChanged(values.first, user.first),
          last: ifChanged(values.last, user.last),
          name: ifChanged(values.name, user.name),
          mobile: clearable(values.mobile, user.mobile),
          timezone: clearable(values.timezone, user.timezone),
          ifVersion: user.version,
        },
      }}
    >
      {(errors) => (
        <>
          <TextInput label="E-mail address" type="email" required {...bind("email", errors)} />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput label="First name" required {...bind("first", errors)} />
            <TextInput label="Last name" {...bind("last", errors)} />
            <TextInput label="Display name" required {...bind("name", errors)} />
            <TextInput label="Mobile number" type="tel" {...bind("mobile", errors)} />
            <Autocomplete
              label="Time zone"
              data={TIME_ZONES}
              limit={50}
              value={values.timezone}
              onChange={(value) => timezone.onChange({ currentTarget: { value } })}
              error={errors.ofField("timezone")}
            />
          </SimpleGrid>
        </>
      )}
    </ChangeDialog>
  );
}
