// form[data-draft="name"]: what has been typed and not saved is kept in this browser, and comes back with the form after
// a lost connection, an expired session or a closed window. Signing out forgets it; so do three days.
import { all, one, when, word } from "./page";
import { say } from "./toast";

type Draft = { at: number; values: [string, string][]; version: string };
const DAYS = 3 * 86_400_000;
const person = (): string => document.body.dataset.person ?? "";
const key = (form: HTMLElement): string => `draft:${person()}:${form.dataset.draft}`;
const KEPT = "input:not([type=hidden], [type=password], [type=file], [type=submit], [type=search]), textarea, select, [data-combo-value]";
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function changed(field: Field): boolean {
  if (field instanceof HTMLSelectElement) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  if (field instanceof HTMLInputElement && /checkbox|radio/.test(field.type)) return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

function keep(form: HTMLFormElement): void {
  const fields = all<Field & HTMLElement>(KEPT, form).filter((field) => field.name && changed(field) && !dropped(field));
  const values = fields.map((field): [string, string] => [field.name, on(field) ? field.value : ""]);
  if (!values.length) return forget(form);
  const draft: Draft = { at: Date.now(), values, version: one<HTMLInputElement>("[name=version]", form)?.value ?? "" };
  localStorage.setItem(key(form), JSON.stringify(draft));
  form.dataset.draftKept = "";
}

function on(field: Field): boolean {
  return !(field instanceof HTMLInputElement && /checkbox|radio/.test(field.type)) || field.checked;
}

/** Of radios, the one that was chosen says it all. */
function dropped(field: Field): boolean {
  return field instanceof HTMLInputElement && field.type === "radio" && !field.checked;
}

function forget(form: HTMLElement): void {
  localStorage.removeItem(key(form));
}

// A dialog may be closed, and a page left, before the pause after the last letter is over.
let timer = 0;
let typed: HTMLFormElement | null = null;
when("input", "form[data-draft]", (form) => {
  clearTimeout(timer);
  if (typed && typed !== form) keep(typed); // two forms on a page: neither waits for the other
  typed = form as HTMLFormElement;
  timer = window.setTimeout(flush, 250);
});
window.addEventListener("pagehide", flush);
document.addEventListener("close", flush, true);

function flush(): void {
  clearTimeout(timer);
  if (typed) keep(typed);
  typed = null;
}

function restore(form: HTMLFormElement): void {
  form.dataset.draftReady = "";
  const text = localStorage.getItem(key(form));
  if (!text) return;
  const draft = JSON.parse(text) as Draft;
  const restored = draft.values.filter(([name, value]) => put(form, name, value));
  if (!restored.length) return;
  // Older than what others saved since? The old version number makes the server show both sides.
  const version = one<HTMLInputElement>("[name=version]", form);
  if (version && draft.version) version.value = draft.version;
  say({ text: word("kept") });
}

/** Gives a value back to its field; true when that changed anything. */
function put(form: HTMLFormElement, name: string, value: string): boolean {
  const fields = all<Field & HTMLElement>(`[name="${CSS.escape(name)}"]`, form);
  const field = fields.find((found) => !/checkbox|radio/.test((found as HTMLInputElement).type) || (found as HTMLInputElement).value === value) ?? fields[0];
  if (!field || field.matches("[type=file]")) return false;
  if (field instanceof HTMLInputElement && /checkbox|radio/.test(field.type)) {
    if (field.checked === (field.value === value)) return false;
    field.checked = field.value === value;
  } else {
    if (field.value === value) return false;
    field.value = value;
  }
  field.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function meet(): void {
  for (const form of all<HTMLFormElement>("form[data-draft]:not([data-draft-ready])")) restore(form);
}

// ── Forgetting ─────────────────────────────────────────────────────────────────────────────────────────────────
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const form = ctx.sourceElement as HTMLElement;
  const status = ctx.response?.status ?? 0;
  if (!form.matches?.("form[data-draft]") || status < 200 || status >= 400) return;
  clearTimeout(timer);
  typed = null;
  forget(form);
  // The line of a history stays until the history comes anew: a slow second Enter finds nothing to send.
  if (form.matches("form.t-composer")) (form as HTMLFormElement).reset();
});

// A page that is on its way is not sent again by a second click; coming back to it is another matter.
const SENT = "draft-sent";
let leaving: HTMLElement | null = null;
window.addEventListener("pageshow", () => (leaving = null));
when("submit", "form[data-draft]:not([hx-post])", (form, event) => {
  if (leaving === form) return event.preventDefault();
  leaving = form;
  typed = null;
  keep(form as HTMLFormElement);
  sessionStorage.setItem(SENT, key(form));
});
when("submit", "form[data-sign-out]", () => {
  for (const name of Object.keys(localStorage)) if (name.startsWith("draft:")) localStorage.removeItem(name);
});

/** A form sent as a page is saved when the next page is neither that form again nor the sign-in nor a refusal. */
function sent(): void {
  const name = sessionStorage.getItem(SENT);
  if (!name || location.pathname.startsWith("/accounts/")) return;
  sessionStorage.removeItem(SENT);
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (page && page.responseStatus >= 400) return;
  if (!all("form[data-draft]").some((form) => key(form) === name)) localStorage.removeItem(name);
}

function growOld(): void {
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith("draft:")) continue;
    const { at } = JSON.parse(localStorage.getItem(name)!) as Draft;
    if (Date.now() - at > DAYS) localStorage.removeItem(name);
  }
}

growOld();
sent();
meet();
document.addEventListener("htmx:after:settle", meet);
