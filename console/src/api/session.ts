import { useSyncExternalStore } from "react";

/** The name under which the browser keeps the token until the tab is closed. */
const KEY = "tenantry.token";

const listeners = new Set<() => void>();

export function token(): string | null {
  return sessionStorage.getItem(KEY);
}

export function signIn(secret: string): void {
  sessionStorage.setItem(KEY, secret);
  notify();
}

export function signOut(): void {
  sessionStorage.removeItem(KEY);
  notify();
}

/** Returns the token of this tab, and renders the component again when the token changes. */
export function useToken(): string | null {
  return useSyncExternalStore(subscribe, token);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function notify(): void {
  listeners.forEach((listener) => listener());
}
