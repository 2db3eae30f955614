import { Alert } from "@mantine/core";
import { useEffect } from "react";
import { serverUrl } from "../address";
import { setConnectionLost, useConnectionLost } from "../api/connection";
import { queryClient } from "../api/query";

const RETRY_MILLISECONDS = 3_000;

/** Says that the connection is lost, and reads everything again when the server answers. */
export function ConnectionBanner() {
  const lost = useConnectionLost();
  useEffect(() => {
    if (!lost) {
      return;
    }
    const timer = setInterval(() => void probe(), RETRY_MILLISECONDS);
    return () => clearInterval(timer);
  }, [lost]);

  return lost ? (
    <Alert color="orange" mb="md" role="alert" title="The connection to the server is lost">
      The page shows what was read before. It connects again by itself.
    </Alert>
  ) : null;
}

async function probe(): Promise<void> {
  const response = await fetch(serverUrl("healthz")).catch(() => null);
  if (response?.ok) {
    setConnectionLost(false);
    await queryClient.invalidateQueries();
  }
}
