// What arrives in #dialog opens as a modal dialog; it closes by its buttons, by Escape, by a click beside it and when
// the answer of a form says so (HX-Trigger: dialog-close).
import { all, one, when } from "./page";

const box = (): HTMLDialogElement | null => one<HTMLDialogElement>("#dialog");

/** Closes the dialog and forgets its content; the browser gives the focus back. */
export function closeDialog(): void {
  const dialog = box();
  if (dialog?.open) dialog.close();
}

document.addEventListener("htmx:after:settle", (event) => {
  const dialog = box();
  if (!dialog || event.target !== dialog || !dialog.childElementCount) return;
  if (!dialog.open) {
    for (const menu of all(":popover-open.t-menu")) menu.hidePopover();
    dialog.showModal();
  }
  focusFirst(dialog);
});

/** The field with an error, else the one asked for, else the first: never the cross in the corner. */
function focusFirst(dialog: HTMLElement): void {
  const wanted = one("[aria-invalid=true]", dialog) ?? one("[autofocus]", dialog)
    ?? one(".t-dialog__body :is(input:not([type=hidden]), select, textarea, button, a[href])", dialog)
    ?? one(".t-dialog__foot button", dialog);
  wanted?.focus();
}

document.addEventListener("close", (event) => {
  if (event.target === box()) box()!.replaceChildren();
}, true);

document.addEventListener("dialog-close", closeDialog);
when("click", "[data-dialog-close]", (button) => button.closest("dialog")?.close());

// A click beside the dialog closes it, unless something has been typed in it.
let pressedBeside = false;
document.addEventListener("pointerdown", (event) => { pressedBeside = event.target instanceof HTMLDialogElement; });
document.addEventListener("click", (event) => {
  const dialog = event.target;
  if (pressedBeside && dialog instanceof HTMLDialogElement && dialog.id !== "session" && !typed(dialog)) dialog.close();
});

function typed(dialog: HTMLElement): boolean {
  return all<HTMLInputElement>("input:not([type=hidden]), textarea", dialog)
    .some((field) => (/checkbox|radio/.test(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue));
}
