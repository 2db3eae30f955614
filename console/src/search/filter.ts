import type { OrgFilter, UserFilter } from "../gql/graphql";

/** Letters of which two are enough for a search by name. */
const SHORT_NAMES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Returns whether the server searches names by this text. */
export function isSearchable(text: string): boolean {
  const letters = [...text.trim()];
  return letters.length >= 3 || (letters.length === 2 && letters.every((c) => SHORT_NAMES.test(c)));
}

/** Returns the filter of users for a typed text: null if the text is too short. */
export function userFilter(text: string): UserFilter | null {
  const trimmed = text.trim();
  if (/^\S+@\S+\.\S+$/.test(trimmed)) {
    return { email: trimmed };
  }
  return isSearchable(trimmed) ? { name: trimmed } : null;
}

/** Returns the filter of orgs for a typed text: no filter if the text is too short. */
export function nameFilter(text: string): OrgFilter {
  return isSearchable(text) ? { name: text.trim() } : {};
}
