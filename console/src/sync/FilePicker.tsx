import { Text } from "@mantine/core";
import { useState, type DragEvent } from "react";
import classes from "./FilePicker.module.css";

interface Props {
  file: File | null;
  onFile: (file: File) => void;
}

/** Takes a file that the viewer drops or selects. */
export function FilePicker({ file, onFile }: Props) {
  const [isOver, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped) {
      onFile(dropped);
    }
  };
  return (
    <label
      className={classes.drop}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <input
        type="file"
        className={classes.input}
        accept=".csv,.tsv,.txt,.jsonl,.ndjson,text/csv"
        onChange={(event) => {
          const selected = event.currentTarget.files?.[0];
          if (selected) {
            onFile(selected);
          }
        }}
      />
      <Text fw={600}>{file ? file.name : "Drop a CSV file here, or select one"}</Text>
      <Text size="sm" c="dimmed">
        {file
          ? `${Math.ceil(file.size / 1024).toLocaleString()} KiB. Select another file to replace it.`
          : "One row is one person in one org. Exports of Google, Entra, Microsoft 365, Okta and Zendesk work as they are."}
      </Text>
    </label>
  );
}
