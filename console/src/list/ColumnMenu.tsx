import { Button, Checkbox, Popover, Stack } from "@mantine/core";
import { Icon } from "../components/icons";
import type { Column } from "./column";

interface Props<Row> {
  columns: Column<Row>[];
  isVisible: (id: string) => boolean;
  onToggle: (id: string) => void;
}

/** Selects the columns of a list. */
export function ColumnMenu<Row>({ columns, isVisible, onToggle }: Props<Row>) {
  return (
    <Popover position="bottom-end" trapFocus shadow="md">
      <Popover.Target>
        <Button variant="default" leftSection={<Icon name="columns" size={16} />} visibleFrom="sm">
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Stack gap="xs">
          {columns.slice(1).map((column) => (
            <Checkbox
              key={column.id}
              label={column.header}
              checked={isVisible(column.id)}
              onChange={() => onToggle(column.id)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
