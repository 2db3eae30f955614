import { useEffect, useState } from "react";

/** Gives the focus back to the element that had it, when the component is unmounted. */
export function useReturnFocus(): void {
  const [opener] = useState(openerOf);
  useEffect(
    () => () => {
      // After the dialog is removed, which takes the focus away.
      setTimeout(() => {
        if (opener?.isConnected && document.activeElement === document.body) {
          opener.focus();
        }
      });
    },
    [opener],
  );
}

/** Returns the focused element. A menu closes with its item, so its button stands for the item. */
function openerOf(): HTMLElement | null {
  const focused = document.activeElement;
  const menu = focused?.closest("[role=menu]");
  const opener = menu ? document.querySelector(`[aria-controls="${menu.id}"]`) : focused;
  return opener instanceof HTMLElement ? opener : null;
}
