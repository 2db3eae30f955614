import { notifications } from "@mantine/notifications";
import { messageOf } from "../api/error";

const closeButtonProps = { "aria-label": "Close" };

/** Reports that something was done. */
export function notify(message: string): void {
  notifications.show({ message, closeButtonProps });
}

/** Reports that something failed. */
export function notifyError(title: string, error: unknown): void {
  notifications.show({ color: "red", title, message: messageOf(error), closeButtonProps });
}
