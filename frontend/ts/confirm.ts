// data-confirm="question": asks before a request, a form or a link does what cannot simply be taken back.
import { one, when } from "./page";

/** Shows `question` over the page; true when the person goes ahead. */
export function ask(question: string, source?: HTMLElement): Promise<boolean> {
  const box = one<HTMLDialogElement>("#confirm")!;
  box.replaceChildren(one<HTMLTemplateElement>("#confirm-template")!.content.cloneNode(true));
  one("#confirm-title", box)!.textContent = question;
  const yes = one("[data-confirm-yes]", box)!;
  if (source?.dataset.confirmYes) yes.textContent = source.dataset.confirmYes;
  return new Promise((resolve) => {
    let answer = false;
    yes.addEventListener("click", () => { answer = true; box.close(); });
    box.addEventListener("close", () => { box.replaceChildren(); resolve(answer); }, { once: true });
    box.showModal();
  });
}

const agreed = new WeakSet<HTMLElement>();

function guard(element: HTMLElement, event: Event, again: () => void): void {
  if (agreed.delete(element) || element.matches("[hx-get], [hx-post], [hx-delete]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  void ask(element.dataset.confirm!, element).then((yes) => {
    if (!yes) return;
    agreed.add(element);
    again();
  });
}

when("submit", "form[data-confirm]", (form, event) =>
  guard(form, event, () => (form as HTMLFormElement).requestSubmit((event as SubmitEvent).submitter)), true);
when("click", "a[data-confirm]", (link, event) => guard(link, event, () => link.click()), true);
