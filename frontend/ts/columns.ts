// The columns of a list: widened by the grip in their header, moved by dragging it; the list remembers both (POST to
// data-columns). By keyboard, the dialog of columns does the same. Also
// [data-sortable]: lines of a list that move up and down, by their buttons or by hand.
import { all, one, post, when } from "./page";

const NARROWEST = 56;

when("pointerdown", "[data-grip]", (grip, event) => {
  const head = grip.closest<HTMLElement>("th")!;
  const table = head.closest<HTMLElement>("table")!;
  event.preventDefault();
  fix(table);
  const [start, from] = [event.clientX, head.offsetWidth];
  grip.dataset.active = "";
  grip.setPointerCapture(event.pointerId);
  const move = (now: PointerEvent): void => { head.style.width = `${Math.max(NARROWEST, from + now.clientX - start)}px`; };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("lostpointercapture", () => {
    grip.removeEventListener("pointermove", move);
    delete grip.dataset.active;
    keep(table);
  }, { once: true });
});

/** Freezes the widths the browser chose, so that pulling one leaves the others. */
function fix(table: HTMLElement): void {
  for (const head of all("thead th", table)) head.style.width = `${head.offsetWidth}px`;
  table.classList.add("t-table--sized");
}

function keep(table: HTMLElement): void {
  if (!table.dataset.columns) return;
  const values = new URLSearchParams();
  for (const head of all("thead th[data-column]", table)) {
    values.append("column", head.dataset.column!);
    values.append("width", table.matches(".t-table--sized") ? String(Math.round(head.offsetWidth)) : "0");
  }
  void post(table.dataset.columns, values);
}

let dragged: HTMLElement | undefined;
when("dragstart", "th[draggable]", (head, event) => {
  if (one("[data-grip][data-active]", head)) return event.preventDefault();
  dragged = head;
  (event as DragEvent).dataTransfer!.effectAllowed = "move";
});
when("dragover", "th[draggable]", (head, event) => {
  if (dragged && dragged !== head && dragged.parentElement === head.parentElement) event.preventDefault();
});
when("drop", "th[draggable]", (head, event) => {
  event.preventDefault();
  const heads = [...head.parentElement!.children];
  const [from, to] = [heads.indexOf(dragged!), heads.indexOf(head)];
  const table = head.closest("table")!;
  for (const row of table.rows) row.cells[to][to > from ? "after" : "before"](row.cells[from]);
  keep(table);
});
when("dragend", "th[draggable]", () => { dragged = undefined; });

function step(button: HTMLElement, forward: boolean): void {
  const line = button.closest("li")!;
  const other = forward ? line.nextElementSibling : line.previousElementSibling;
  if (!other) return;
  if (forward) other.after(line);
  else other.before(line);
  button.focus();
  told(line);
}

/** Where a line has come to, for whoever does not see it: its own list says so, as a dialog hushes the rest of the page. */
function told(line: HTMLElement): void {
  const list = line.parentElement!;
  const place = one("[data-sort-told]", list.parentElement!);
  if (!place) return;
  const parts: Record<string, string> = {
    NAME: line.textContent.trim().split("\n")[0]!, N: String([...list.children].indexOf(line) + 1), ALL: String(list.children.length),
  };
  place.textContent = place.dataset.sortTold!.replace(/\b(NAME|N|ALL)\b/g, (part) => parts[part]!);
}
when("click", "[data-sort-up]", (button) => step(button, false));
when("click", "[data-sort-down]", (button) => step(button, true));

async function sortable(root: ParentNode): Promise<void> {
  const list = one("[data-sortable]:not([data-ready])", root);
  if (!list) return;
  list.dataset.ready = "";
  const { sortLines } = await import("./sorting");
  sortLines(list);
}

function sized(): void {
  for (const table of all("[data-list]:has(th[width]):not(.t-table--sized)")) {
    for (const head of all("th[width]", table)) head.style.width = `${head.getAttribute("width")}px`;
    table.classList.add("t-table--sized");
  }
}
sized();
document.addEventListener("htmx:after:settle", (event) => {
  sized();
  if (event.target instanceof Element) void sortable(event.target);
});
