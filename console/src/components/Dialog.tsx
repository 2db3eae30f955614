import { Modal, type ModalProps } from "@mantine/core";
import { useReturnFocus } from "./useReturnFocus";

/**
 * A dialog that is open while it is mounted. When it closes, the element that opened it has the
 * focus again.
 */
export function Dialog(props: Omit<ModalProps, "opened">) {
  useReturnFocus();
  return <Modal opened size="lg" closeButtonProps={{ "aria-label": "Close" }} {...props} />;
}
