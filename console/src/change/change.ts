import type { ResultFragment, TypedDocumentString } from "../gql/graphql";

/** The data of a mutation. The root field has the alias `result`. */
export interface ChangeData {
  result: ResultFragment | { result: ResultFragment };
}

/** A mutation with its variables, not sent yet. */
export interface Change<Data extends ChangeData, Variables> {
  document: TypedDocumentString<Data, Variables>;
  variables: Variables;
}

/** Returns the result of a mutation. `createToken` and `rotateToken` return it beside the secret. */
export function resultOf({ result }: ChangeData): ResultFragment {
  return "outcome" in result ? result : result.result;
}

/** Errors of a mutation: those that name a field of the form, and the others. */
export interface ChangeErrors {
  ofField: (name: string) => string | undefined;
  others: string[];
}

/**
 * Sorts the errors of a result. `fields` are the arguments that the form shows; an error of another
 * argument is shown above the buttons.
 */
export function errorsOf(result: ResultFragment | undefined, fields: string[]): ChangeErrors {
  const byField = new Map<string, string>();
  const others: string[] = [];
  if (result?.error) {
    const problems = result.problems.length
      ? result.problems
      : [{ path: result.field, message: result.error }];
    for (const { path, message } of problems) {
      const field = fields.find((name) => path === name || path?.endsWith(`.${name}`));
      if (field) {
        byField.set(field, message);
      } else {
        others.push(message);
      }
    }
  }
  return { ofField: (name) => byField.get(name), others };
}

/** Returns undefined, which leaves a field unchanged, if the form has the stored value. */
export function ifChanged(value: string, stored: string | null | undefined): string | undefined {
  return value === (stored ?? "") ? undefined : value;
}

/** Like `ifChanged`, for a field that may be empty. An empty input clears the field. */
export function clearable(
  value: string,
  stored: string | null | undefined,
): string | null | undefined {
  return value === (stored ?? "") ? undefined : value === "" ? null : value;
}
