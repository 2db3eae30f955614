import { TagsInput, Text, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { apiQuery } from "../api/query";
import { PermissionCatalogueDocument } from "../gql/graphql";

interface Props {
  label: string;
  description?: string;
  value: string[];
  onChange: (permissions: string[]) => void;
  error?: string | undefined;
  /** Whether the permissions of the platform are left out. */
  isOfOrg?: boolean;
}

/** Selects permissions from the catalogue of the server. Names of one's own are typed. */
export function PermissionPicker({ isOfOrg = false, ...props }: Props) {
  const { data } = useQuery({
    ...apiQuery(PermissionCatalogueDocument, {}),
    staleTime: Infinity,
  });
  const catalogue = (data?.permissions ?? []).filter((entry) => !isOfOrg || entry.grantableInOrg);
  const descriptions = new Map(catalogue.map(({ name, description }) => [name, description]));
  return (
    <TagsInput
      {...props}
      data={catalogue.map(({ name }) => name)}
      renderOption={({ option }) => (
        <Stack gap={0}>
          <Text size="sm">{option.value}</Text>
          <Text size="xs" c="dimmed">
            {descriptions.get(option.value)}
          </Text>
        </Stack>
      )}
    />
  );
}
