import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { Icon } from "../components/icons";
import { notifyError } from "../components/notify";
import type { Column } from "./column";
import { saveCsv } from "./csv";
import type { ListSource } from "./pages";

interface Props<Row, Data, Filter> {
  name: string;
  source: ListSource<Row, Data, Filter>;
  columns: Column<Row>[];
}

/** Saves the whole list as a CSV file. A second click stops the export. */
export function CsvButton<Row, Data, Filter>({ name, source, columns }: Props<Row, Data, Filter>) {
  const [rows, setRows] = useState<number | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function start() {
    const controller = new AbortController();
    running.current = controller;
    setRows(0);
    try {
      await saveCsv(name, source, columns, controller.signal, setRows);
    } catch (error) {
      if (!controller.signal.aborted) {
        notifyError("The export failed", error);
      }
    }
    setRows(null);
  }

  const isRunning = rows !== null;
  return (
    <Button
      variant="default"
      leftSection={<Icon name="download" size={16} />}
      onClick={() => (isRunning ? running.current?.abort() : void start())}
    >
      {isRunning ? `Stop (${rows.toLocaleString()} rows)` : "CSV"}
    </Button>
  );
}
