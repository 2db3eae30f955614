import type { ReactNode } from "react";

/** A column of a list. */
export interface Column<Row> {
  id: string;
  header: string;
  /** What a cell shows. Default: `text`. */
  cell?: (row: Row) => ReactNode;
  /** The value as plain text, for the CSV file. */
  text: (row: Row) => string;
  /** The width as a track of a CSS grid. Default: one equal part. */
  width?: string;
  /** The width on a narrow screen, if it differs. */
  narrowWidth?: string;
  /** Whether a narrow screen shows the column. */
  narrow?: boolean;
  /** Whether the column is hidden until the viewer selects it. */
  optional?: boolean;
  /** Whether the cells have buttons and no values. A CSV file leaves the column out. */
  hasActions?: boolean;
}
