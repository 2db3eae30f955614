import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { randomKey, request } from "../api/client";
import { queryClient } from "../api/query";
import { resultOf, type Change, type ChangeData } from "./change";

interface Attempt {
  signature: string;
  key: string;
}

/**
 * Previews and makes a change. A change that is sent again after a lost reply has the same
 * idempotency key, so it is never made twice.
 */
export function useChange<Data extends ChangeData, Variables>(
  { document, variables }: Change<Data, Variables>,
  onDone: (data: Data) => void,
) {
  const attempt = useRef<Attempt | null>(null);
  const signature = JSON.stringify([document.toString(), variables]);

  const send = async (dryRun: boolean) => {
    if (attempt.current?.signature !== signature) {
      attempt.current = { signature, key: randomKey() };
    }
    const options = dryRun ? { dryRun } : { idempotencyKey: attempt.current.key };
    const data = await request(document, variables, options);
    return { data, signature, result: resultOf(data) };
  };

  const preview = useMutation({ mutationFn: () => send(true) });
  const apply = useMutation({
    mutationFn: () => send(false),
    onSuccess: ({ data, result }) => {
      attempt.current = null;
      if (result.outcome !== "ERROR") {
        void queryClient.invalidateQueries();
        onDone(data);
      }
    },
  });

  /** Only what belongs to the present values of the form. */
  const current = <Sent extends { signature: string }>(sent: Sent | undefined) =>
    sent?.signature === signature ? sent : undefined;
  const previewed = current(preview.data)?.result;
  const applied = current(apply.data)?.result;
  return {
    preview: () => preview.mutate(),
    apply: () => apply.mutate(),
    reset: () => {
      preview.reset();
      apply.reset();
    },
    previewed,
    /** The result whose errors the form shows. */
    latest: applied?.outcome === "ERROR" ? applied : previewed,
    isPreviewing: preview.isPending,
    isApplying: apply.isPending,
    failure: apply.error ?? preview.error,
  };
}
