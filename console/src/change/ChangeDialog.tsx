import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useEffect, useState, type FormEvent, type ReactNode } from "react";
import { Dialog } from "../components/Dialog";
import { ErrorAlert } from "../components/Feedback";
import { notify } from "../components/notify";
import { errorsOf, resultOf, type Change, type ChangeData, type ChangeErrors } from "./change";
import { PreviewPanel } from "./PreviewPanel";
import { useChange } from "./useChange";

export interface ChangeDialogProps<Data extends ChangeData, Variables> {
  title: string;
  onClose: () => void;
  change: Change<Data, Variables>;
  /** The label of the button that makes the change. */
  label: string;
  /** The object before the change, for the preview. Null for a new object. */
  before?: object | null;
  /** The arguments whose errors the fields show. */
  fields?: string[];
  /**
   * Whether the change takes something away. It is previewed as soon as the form is complete, and
   * marked red.
   */
  isDestructive?: boolean;
  /** The name to type before the change can be made. */
  nameToType?: string;
  /** Whether the form is complete. */
  isComplete?: boolean;
  /**
   * Whether a dry run previews the change. Default: true. A sync run has a plan instead, and its
   * screen shows what becomes of it.
   */
  hasPreview?: boolean;
  onDone?: (data: Data) => void;
  children?: ReactNode | ((errors: ChangeErrors) => ReactNode);
}

/**
 * A dialog for one change: its form, a preview by dry run, and the button that makes the change.
 *
 * Mount the component to open the dialog, so that each opening starts with a new form.
 */
export function ChangeDialog<Data extends ChangeData, Variables>(
  props: ChangeDialogProps<Data, Variables>,
) {
  const { title, onClose, label, before, fields = [], isDestructive = false } = props;
  const { nameToType, isComplete = true, hasPreview = true, onDone, children } = props;
  const [typed, setTyped] = useState("");
  const change = useChange(props.change, (data) => {
    if (hasPreview) {
      notify(doneMessage(title, data));
    }
    onClose();
    onDone?.(data);
  });
  const errors = errorsOf(change.latest, fields);

  const { preview } = change;
  useEffect(() => {
    if (isDestructive && isComplete && hasPreview) {
      preview();
    }
    // Only once, when the dialog opens or its form becomes complete.
  }, [isComplete]);

  const isNamed = nameToType === undefined || typed.trim() === nameToType.trim();
  const mayApply = isComplete && isNamed && !change.isPreviewing;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (mayApply) {
      change.apply();
    }
  };

  return (
    <Dialog onClose={onClose} title={title}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {typeof children === "function" ? children(errors) : children}
          {errors.others.map((message) => (
            <Alert key={message} color="red" role="alert">
              {message}
            </Alert>
          ))}
          {change.failure && <ErrorAlert error={change.failure} />}
          {change.previewed && (
            <PreviewPanel result={change.previewed} {...(before !== undefined && { before })} />
          )}
          {nameToType !== undefined && (
            <TextInput
              label={
                <>
                  Type{" "}
                  <Text span fw={700}>
                    {nameToType}
                  </Text>{" "}
                  to confirm
                </>
              }
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            {hasPreview && (
              <Button
                variant="default"
                loading={change.isPreviewing}
                disabled={!isComplete}
                onClick={change.preview}
              >
                Preview
              </Button>
            )}
            <Button
              type="submit"
              color={isDestructive ? "red.9" : undefined}
              loading={change.isApplying}
              disabled={!mayApply}
            >
              {label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function doneMessage(title: string, data: ChangeData): string {
  const { outcome, records } = resultOf(data);
  if (outcome === "UNCHANGED") {
    return `${title}: nothing had to change.`;
  }
  if (outcome === "QUEUED") {
    return `${title}: a job does this in the background.`;
  }
  return `${title}: done, ${records} ${records === 1 ? "row" : "rows"} changed.`;
}
