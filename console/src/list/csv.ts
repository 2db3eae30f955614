import { request } from "../api/client";
import type { Column } from "./column";
import type { ListSource } from "./pages";

/** The number of rows of a request of an export. */
const ROWS = 200;

/**
 * Reads a list to its end and saves it as a CSV file.
 *
 * @param onProgress Is called with the number of rows after each page.
 */
export async function saveCsv<Row, Data, Filter>(
  name: string,
  source: ListSource<Row, Data, Filter>,
  columns: Column<Row>[],
  signal: AbortSignal,
  onProgress: (rows: number) => void,
): Promise<void> {
  const parts = [line(columns.map((column) => column.header))];
  let after: string | null = null;
  let count = 0;
  for (;;) {
    const data: Data = await request(
      source.document,
      { ...source.filter, first: ROWS, after },
      { signal },
    );
    const page = source.connection(data);
    const nodes = page?.nodes ?? [];
    parts.push(nodes.map((row) => line(columns.map((column) => column.text(row)))).join(""));
    count += nodes.length;
    onProgress(count);
    if (!page?.pageInfo.hasNextPage || !page.pageInfo.endCursor) {
      break;
    }
    after = page.pageInfo.endCursor;
  }
  // The byte order mark tells spreadsheets that the file is UTF-8.
  save(new Blob(["\ufeff", ...parts], { type: "text/csv;charset=utf-8" }), `${name}.csv`);
}

function line(cells: string[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

/** Returns a CSV cell. An apostrophe keeps spreadsheets from running the value as a formula. */
function cell(value: string): string {
  const text = /^'*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
