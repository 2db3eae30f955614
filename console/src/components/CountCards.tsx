import { Paper, SimpleGrid, Text } from "@mantine/core";

/** Numbers in a row of cards. */
export function CountCards({ counts }: { counts: [label: string, count: number][] }) {
  return (
    <SimpleGrid cols={{ base: 3, xs: 4, md: 6 }} spacing="sm" component="dl" m={0}>
      {counts.map(([label, count]) => (
        <Paper withBorder p="sm" key={label}>
          <Text component="dt" size="xs" c="dimmed">
            {label}
          </Text>
          <Text component="dd" m={0} size="xl" fw={700}>
            {count.toLocaleString()}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  );
}
