import { useState } from "react";
import type { ChangeErrors } from "../change/change";

/** The text fields of a form. `bind` returns the props of one input. */
export function useFields<Values extends Record<string, string>>(initial: Values) {
  const [values, setValues] = useState(initial);
  const bind = (name: keyof Values & string, errors?: ChangeErrors) => ({
    name,
    value: values[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setValues((old) => ({ ...old, [name]: value }));
    },
    error: errors?.ofField(name),
  });
  return { values, bind };
}
