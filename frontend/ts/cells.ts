// Editing in place: a double click, Enter or F2 on a [data-edit] cell fetches its small form; Enter saves, Escape leaves.
// The address is data-edit-url, or <data-url of the list>/<data-ref of the row>/field/<data-edit>.
import htmx from "htmx.org";
import { all, one, when, word } from "./page";
import { say } from "./toast";

const CELL = "[data-edit]:not([data-editing])";

function address(cell: HTMLElement): string {
  if (cell.dataset.editUrl) return cell.dataset.editUrl;
  const base = cell.closest<HTMLElement>("[data-url]")?.dataset.url ?? "";
  const ref = cell.closest<HTMLElement>("[data-ref]")?.dataset.ref ?? "";
  return `${base}${ref}/field/${encodeURIComponent(cell.dataset.edit!)}?tag=${cell.tagName.toLowerCase()}`;
}

function fetchInto(cell: HTMLElement, url: string): void {
  void htmx.ajax("GET", url, { source: cell, target: cell, swap: "outerHTML" });
}

/** Opens the form of a cell. */
export function edit(cell: HTMLElement): void {
  back = { ...position(cell), form: true };
  fetchInto(cell, address(cell));
}

function leave(form: HTMLElement): void {
  const cell = form.closest<HTMLElement>("[data-edit]")!;
  back = { ...position(cell), form: false };
  fetchInto(cell, form.dataset.cancel!);
}

when("dblclick", `td${CELL}`, edit);
// A cell that is closed says why: its column for everybody or for this profile, else its row.
when("dblclick", "[data-list] .t-row > td:not([data-edit], .t-cell--tick, .t-cell--name)", (cell) => {
  const head = cell.closest("table")!.rows[0]!.cells[(cell as HTMLTableCellElement).cellIndex]!;
  say({ text: head.dataset.closed ?? word("closedRow") });
});
when("click", `dd${CELL}`, (cell, event) => {
  if (!(event.target as Element).closest("a, button")) edit(cell);
});
when("click", "[data-cell-cancel]", (button) => leave(button.closest<HTMLElement>("[data-cell-form]")!));

when("keydown", CELL, (cell, event) => {
  if (event.target !== cell || !["Enter", "F2"].includes(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  edit(cell);
});
when("keydown", "[data-cell-form]", (form, event) => {
  if (event.defaultPrevented) return;
  if (event.key === "Escape") {
    event.preventDefault();
    leave(form);
  } else if (event.key === "Enter" && !(event.target as Element).matches("button, textarea:not([data-one-line])")) {
    event.preventDefault();
    (form as HTMLFormElement).requestSubmit();
  }
});

// Leaving a cell for somewhere else saves what was typed in it; a choice with a list of its own waits to be made.
when("focusout", "[data-cell-form]", (form) => {
  setTimeout(() => {
    if (!form.isConnected || form.contains(document.activeElement) || one("dialog[open]") || one("[data-combo]", form)) return;
    const fields = all<HTMLInputElement>("input:not([type=hidden], [type=checkbox]), textarea", form);
    if (fields.some((field) => field.value !== field.defaultValue)) (form as HTMLFormElement).requestSubmit();
  }, 150);
});

// From a row, the arrows step through its cells; F2 opens the first that can be edited.
when("keydown", "[data-list] .t-row", (row, event) => {
  const cells = all(`td${CELL}`, row);
  if (!cells.length || (event.target as Element).closest("[data-editing]")) return;
  const at = cells.indexOf(event.target as HTMLElement);
  if (event.key === "F2" && at < 0) edit(cells[0]!);
  else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    const next = at + (event.key === "ArrowRight" ? 1 : -1);
    const cell = next < 0 ? row : cells[Math.min(next, cells.length - 1)]!;
    cell.tabIndex = -1;
    cell.focus();
  } else return;
  event.preventDefault();
});

// After the form or the finished cell has come: the focus goes where the hand already is.
// `form` says which of the two is awaited: other parts of the page may arrive in between.
type Place = { ref: string; name: string };
let back: (Place & { form: boolean }) | null = null;

function position(cell: HTMLElement): Place {
  return { ref: cell.closest<HTMLElement>("[data-ref]")?.dataset.ref ?? "", name: cell.dataset.edit ?? "" };
}

document.addEventListener("htmx:after:settle", (event) => {
  if (!back || !(event.target instanceof HTMLElement)) return;
  const { ref, name } = back;
  const cell = all(`[data-edit="${CSS.escape(name)}"]`).find((found) => position(found).ref === ref && found.getClientRects().length);
  const editing = cell?.hasAttribute("data-editing");
  if (!cell || (event.target !== cell && editing !== back.form)) return;
  const field = one<HTMLInputElement>(":is(input:not([type=hidden]), select, textarea)", cell);
  if (editing) {
    back = { ref, name, form: false };
    setTimeout(() => { field?.focus(); if (field?.type === "text") field.select(); });
  } else {
    back = null;
    if (!cell.hasAttribute("tabindex")) cell.tabIndex = -1;
    setTimeout(() => cell.focus());
  }
});
