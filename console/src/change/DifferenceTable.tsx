import { Table } from "@mantine/core";
import { labelOf, type Difference } from "./difference";
import classes from "./DifferenceTable.module.css";

/** Shows the fields of a change with their values before and after. */
export function DifferenceTable({ differences }: { differences: Difference[] }) {
  return (
    <Table className={classes.table} verticalSpacing={4} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Field</Table.Th>
          <Table.Th>Before</Table.Th>
          <Table.Th>After</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {differences.map(({ name, before, after }) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{labelOf(name)}</Table.Th>
            <Table.Td className={classes.before}>{before}</Table.Td>
            <Table.Td className={classes.after}>{after}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
