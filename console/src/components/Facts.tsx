import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Facts.module.css";

/** A list of names and values. An empty value is shown as a dash. */
export function Facts({ facts }: { facts: [name: string, value: ReactNode][] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <Text component="dt" size="xs" c="dimmed">
            {name}
          </Text>
          <Text component="dd" size="sm" m={0} style={{ overflowWrap: "anywhere" }}>
            {value === null || value === undefined || value === "" ? "–" : value}
          </Text>
        </div>
      ))}
    </dl>
  );
}
