// The session ended while somebody was working: a sign-in dialog over the page, and then the same request again.
import { one, token } from "./page";

// Several may have been refused at once: what is checked while typing, and then the form itself.
const waiting = new Set<HTMLElement>();

/** Asks to sign in; `source` is what was being done, to repeat it. */
export function sessionEnded(source: HTMLElement): void {
  waiting.add(source);
  const box = one<HTMLDialogElement>("#session")!;
  if (box.open) return;
  box.replaceChildren(one<HTMLTemplateElement>("#session-template")!.content.cloneNode(true));
  box.showModal();
}

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.matches("[data-session]")) return;
  event.preventDefault();
  void signIn(form);
});

async function signIn(form: HTMLFormElement): Promise<void> {
  const button = one<HTMLButtonElement>("button", form)!;
  button.setAttribute("aria-busy", "true");
  const good = await attempt(form).catch(() => false);
  button.removeAttribute("aria-busy");
  one("[data-session-error]", form)!.hidden = good;
  if (good) resume();
}

/** One attempt through the sign-in page; true when the session is open again. */
async function attempt(form: HTMLFormElement): Promise<boolean> {
  const page = await (await fetch("/accounts/login/", { credentials: "same-origin" })).text();
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]");
  const values = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
  values.set("csrfmiddlewaretoken", fresh?.value ?? token());
  await fetch("/accounts/login/", { method: "POST", body: values, credentials: "same-origin" });
  const answer = await fetch("/ui/token/", { credentials: "same-origin", headers: { "HX-Request": "true" } });
  if (!answer.ok) return false;
  renew(((await answer.json()) as { token: string }).token);
  return true;
}

/** The session has a new token: in the page's mark and in every form that is open. */
function renew(fresh: string): void {
  one<HTMLMetaElement>('meta[name="csrf-token"]')!.content = fresh;
  for (const field of document.querySelectorAll<HTMLInputElement>("input[name=csrfmiddlewaretoken]")) field.value = fresh;
}

function resume(): void {
  one<HTMLDialogElement>("#session")!.close();
  const sources = [...waiting].filter((source) => source.isConnected);
  waiting.clear();
  for (const source of sources) {
    if (source instanceof HTMLFormElement) source.requestSubmit();
    else if (source.matches("a, button, [role=button]")) source.click();
  }
}
