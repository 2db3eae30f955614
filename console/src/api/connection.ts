import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let lost = false;

/** Records whether the last request reached the server. */
export function setConnectionLost(value: boolean): void {
  if (lost !== value) {
    lost = value;
    listeners.forEach((listener) => listener());
  }
}

export function useConnectionLost(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lost,
  );
}
