// The sheet at the right of a list. A row with data-panel="address" opens there; on a phone it opens as a page.
// Escape closes it; the list and its address stay.
import htmx from "htmx.org";
import { all, one, onPhone, when } from "./page";

const panel = (): HTMLElement | null => one("#panel");
let opener: HTMLElement | null = null;

/** Opens the row in the panel, or as a page where there is no room. */
export function openRow(row: HTMLElement): void {
  const link = one<HTMLAnchorElement>("a[href]", row);
  const address = row.dataset.panel;
  if (!address || !panel() || onPhone()) {
    if (link) location.href = link.href;
    return;
  }
  opener = row;
  for (const other of all(".t-row--open")) other.classList.remove("t-row--open");
  row.classList.add("t-row--open");
  void htmx.ajax("GET", address, { target: "#panel", swap: "innerHTML" });
}

/** Empties the panel and gives the focus back to its row. */
export function closePanel(): boolean {
  const sheet = panel();
  if (!sheet?.childElementCount) return false;
  sheet.replaceChildren();
  for (const row of all(".t-row--open")) row.classList.remove("t-row--open");
  opener?.focus();
  return true;
}

/** Whether something is open at the right. */
export function panelOpen(): boolean {
  return Boolean(panel()?.childElementCount);
}

/** Writes “14 de 312” where the panel has room for it: the row's place on the page, and the list's own count. */
export function place(rows: HTMLElement[]): void {
  const told = one("#panel [data-panel-place]");
  const at = rows.findIndex((row) => row.classList.contains("t-row--open"));
  if (!told || at < 0) return;
  const first = Number(/\d+/.exec((one("#list-foot .t-num")?.textContent ?? "1").replace(/[.\s]/g, ""))?.[0] ?? 1);
  told.textContent = `${first + at}${one("[data-count-of]")?.textContent ?? ""}`;
}

when("click", "[data-panel]", (row, event) => {
  const inner = (event.target as Element).closest("a, button, input, select, textarea, label, [data-edit], [popover]");
  if (inner && inner !== row && row.contains(inner)) return;
  if (getSelection()?.toString()) return;
  openRow(row);
});
when("click", "[data-panel-close]", () => void closePanel());
document.addEventListener("panel-close", () => void closePanel());
document.addEventListener("keydown", (event) => {
  const busy = event.defaultPrevented || one("dialog[open], :popover-open.t-menu, .t-cell--editing, .t-bcard--lifted, [data-picked]");
  if (event.key === "Escape" && !busy && closePanel()) event.preventDefault();
});
