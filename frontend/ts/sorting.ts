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
      onEnd: ({ item, from, to, oldIndex, newIndex }) => {
        for (const other of columns) other.closest(".t-col")?.classList.remove("t-col--over");
        if (from !== to || oldIndex !== newIndex) dropped(item, from, next);
      },
    });
  }
}
