import { NativeSelect } from "@mantine/core";
import { wordOf } from "./StatusBadge";

interface Props<Value extends string> {
  label: string;
  values: readonly Value[];
  value: Value | undefined;
  /** Is called with undefined for "All". */
  onChange: (value: Value | undefined) => void;
}

/** A filter by a value of an enum. */
export function EnumFilter<Value extends string>(props: Props<Value>) {
  const { label, values, value, onChange } = props;
  return (
    <NativeSelect
      label={label}
      value={value ?? ""}
      onChange={(event) => onChange(values.find((known) => known === event.currentTarget.value))}
      data={[
        { value: "", label: "All" },
        ...values.map((known) => ({ value: known, label: capitalized(wordOf(known)) })),
      ]}
    />
  );
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
