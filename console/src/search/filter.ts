/** Returns the filter of a typed text, for users, members, orgs and groups. */
export function searchFilter(text: string | undefined): { search?: string } {
  const search = text?.trim();
  return search ? { search } : {};
}
