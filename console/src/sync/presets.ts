/** The systems whose files are read, as the form offers them. */
export const PRESETS = [
  { value: "auto", label: "Recognize by the header" },
  { value: "native", label: "tenantry" },
  { value: "google", label: "Google Workspace" },
  { value: "entra", label: "Microsoft Entra" },
  { value: "m365", label: "Microsoft 365" },
  { value: "okta", label: "Okta" },
  { value: "zendesk", label: "Zendesk" },
];

/** Returns the name for people of the preset by which a file is read. */
export function presetLabel(preset: string | null): string {
  return PRESETS.find(({ value }) => value === preset)?.label ?? preset ?? "";
}
