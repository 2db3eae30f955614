/** Icons of 24 by 24 units, drawn with lines. They are decoration: the text beside them says the same. */
const PATHS = {
  home: "M4 11l8-7 8 7v9h-5v-6h-6v6h-5z",
  user: "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3.5-7 8-7s8 3 8 7",
  users:
    "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21c0-4 3-7 7-7s7 3 7 7M16 3.5a4 4 0 0 1 0 7M18 14.5c2.5 1 4 3.3 4 6.5",
  org: "M4 21V4h10v17M14 9h6v12M2 21h20M8 8h2M8 12h2M8 16h2",
  import: "M12 3v12M7 10l5 5 5-5M4 20h16",
  jobs: "M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M5.6 18.4l2.2-2.2M16.2 7.8l2.2-2.2",
  audit: "M6 3h9l4 4v14H6zM9 10h7M9 14h7M9 18h4",
  token: "M15 9a5 5 0 1 0-4.6 5L12 12.5h2V11h2l1-1M7.5 9h.01",
  search: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM21 21l-6-6",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4M17.6 6.4L19 5",
  moon: "M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10z",
  out: "M14 4H5v16h9M10 12h11M17 8l4 4-4 4",
  columns: "M4 4h16v16H4zM9.5 4v16M14.5 4v16",
  download: "M12 3v12M7 10l5 5 5-5M4 20h16",
  group: "M8 8h8v8H8zM4 4h4v4H4zM16 4h4v4h-4zM4 16h4v4H4zM16 16h4v4h-4z",
  code: "M8 7l-5 5 5 5M16 7l5 5-5 5",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
