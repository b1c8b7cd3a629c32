// Lines at the bottom that say what happened. They come as HX-Trigger: {"toast": {...}}, in the page, or in a cookie
// after a redirect. Undo posts to /undo/<reference>.
import htmx from "htmx.org";
import { all, one } from "./page";

export interface Toast { text: string; undo?: string; link?: string; kind?: string }

const STAY = 8000;

/** Shows a toast; errors and warnings stay until they are closed. */
export function say(toast: Toast): void {
  const list = one("#toasts");
  if (!list || !toast.text) return;
  const line = document.createElement("div");
  line.className = "t-toast";
  line.append(part("span", "t-toast__text", toast.text));
  if (toast.link) line.append(link(toast.link, list.dataset.open!));
  if (toast.undo) line.append(button(list.dataset.undo!, () => undo(toast.undo!, line)));
  line.append(cross(list.dataset.close!, () => drop(line)));
  list.append(line);
  while (list.querySelectorAll(".t-toast").length > 3) one(".t-toast", list)!.remove();
  raise(list);
  if (toast.kind !== "error" && toast.kind !== "warning") leaveLater(line);
}

/** Above open dialogs, which live in the browser's top layer. */
function raise(list: HTMLElement): void {
  if (list.matches(":popover-open")) list.hidePopover();
  list.showPopover();
}

function leaveLater(line: HTMLElement): void {
  let timer = setTimeout(() => drop(line), STAY);
  for (const stop of ["pointerenter", "focusin"]) line.addEventListener(stop, () => clearTimeout(timer));
  for (const go of ["pointerleave", "focusout"]) line.addEventListener(go, () => { timer = setTimeout(() => drop(line), STAY); });
}

function drop(line: HTMLElement): void {
  const list = line.parentElement;
  line.remove();
  if (list && !list.querySelector(".t-toast")) list.hidePopover();
}

/** The answer says what came back, in a toast; or names, in a dialog, what could not. */
function undo(ref: string, line: HTMLElement): void {
  drop(line);
  void htmx.ajax("POST", `/undo/${encodeURIComponent(ref)}`, { target: "#dialog", swap: "innerHTML" });
}

function part(tag: string, name: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}

function button(text: string, act: () => void): HTMLElement {
  const element = part("button", "t-btn t-btn--sm", text) as HTMLButtonElement;
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

function cross(label: string, act: () => void): HTMLElement {
  const element = button("×", act);
  element.classList.add("t-btn--quiet", "t-btn--icon");
  element.setAttribute("aria-label", label);
  return element;
}

function link(address: string, text: string): HTMLElement {
  const element = part("a", "t-btn t-btn--sm", text) as HTMLAnchorElement;
  element.href = address;
  return element;
}

document.addEventListener("toast", (event) => say((event as CustomEvent<Toast>).detail));

/** What the server said in the page itself, or left in a cookie before a redirect. */
function pending(): void {
  for (const said of all<HTMLTemplateElement>("template[data-toast]")) {
    say({ text: said.content.textContent?.trim() ?? "", kind: said.dataset.toast });
    said.remove();
  }
  const kept = document.cookie.split("; ").find((pair) => pair.startsWith("tendero_toast="));
  if (!kept) return;
  document.cookie = "tendero_toast=; max-age=0; path=/";
  try {
    say(JSON.parse(decodeURIComponent(kept.slice("tendero_toast=".length).replace(/^"|"$/g, ""))) as Toast);
  } catch { /* somebody else's cookie */ }
}
pending();
