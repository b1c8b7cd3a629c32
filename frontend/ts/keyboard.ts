// Single keys. What a page offers it declares with data-shortcut="n" (or "g c" for two keys, one after the other) and
// data-shortcut-label; `?` lists exactly that. Rows add j, k, x, Enter.
import { all, one, when, writing } from "./page";
import { openRow } from "./panel";
import { tickHere, unpick, walk } from "./rows";
import { walkBoxes, walkedHere } from "./walk";

const PAUSE = 900;
let first = "";
let forget = 0;

const shown = (element: HTMLElement): boolean => element.getClientRects().length > 0;

function declared(keys: string): HTMLElement | undefined {
  const found = all(`[data-shortcut="${CSS.escape(keys)}"]`);
  const own = walkedHere();
  const first = own && found.find((element) => own.contains(element)); // the box one stands at answers before others
  if (first) return first;
  return found.find(shown) ?? found.find((element) => element.closest("[popover]"));
}

function use(element: HTMLElement): void {
  if (element.matches("input:not([type=checkbox], [type=radio]), textarea, form")) element.focus();
  else element.click();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && !one("dialog[open], :popover-open.t-menu") && !writing(event) && unpick()) {
    event.preventDefault();
    return;
  }
  if (writing(event) || one("dialog[open], :popover-open.t-menu, .t-bcard--lifted")) return;
  if (typed(event.key)) event.preventDefault();
});

function typed(key: string): boolean {
  const both = first && `${first} ${key}`;
  clearTimeout(forget);
  const target = (both && declared(both)) || declared(key);
  first = "";
  if (target) {
    use(target);
    return true;
  }
  if (all("[data-shortcut]").some((element) => element.dataset.shortcut!.startsWith(`${key} `))) {
    first = key;
    forget = window.setTimeout(() => { first = ""; }, PAUSE);
    return true;
  }
  return inRows(key);
}

function inRows(key: string): boolean {
  if (key === "j") return walk(1) || walkBoxes(1);
  if (key === "k") return walk(-1) || walkBoxes(-1);
  if (key === "x") return tickHere();
  const row = document.activeElement;
  if (key === "Enter" && row instanceof HTMLElement && row.matches("[data-panel]")) {
    openRow(row);
    return true;
  }
  return false;
}

// ── `?` ────────────────────────────────────────────────────────────────────────────────────────────────────────
when("click", "[data-keys]", () => {
  const box = one<HTMLDialogElement>("#confirm")!;
  box.replaceChildren(one<HTMLTemplateElement>("#keys-template")!.content.cloneNode(true));
  if (!one("[data-list]")) for (const line of all("[data-needs-list]", box)) line.remove();
  if (!one("[data-walk]")) for (const line of all("[data-needs-walk]", box)) line.remove();
  if (!one("[data-board]")) for (const line of all("[data-needs-board]", box)) line.remove();
  one("dl", box)!.prepend(...listed().map(([keys, label]) => entry(keys, label)));
  box.addEventListener("close", () => box.replaceChildren(), { once: true });
  box.showModal();
});

function listed(): [string, string][] {
  const found = new Map<string, string>();
  for (const element of all("[data-shortcut][data-shortcut-label]")) {
    if (shown(element) || element.closest("[popover]")) found.set(element.dataset.shortcut!, element.dataset.shortcutLabel!);
  }
  return [...found];
}

function entry(keys: string, label: string): HTMLElement {
  const line = document.createElement("div");
  const [term, value] = [document.createElement("dt"), document.createElement("dd")];
  term.textContent = label;
  for (const key of keys.split(" ")) {
    const cap = document.createElement("kbd");
    cap.className = "t-kbd";
    cap.textContent = key.toUpperCase();
    value.append(cap);
  }
  line.append(term, value);
  return line;
}
