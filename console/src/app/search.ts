/** Validation of search parameters: a value that is not allowed is left out of the address. */
export type Search = Record<string, unknown>;

export function text(value: unknown): string | undefined {
  // The router parses digits as a number.
  return typeof value === "string" && value !== ""
    ? value
    : typeof value === "number"
      ? String(value)
      : undefined;
}

export function oneOf<const Value extends string>(
  values: readonly Value[],
  value: unknown,
): Value | undefined {
  return values.find((allowed) => allowed === value);
}

/** Marks all parameters as optional. */
export function optional<Parameters extends object>(parameters: Parameters): Partial<Parameters> {
  return parameters;
}
