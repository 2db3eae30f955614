import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { apiQuery } from "../api/query";
import { Loaded } from "../components/Feedback";
import { ChangesByDayDocument } from "../gql/graphql";
import { countsOf, lastDays, variablesOf, type Day } from "./days";
import classes from "./ChangesPlot.module.css";

const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

/** A plot of the changes of each of the last 14 days. */
export function ChangesPlot() {
  const [days] = useState(lastDays);
  const query = useQuery(apiQuery(ChangesByDayDocument, variablesOf(days)));
  return (
    <Loaded query={query}>{(data) => <Bars days={days} counts={countsOf(days, data)} />}</Loaded>
  );
}

function Bars({ days, counts }: { days: Day[]; counts: number[] }) {
  const highest = Math.max(1, ...counts);
  return (
    <ol className={classes.plot} aria-label="Changes of each day">
      {days.map(({ start }, index) => {
        const count = counts[index] ?? 0;
        const label = `${DAY.format(start)}: ${count.toLocaleString()} changes`;
        return (
          <li key={index} className={classes.day} title={label}>
            <div
              className={classes.bar}
              style={{ height: `${(100 * count) / highest}%` }}
              aria-hidden
            />
            <span className={classes.hidden}>{label}</span>
            <Text size="xs" c="dimmed" aria-hidden className={classes.label}>
              {index % 3 === 1 ? DAY.format(start) : ""}
            </Text>
          </li>
        );
      })}
    </ol>
  );
}
