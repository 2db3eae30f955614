import { SimpleGrid, TagsInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { useViewer } from "../api/viewer";
import { ChangeDialog } from "../change/ChangeDialog";
import { OrgPicker, UserPicker, type Picked } from "../components/Picker";
import { useFields } from "../components/useFields";
import { CreateTokenDocument } from "../gql/graphql";
import { PermissionPicker } from "./PermissionPicker";

interface Props {
  user?: Picked;
  org?: Picked;
  onClose: () => void;
  onSecret: (secret: string) => void;
}

/** Creates a token of the platform, of an org, or of a user. */
export function CreateTokenDialog({ onClose, onSecret, ...given }: Props) {
  const viewer = useViewer();
  const [user, setUser] = useState<Picked | null>(given.user ?? null);
  const [org, setOrg] = useState<Picked | null>(given.org ?? ownOrg(viewer));
  const [scopes, setScopes] = useState<string[]>([]);
  const [allowedIps, setAllowedIps] = useState<string[]>([]);
  const { values, bind } = useFields({ name: "", source: "", expiresAt: "" });
  return (
    <ChangeDialog
      title="New token"
      label="Create"
      onClose={onClose}
      fields={["name", "userId", "org", "scopes", "allowedIps", "expiresAt", "source"]}
      isComplete={!!values.name}
      change={{
        document: CreateTokenDocument,
        variables: {
          input: {
            name: values.name,
            userId: user?.id,
            org: org?.id,
            scopes: scopes.length ? scopes : undefined,
            allowedIps: allowedIps.length ? allowedIps : undefined,
            expiresAt: values.expiresAt ? new Date(values.expiresAt).toISOString() : undefined,
            source: values.source || undefined,
          },
        },
      }}
      onDone={({ result: { secret } }) => secret && onSecret(secret)}
    >
      {(errors) => (
        <>
          <TextInput
            label="Name"
            description="What the token is used for."
            required
            data-autofocus
            {...bind("name", errors)}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <UserPicker
              label="Rights of this user"
              description="If empty, the rights of the org's owners."
              value={user}
              onChange={setUser}
              error={errors.ofField("userId")}
            />
            <OrgPicker
              label="Only in this org"
              description={viewer.isPlatform ? "If both are empty, all rights everywhere." : " "}
              required={!viewer.isPlatform}
              value={org}
              onChange={setOrg}
              error={errors.ofField("org")}
            />
          </SimpleGrid>
          <PermissionPicker
            label="Scopes"
            description="If empty, everything that the token could do."
            value={scopes}
            onChange={setScopes}
            error={errors.ofField("scopes")}
          />
          <TagsInput
            label="Allowed addresses"
            description="Addresses and networks like 203.0.113.0/24. If empty, there is no limit."
            value={allowedIps}
            onChange={setAllowedIps}
            error={errors.ofField("allowedIps")}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput label="Expires" type="datetime-local" {...bind("expiresAt", errors)} />
            <TextInput
              label="Source"
              description="The system that uses the token, for the audit log."
              {...bind("source", errors)}
            />
          </SimpleGrid>
        </>
      )}
    </ChangeDialog>
  );
}

function ownOrg({ token }: ReturnType<typeof useViewer>): Picked | null {
  return token.org ? { id: token.org.id, label: token.org.name } : null;
}
