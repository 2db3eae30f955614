import { Group, Progress, Stack, Text } from "@mantine/core";
import type { JobFieldsFragment } from "../gql/graphql";
import { hasEnded } from "./useJob";

/** The progress of a job as a bar and in words. */
export function JobProgress({ job }: { job: JobFieldsFragment }) {
  const { progress, total, status, failed } = job;
  const percent = total ? (100 * progress) / total : hasEnded(status) ? 100 : 0;
  return (
    <Stack gap={6}>
      <Progress
        value={percent}
        color={status === "FAILED" ? "red" : failed ? "orange" : "teal"}
        animated={!hasEnded(status)}
        aria-label="Progress"
      />
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          {progress.toLocaleString()}
          {total !== null && total !== undefined && ` of ${total.toLocaleString()}`} rows
          {failed > 0 && `, ${failed.toLocaleString()} failed`}
        </Text>
        {!hasEnded(status) && (
          <Text size="sm" c="dimmed">
            {speedOf(job)}
          </Text>
        )}
      </Group>
    </Stack>
  );
}

function speedOf({ rowsPerSecond, secondsLeft }: JobFieldsFragment): string {
  const speed = rowsPerSecond ? `${Math.round(rowsPerSecond).toLocaleString()} rows/s` : "";
  const left = typeof secondsLeft === "number" ? `about ${secondsLeft} s left` : "";
  return [speed, left].filter(Boolean).join(", ");
}
