// The command palette: `/` or Ctrl/⌘K. Records come from the server as one types; places and “new” stand in the page.
import htmx from "htmx.org";
import { all, one, when } from "./page";
import { fold } from "./words";

const box = (): HTMLDialogElement | null => one<HTMLDialogElement>("#palette");
const field = (): HTMLInputElement | null => one<HTMLInputElement>("#palette input[name=q]");
const options = (): HTMLElement[] => all("#palette [role=option]").filter((option) => option.getClientRects().length > 0);

/** Opens the palette, empty, with what the page itself offers. */
export function openPalette(): void {
  const dialog = box();
  if (!dialog || dialog.open) return;
  dialog.showModal();
  field()!.select();
  htmx.trigger(field()!, "palette-open");
  narrow();
}

when("click", "[data-palette]", openPalette);
when("click", "[data-palette-close]", () => box()?.close());
when("click", "#palette [role=option]", () => box()?.close());
when("submit", "#palette form", (_form, event) => { event.preventDefault(); chosen()?.click(); });

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
  }
});

/** Of the page's own actions, those whose words begin with what was typed. */
function narrow(): void {
  const typed = fold(field()?.value ?? "").split(" ").filter(Boolean);
  for (const action of all("#palette-actions [data-words]")) {
    const words = fold(action.dataset.words!).split(" ");
    const fits = typed.every((part) => words.some((word) => word.startsWith(part)));
    action.hidden = !fits || (!typed.length && action.hasAttribute("data-only-typed"));
  }
  mark(options()[0]);
}

function chosen(): HTMLElement | undefined {
  return options().find((option) => option.getAttribute("aria-selected") === "true") ?? options()[0];
}

function mark(option: HTMLElement | undefined): void {
  for (const other of all("#palette [role=option]")) other.setAttribute("aria-selected", String(other === option));
  if (option) option.id ||= `found-${Math.random().toString(36).slice(2)}`;
  field()?.setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

// “Garcia?”: the nearest word takes the place of what was typed.
when("click", "#palette [data-near]", (link) => { field()!.value = link.dataset.near!; });
when("input", "#palette input", narrow);
when("keydown", "#palette", (_dialog, event) => {
  const list = options();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !list.length) return;
  event.preventDefault();
  const at = list.indexOf(chosen()!);
  mark(list[(at + step + list.length) % list.length]);
});
document.addEventListener("htmx:after:settle", (event) => {
  if (event.target instanceof Element && event.target.id === "palette-found") mark(options()[0]);
});
