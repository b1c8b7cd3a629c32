// Loaded on demand: moving things by hand, with SortableJS.
import Sortable from "sortablejs";

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Lines of a list change their order. */
export function sortLines(list: HTMLElement): void {
  Sortable.create(list, { animation: calm ? 0 : 120, ghostClass: "t-bcard--ghost", delay: 150, delayOnTouchOnly: true });
}

/** Cards move between the columns of a board; `dropped` hears where each one came to rest. */
export function sortCards(columns: HTMLElement[], dropped: (card: HTMLElement, from: HTMLElement, before: Element | null) => void): void {
  let next: Element | null = null;
  for (const column of columns) {
    Sortable.create(column, {
      group: "board", animation: calm ? 0 : 120, draggable: ".t-bcard", delay: 180, delayOnTouchOnly: true, forceFallback: true,
      ghostClass: "t-bcard--ghost", fallbackClass: "t-bcard--drag", fallbackOnBody: true, fallbackTolerance: 4,
      onStart: ({ item }) => { next = item.nextElementSibling; },
      onMove: ({ to }) => {
        for (const other of columns) other.closest(".t-col")?.classList.toggle("t-col--over", other === to);
      },
      onEnd: (event) => {
        const { item, from } = event;
        for (const other of columns) other.closest(".t-col")?.classList.remove("t-col--over");
        land(item, columns, (event as { originalEvent?: Event }).originalEvent);
        if (item.parentElement !== from || item.nextElementSibling !== next) dropped(item, from, next);
      },
    });
  }
}

/** The card comes to rest where it was let go: the library looks under it only twenty times a second, and a fast hand is gone by then. */
function land(card: HTMLElement, columns: HTMLElement[], event?: Event): void {
  const spot = event && "changedTouches" in event ? (event as TouchEvent).changedTouches[0] : (event as MouseEvent | undefined);
  if (spot?.clientX === undefined || event!.type.endsWith("cancel")) return;
  const under = document.elementFromPoint(spot.clientX, spot.clientY);
  const list = columns.find((column) => column.closest(".t-col")?.contains(under));
  if (!list || list === card.parentElement) return;
  const others = [...list.children].filter((other) => other !== card);
  list.insertBefore(card, others.find((other) => middle(other) > spot.clientY) ?? null);
}

function middle(element: Element): number {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}
