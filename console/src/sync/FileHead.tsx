import { ScrollArea, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "../components/Feedback";
import { isNative, readHead } from "./csv";

/** Shows the columns of a file and its first rows. */
export function FileHead({ file }: { file: File }) {
  const query = useQuery({
    queryKey: ["file", file.name, file.size, file.lastModified],
    queryFn: () => readHead(file),
    staleTime: Infinity,
  });
  if (/\.(jsonl|ndjson)$/i.test(file.name)) {
    return null;
  }
  return (
    <Loaded query={query}>
      {({ columns, rows }) => (
        <>
          <ScrollArea tabIndex={0} aria-label="First rows of the file" role="region">
            <Table withTableBorder verticalSpacing={4}>
              <Table.Thead>
                <Table.Tr>
                  {columns.map((column, index) => (
                    <Table.Th key={index}>{column}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((row, index) => (
                  <Table.Tr key={index}>
                    {columns.map((_, column) => (
                      <Table.Td key={column}>{row[column]}</Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </ScrollArea>
          <Text size="sm" c="dimmed">
            {sentenceOf(columns)}
          </Text>
        </>
      )}
    </Loaded>
  );
}

function sentenceOf(columns: string[]): string {
  const others = columns.filter((column) => !isNative(column));
  if (others.length === 0) {
    return `tenantry reads all ${columns.length} columns.`;
  }
  return `tenantry reads ${columns.length - others.length} of ${columns.length} columns by itself. The plan says which of the others it ignores: ${others.join(", ")}.`;
}
