import { NativeSelect } from "@mantine/core";
import type { OrderChoice } from "./order";

interface Props {
  choices: OrderChoice<string>[];
  value: string | undefined;
  /** Is called with undefined for the first choice, which needs no place in the address. */
  onChange: (value: string | undefined) => void;
}

/** Selects the order of a list. */
export function OrderSelect({ choices, value, onChange }: Props) {
  return (
    <NativeSelect
      label="Order"
      value={value ?? choices[0]?.value}
      onChange={({ currentTarget: { value: selected } }) =>
        onChange(selected === choices[0]?.value ? undefined : selected)
      }
      data={choices.map(({ value: key, label }) => ({ value: key, label }))}
    />
  );
}
