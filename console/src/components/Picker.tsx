import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { apiQuery } from "../api/query";
import { PickOrgsDocument, PickUsersDocument, type UserFilter } from "../gql/graphql";
import { searchFilter } from "../search/filter";

export interface Picked {
  id: string;
  label: string;
}

export interface PickedUser extends Picked {
  name: string;
}

interface Props {
  label: string;
  value: Picked | null;
  onChange: (picked: Picked | null) => void;
  error?: string | undefined;
  required?: boolean;
  description?: string;
}

interface UserPickerProps extends Omit<Props, "onChange"> {
  filter?: UserFilter;
  onChange: (picked: PickedUser | null) => void;
}

/** Finds a user by a part of the name, of the e-mail address or of the mobile number. */
export function UserPicker({ filter, onChange, ...props }: UserPickerProps) {
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text, 150);
  const [isOpened, setIsOpened] = useState(false);
  const { data, isFetching } = useQuery({
    ...apiQuery(PickUsersDocument, { filter: { ...filter, ...searchFilter(search) } }),
    enabled: isOpened,
  });
  const found = (data?.users?.nodes ?? []).map(({ id, name, email }) => ({
    id,
    name,
    label: `${name} <${email}>`,
  }));
  return (
    <SearchSelect
      {...props}
      found={found}
      onChange={(picked) => onChange(picked && (found.find(({ id }) => id === picked.id) ?? null))}
      onSearch={setText}
      onOpen={() => setIsOpened(true)}
      isLoading={isFetching}
    />
  );
}

/** Finds an org by a part of its name. */
export function OrgPicker(props: Props) {
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text, 150);
  const [isOpened, setIsOpened] = useState(false);
  const { data, isFetching } = useQuery({
    ...apiQuery(PickOrgsDocument, { filter: { status: "ACTIVE", ...searchFilter(search) } }),
    enabled: isOpened,
  });
  const found = (data?.orgs?.nodes ?? []).map(({ id, name }) => ({ id, label: name }));
  return (
    <SearchSelect
      {...props}
      found={found}
      onSearch={setText}
      onOpen={() => setIsOpened(true)}
      isLoading={isFetching}
    />
  );
}

/** A list of what the server has found. It is asked when the list is opened for the first time. */
function SearchSelect({
  found,
  onSearch,
  onOpen,
  isLoading,
  value,
  onChange,
  ...props
}: Props & {
  found: Picked[];
  onSearch: (text: string) => void;
  onOpen: () => void;
  isLoading: boolean;
}) {
  const options = value && !found.some(({ id }) => id === value.id) ? [value, ...found] : found;
  return (
    <Select
      {...props}
      searchable
      clearable
      clearButtonProps={{ "aria-label": "Clear" }}
      data={options.map(({ id, label }) => ({ value: id, label }))}
      value={value?.id ?? null}
      onChange={(id) => onChange(options.find((option) => option.id === id) ?? null)}
      onSearchChange={onSearch}
      onDropdownOpen={onOpen}
      // The server has searched already.
      filter={({ options: all }) => all}
      nothingFoundMessage={isLoading ? "Searching" : "Nothing found"}
    />
  );
}
