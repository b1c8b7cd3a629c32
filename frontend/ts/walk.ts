// Boxes that are answered one by one ([data-walk] holds them, each [data-walked]): j and k walk them, and after an answer
// the next one has the focus.
import { all, one } from "./page";

const boxes = (): HTMLElement[] => all("[data-walk] [data-walked]");
let place = -1;

/** The box that has the focus, or holds what has it. */
export function walkedHere(): HTMLElement | null {
  return (document.activeElement as HTMLElement | null)?.closest<HTMLElement>("[data-walked]") ?? null;
}

/** Moves to the next (1) or the previous (-1) box. False where there are none. */
export function walkBoxes(step: number): boolean {
  const list = boxes();
  if (!list.length) return false;
  const here = walkedHere();
  const at = here ? list.indexOf(here) : step > 0 ? -1 : list.length;
  stand(Math.min(list.length - 1, Math.max(0, at + step)));
  return true;
}

function stand(at: number): void {
  const box = boxes()[at] ?? one("[data-walk]")!; // nothing is left to answer
  box.focus();
  box.scrollIntoView({ block: "nearest" });
}

// An answer takes its box away: whichever comes into its place is the next one.
document.addEventListener("htmx:before:request", (event) => {
  const box = (event.detail.ctx.sourceElement as Element).closest<HTMLElement>("[data-walked]");
  if (box) place = boxes().indexOf(box);
});
document.addEventListener("htmx:after:settle", () => {
  if (place < 0 || !one("[data-walk]") || walkedHere()) return;
  stand(Math.min(place, boxes().length - 1));
  place = -1;
});
