import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { Icon } from "./icons";

interface Props {
  label: string;
  value: string;
  placeholder?: string;
  onSearch: (text: string) => void;
  description?: string | undefined;
}

/** A search field that reports its text while the viewer types. */
export function SearchInput({ value, onSearch, ...props }: Props) {
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  const [reported, setReported] = useState(value);
  if (seen !== value) {
    setSeen(value);
    if (value !== reported) {
      // The address changed otherwise, for example by the back button.
      setTyped(value);
    }
  }
  const report = useDebouncedCallback((text: string) => {
    setReported(text);
    onSearch(text);
  }, 150);
  return (
    <TextInput
      {...props}
      type="search"
      leftSection={<Icon name="search" size={16} />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        report(event.currentTarget.value);
      }}
      w={{ base: "100%", xs: 280 }}
    />
  );
}
