// [data-combo="address"]: choosing one of many by typing. The address answers ?q= with .t-combo__option lines that carry
// data-value and data-label; the hidden [data-combo-value] beside holds what will be sent.
import { all, one, when } from "./page";

const parts = (combo: HTMLElement) => ({
  input: one<HTMLInputElement>("[role=combobox]", combo)!,
  value: one<HTMLInputElement>("[data-combo-value]", combo)!,
  list: one("[role=listbox]", combo)!,
});
const options = (combo: HTMLElement): HTMLElement[] => all("[role=option]", parts(combo).list);
let asked = 0;
let timer = 0;

function show(combo: HTMLElement, open: boolean): void {
  const { input, list } = parts(combo);
  list.hidden = !open;
  input.setAttribute("aria-expanded", String(open));
  if (!open) input.removeAttribute("aria-activedescendant");
}

async function ask(combo: HTMLElement): Promise<void> {
  const { input, list } = parts(combo);
  const mine = ++asked;
  const address = new URL(combo.dataset.combo!, location.href);
  address.searchParams.set("q", input.value.trim());
  const answer = await fetch(address, { credentials: "same-origin", headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || mine !== asked) return;
  const piece = new DOMParser().parseFromString(await answer.text(), "text/html");
  list.replaceChildren(...piece.body.childNodes);
  options(combo).forEach((option, at) => { option.id = `${list.id}-${at}`; });
  show(combo, true);
  mark(combo, options(combo)[0]);
}

function mark(combo: HTMLElement, option: HTMLElement | undefined): void {
  for (const other of options(combo)) other.setAttribute("aria-selected", String(other === option));
  if (option) parts(combo).input.setAttribute("aria-activedescendant", option.id);
  option?.scrollIntoView({ block: "nearest" });
}

function choose(combo: HTMLElement, option: HTMLElement | null): void {
  const { input, value } = parts(combo);
  value.value = option?.dataset.value ?? "";
  input.value = option ? option.dataset.label ?? option.textContent!.trim() : "";
  input.dataset.chosen = input.value;
  show(combo, false);
  value.dispatchEvent(new Event("change", { bubbles: true }));
}

when("input", "[data-combo] [role=combobox]", (input) => {
  const combo = input.closest<HTMLElement>("[data-combo]")!;
  clearTimeout(timer);
  timer = window.setTimeout(() => void ask(combo), 150);
});
when("click", "[data-combo] [role=combobox]", (input) => void ask(input.closest<HTMLElement>("[data-combo]")!));
when("pointerdown", "[data-combo] [role=option]", (option, event) => {
  event.preventDefault();
  choose(option.closest<HTMLElement>("[data-combo]")!, option);
});

when("keydown", "[data-combo] [role=combobox]", (input, event) => {
  const combo = input.closest<HTMLElement>("[data-combo]")!;
  const open = !parts(combo).list.hidden;
  const list = options(combo);
  const at = list.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && !open) void ask(combo);
  else if (step && list.length) mark(combo, list[(at + step + list.length) % list.length]);
  else if (open && event.key === "Enter" && list[at]) choose(combo, list[at]!);
  else if (open && event.key === "Escape") show(combo, false);
  else return;
  event.preventDefault();
  event.stopPropagation();
});

// Leaving the field: empty means nobody; half a word goes back to what was chosen.
when("focusout", "[data-combo] [role=combobox]", (element) => {
  const input = element as HTMLInputElement;
  const combo = input.closest<HTMLElement>("[data-combo]")!;
  show(combo, false);
  const chosen = input.dataset.chosen ?? input.defaultValue;
  if (!input.value.trim() && parts(combo).value.value) choose(combo, null);
  else if (input.value !== chosen && input.value.trim()) input.value = chosen;
});
