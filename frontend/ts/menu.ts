// Menus: a [popover].t-menu opened by a button with popovertarget. Placed beside its button; arrows walk, Escape leaves.
import { all, one, when } from "./page";

const GAP = 4;

function opener(menu: HTMLElement): HTMLElement | null {
  const found = all(`[popovertarget="${CSS.escape(menu.id)}"]`).filter((button) => button.offsetParent || button.getClientRects().length);
  return found.find((button) => button === document.activeElement) ?? found[0] ?? null;
}

function place(menu: HTMLElement): void {
  const button = opener(menu);
  if (!button) return;
  const at = button.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const below = at.bottom + GAP + size.height <= innerHeight || at.top < size.height;
  const left = at.left + size.width <= innerWidth - 8 ? at.left : at.right - size.width;
  menu.style.top = `${Math.max(8, below ? at.bottom + GAP : at.top - GAP - size.height)}px`;
  menu.style.left = `${Math.min(Math.max(8, left), Math.max(8, innerWidth - size.width - 8))}px`;
}

const items = (menu: HTMLElement): HTMLElement[] =>
  all(":is([role^=menuitem], .t-menu__item):not([disabled])", menu);

document.addEventListener("toggle", (event) => {
  const menu = event.target as HTMLElement;
  if (!menu.matches?.(".t-menu[popover]")) return;
  const open = (event as ToggleEvent).newState === "open";
  opener(menu)?.setAttribute("aria-expanded", String(open));
  if (!open) return;
  place(menu);
  (one("[autofocus]", menu) ?? items(menu)[0])?.focus();
}, true);

when("keydown", ".t-menu", (menu, event) => {
  const list = items(menu);
  const at = list.indexOf(document.activeElement as HTMLElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: list.length - 1 }[event.key];
  if (next === undefined || !list.length || (event.target as HTMLElement).matches("input, textarea, select")) return;
  event.preventDefault();
  list[(next + list.length) % list.length]!.focus();
});

// Choosing something closes the menu, unless it holds a form that is still being filled.
when("click", ".t-menu .t-menu__item", (item) => {
  if (!item.matches("[data-keep-open]")) item.closest<HTMLElement>(".t-menu")?.hidePopover();
});
