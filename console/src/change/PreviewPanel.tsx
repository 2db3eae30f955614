import { Alert, Stack, Text } from "@mantine/core";
import type { ResultFragment } from "../gql/graphql";
import { differences } from "./difference";
import { DifferenceTable } from "./DifferenceTable";

interface Props {
  result: ResultFragment;
  /** The object before the change. Null for a new object. */
  before?: object | null;
}

const SENTENCES: Record<ResultFragment["outcome"], string> = {
  CREATED: "This would be created.",
  UPDATED: "This would be changed.",
  REACTIVATED: "The retired membership would become active again.",
  REMOVED: "This would be removed.",
  QUEUED: "A job would do this in the background.",
  UNCHANGED: "Nothing would change.",
  ERROR: "",
};

/** Says what a dry run of a change did. */
export function PreviewPanel({ result, before }: Props) {
  if (result.outcome === "ERROR") {
    return null;
  }
  const after =
    result.membership ?? result.role ?? result.group ?? result.org ?? result.user ?? null;
  const changed =
    before === undefined
      ? []
      : differences(sharedFields(before, after), sharedFields(after, before));
  const rows =
    result.records === 1
      ? "1 directory row changes, with an audit event."
      : `${result.records} directory rows change, with an audit event each.`;
  return (
    <Alert color="blue" title="Preview" role="status">
      <Stack gap="xs">
        <Text size="sm">
          {SENTENCES[result.outcome]} {result.outcome !== "UNCHANGED" && rows}
        </Text>
        {result.outcome !== "REMOVED" && changed.length > 0 && (
          <DifferenceTable differences={changed} />
        )}
      </Stack>
    </Alert>
  );
}

/** Keeps the fields that the other object has too. If there is no other object, it keeps all. */
function sharedFields(
  object: object | null | undefined,
  other: object | null | undefined,
): object | null | undefined {
  if (!object || !other) {
    return object;
  }
  return Object.fromEntries(Object.entries(object).filter(([name]) => name in other));
}
