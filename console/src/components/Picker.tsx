import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { apiQuery } from "../api/query";
import { PickOrgsDocument, PickUsersDocument } from "../gql/graphql";
import { nameFilter, userFilter } from "../search/filter";

export interface Picked {
  id: string;
  label: string;
}

interface Props {
  label: string;
  value: Picked | null;
  onChange: (picked: Picked | null) => void;
  error?: string | undefined;
  required?: boolean;
  description?: string;
}

/** Finds a user by a part of the name or by the whole e-mail address. */
export function UserPicker(props: Props) {
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text, 150);
  const filter = userFilter(search);
  const { data, isFetching } = useQuery({
    ...apiQuery(PickUsersDocument, { filter: filter ?? {} }),
    enabled: filter !== null,
  });
  const found = (data?.users?.nodes ?? []).map(({ id, name, email }) => ({
    id,
    label: `${name} <${email}>`,
  }));
  return (
    <SearchSelect
      {...props}
      found={filter === null ? [] : found}
      onSearch={setText}
      hint={filter === null ? "Type 3 letters of the name, or the e-mail address." : undefined}
      isLoading={isFetching}
    />
  );
}

/** Finds an org by a part of its name. */
export function OrgPicker(props: Props) {
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text, 150);
  const { data, isFetching } = useQuery(
    apiQuery(PickOrgsDocument, { filter: { status: "ACTIVE", ...nameFilter(search) } }),
  );
  const found = (data?.orgs?.nodes ?? []).map(({ id, name }) => ({ id, label: name }));
  return <SearchSelect {...props} found={found} onSearch={setText} isLoading={isFetching} />;
}

function SearchSelect({
  found,
  onSearch,
  hint,
  isLoading,
  value,
  onChange,
  ...props
}: Props & {
  found: Picked[];
  onSearch: (text: string) => void;
  hint?: string | undefined;
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
      // The server has searched already.
      filter={({ options: all }) => all}
      nothingFoundMessage={hint ?? (isLoading ? "Searching" : "Nothing found")}
    />
  );
}
