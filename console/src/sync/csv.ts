/** The beginning of a CSV file, to show before it is sent. */
export interface CsvHead {
  columns: string[];
  rows: string[][];
}

const HEAD_BYTES = 64 * 1024;
const MAX_ROWS = 3;

/** The columns that tenantry knows by itself. The server compares names in the same way. */
const NATIVE = new Set([
  "email",
  "externalid",
  "first",
  "last",
  "name",
  "mobile",
  "timezone",
  "org",
  "role",
  "status",
  "groups",
  "isdefault",
  "userexternalid",
]);

export function isNative(column: string): boolean {
  return NATIVE.has(column.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ""));
}

/** Reads the header and the first rows. The server reads the whole file. */
export async function readHead(file: File): Promise<CsvHead> {
  const bytes = await file.slice(0, HEAD_BYTES).arrayBuffer();
  const [columns = [], ...rows] = parse(decode(new Uint8Array(bytes)), MAX_ROWS + 1);
  return { columns, rows };
}

function decode(bytes: Uint8Array): string {
  const isUtf16 =
    (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const encoding = !isUtf16 ? "utf-8" : bytes[0] === 0xff ? "utf-16le" : "utf-16be";
  return new TextDecoder(encoding).decode(bytes);
}

function parse(text: string, limit: number): string[][] {
  const delimiter = delimiterOf(text);
  const records: string[][] = [];
  let record: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < text.length && records.length < limit; at++) {
    const char = text[at];
    if (isQuoted) {
      if (char === '"' && text[at + 1] === '"') {
        cell += '"';
        at++;
      } else if (char === '"') {
        isQuoted = false;
      } else {
        cell += char;
      }
    } else if (char === '"' && cell === "") {
      isQuoted = true;
    } else if (char === delimiter) {
      record.push(cell);
      cell = "";
    } else if (char === "\n" || char === "\r") {
      if (cell !== "" || record.length > 0) {
        records.push([...record, cell]);
      }
      record = [];
      cell = "";
    } else {
      cell += char;
    }
  }
  if (records.length < limit && (cell !== "" || record.length > 0)) {
    records.push([...record, cell]);
  }
  return records;
}

function delimiterOf(text: string): string {
  const header = text.split(/[\r\n]/, 1)[0] ?? "";
  const counts = [",", ";", "\t"].map((delimiter) => header.split(delimiter).length);
  return [",", ";", "\t"][counts.indexOf(Math.max(...counts))]!;
}
