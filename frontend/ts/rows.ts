// Rows of a list ([data-list]): walking with j and k, ticking, and the selection bar.
import { all, one, when } from "./page";
import { openRow, panelOpen, place } from "./panel";

const rows = (): HTMLElement[] => all("[data-list] .t-row");
const ticks = (): HTMLInputElement[] => all<HTMLInputElement>("[data-pick]");
const here = (): HTMLElement | null =>
  (document.activeElement as HTMLElement | null)?.closest<HTMLElement>("[data-list] .t-row") ?? one("[data-list] .t-row--open");

/** Moves to the next (1) or the previous (-1) row; an open panel follows. False where there are no rows. */
export function walk(step: number): boolean {
  const list = rows();
  if (!list.length) return false;
  const at = here() ? list.indexOf(here()!) : step > 0 ? -1 : list.length;
  const next = list[Math.min(list.length - 1, Math.max(0, at + step))]!;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  if (panelOpen()) openRow(next);
  return true;
}

when("click", "[data-panel-walk]", (button) => void walk(Number(button.dataset.panelWalk)));

document.addEventListener("htmx:after:settle", (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.id === "panel") place(rows());
  else count();
});

// ── Ticking ────────────────────────────────────────────────────────────────────────────────────────────────────
let last: HTMLInputElement | null = null;

when("click", "[data-pick]", (element, event) => {
  const tick = element as HTMLInputElement;
  const list = ticks();
  if (event.shiftKey && last && list.includes(last)) {
    const [from, to] = [list.indexOf(last), list.indexOf(tick)].sort((a, b) => a - b);
    for (const between of list.slice(from, to! + 1)) between.checked = tick.checked;
  }
  last = tick;
  whole(false);
  count();
});

when("change", "[data-pick-all]", (element) => {
  for (const tick of ticks()) tick.checked = (element as HTMLInputElement).checked;
  whole(false);
  count();
});
when("click", "[data-pick-none]", () => void unpick());
when("click", "[data-pick-whole]", (button) => {
  whole(true);
  count();
  one("[data-pick-count]")!.textContent = one("[data-told]", button)?.dataset.told ?? button.dataset.told!;
  one("[data-pick-bar]")!.focus(); // the button is no longer there
});

/** Ticks or unticks the row that has the focus. */
export function tickHere(): boolean {
  const tick = here() && one<HTMLInputElement>("[data-pick]", here()!);
  tick?.click();
  return Boolean(tick);
}

/** Unticks everything; false when nothing was ticked. */
export function unpick(): boolean {
  const picked = ticks().filter((tick) => tick.checked);
  for (const tick of picked) tick.checked = false;
  whole(false);
  count();
  return picked.length > 0;
}

function whole(yes: boolean): void {
  const value = one<HTMLInputElement>("[data-pick-whole-value]");
  if (value) value.value = yes ? "1" : "";
  const button = one("[data-pick-whole]");
  if (button) button.hidden = yes;
}

function count(): void {
  const list = ticks();
  const picked = list.filter((tick) => tick.checked);
  for (const tick of list) tick.closest(".t-row")?.setAttribute("aria-selected", String(tick.checked));
  const everything = one<HTMLInputElement>("[data-pick-all]");
  if (everything) {
    everything.checked = list.length > 0 && picked.length === list.length;
    everything.indeterminate = picked.length > 0 && picked.length < list.length;
  }
  one(".t-sheet")?.toggleAttribute("data-picked", picked.length > 0);
  const told = one("[data-pick-count]");
  if (told && one<HTMLInputElement>("[data-pick-whole-value]")?.value !== "1") told.textContent = picked.length === 1 ? told.dataset.one! : told.dataset.many!.replace("{n}", String(picked.length));
}
