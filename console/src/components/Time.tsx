const FORMAT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Shows a time in the viewer's time zone, with the exact UTC time as its title. */
export function Time({ at }: { at: string | null | undefined }) {
  if (!at) {
    return <span>–</span>;
  }
  return (
    <time dateTime={at} title={at.replace("T", " ").replace(/(\.\d+)?Z$/, "$1 UTC")}>
      {FORMAT.format(new Date(at))}
    </time>
  );
}
