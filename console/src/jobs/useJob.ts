import { useEffect, useState } from "react";
import { JobProgressDocument, type JobFieldsFragment, type JobStatus } from "../gql/graphql";

/** Returns whether a job has ended. */
export function hasEnded(status: JobStatus): boolean {
  return status !== "QUEUED" && status !== "WORKING";
}

/**
 * Follows a job until it ends, and returns its latest state. `onEnd` is called once, when the last
 * state has arrived.
 */
export function useLiveJob(
  job: JobFieldsFragment | null | undefined,
  onEnd?: () => void,
): JobFieldsFragment | null {
  const [latest, setLatest] = useState<JobFieldsFragment | null>(null);
  const id = job?.id;
  const isRunning = !!job && !hasEnded(job.status);
  useEffect(() => {
    if (!id || !isRunning) {
      return;
    }
    let stop = () => {};
    let isStopped = false;
    // The subscription's client is a part of its own: most visits do not need it.
    void import("../api/live").then(({ subscribe }) => {
      if (isStopped) {
        return;
      }
      stop = subscribe(JobProgressDocument, { id }, ({ jobProgress }) => {
        setLatest(jobProgress);
        if (hasEnded(jobProgress.status)) {
          onEnd?.();
        }
      });
    });
    return () => {
      isStopped = true;
      stop();
    };
    // `onEnd` only acts on the last state.
  }, [id, isRunning]);
  return latest && latest.id === id ? latest : (job ?? null);
}
