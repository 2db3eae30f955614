import type { ChangesByDayQuery, ChangesByDayQueryVariables } from "../gql/graphql";

/** A day in the viewer's time zone. */
export interface Day {
  start: Date;
  end: Date;
}

/** The last 14 days, today last. The query `ChangesByDay` has a field for each. */
export function lastDays(today = new Date()): Day[] {
  return Array.from({ length: 14 }, (_, index) => {
    const at = (offset: number) =>
      new Date(today.getFullYear(), today.getMonth(), today.getDate() - 13 + index + offset);
    return { start: at(0), end: at(1) };
  });
}

export function variablesOf(days: Day[]): ChangesByDayQueryVariables {
  return Object.fromEntries(
    days.map(({ start, end }, index) => [
      `d${index}`,
      { since: start.toISOString(), until: end.toISOString() },
    ]),
  );
}

/** Returns the number of changes of each day. */
export function countsOf(days: Day[], data: ChangesByDayQuery): number[] {
  return days.map((_, index) => data[`d${index}` as keyof ChangesByDayQuery]?.totalCount ?? 0);
}
