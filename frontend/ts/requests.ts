// What happens around every htmx request: the token, the line of progress, and answers that are not a piece of page.
import htmx, { type HtmxRequestCtx } from "htmx.org";
import { ask } from "./confirm";
import { all, token, word } from "./page";
import { sessionEnded } from "./session";
import { say } from "./toast";

type Context = HtmxRequestCtx & { confirm?: string };

// What is being sent already is not sent again behind it: a second click, a second Enter.
const sending = new WeakSet<Element>();
document.addEventListener("htmx:before:request", (event) => sending.add(event.detail.ctx.sourceElement as Element));
document.addEventListener("htmx:finally:request", (event) => sending.delete(event.detail.ctx.sourceElement as Element));

function again({ request, sourceElement }: Context): boolean {
  const source = sourceElement as Element;
  return request.method !== "GET" && sending.has(source) && source.matches("form:not([hx-sync]), button:not([hx-sync])");
}

document.addEventListener("htmx:config:request", (event) => {
  const ctx = event.detail.ctx as Context;
  if (again(ctx)) return event.preventDefault();
  if (ctx.request.method !== "GET") ctx.request.headers["X-CSRFToken"] = token();
  const source = ctx.sourceElement as HTMLElement;
  const submitter = ctx.request.submitter as HTMLElement | undefined;
  const question = submitter?.dataset.confirm ?? source.dataset.confirm;
  if (question) ctx.confirm = question;
});

document.addEventListener("htmx:confirm", (event) => {
  event.preventDefault();
  const { ctx, issueRequest, dropRequest } = event.detail as unknown as {
    ctx: Context; issueRequest: () => void; dropRequest: () => void;
  };
  void ask(String(ctx.confirm), ctx.sourceElement as HTMLElement).then((yes) => (yes ? issueRequest() : dropRequest()));
});

// ── The line at the top, for whatever takes longer than people notice ──────────────────────────────────────────
let underway = 0;
function loading(step: number): void {
  underway = Math.max(0, underway + step);
  document.documentElement.toggleAttribute("data-loading", underway > 0);
}
document.addEventListener("htmx:before:request", (event) => {
  const polls = /\bevery\b/.test((event.detail.ctx.sourceElement as Element).getAttribute("hx-trigger") ?? "");
  if (!polls) loading(1);
});
document.addEventListener("htmx:finally:request", () => loading(-1));

// Before it takes a piece of page away, htmx lends the styles of what goes to what comes under the same id, as attributes;
// the policy refuses those. What moved by hand or by animation (a card, a menu) leaves without its style.
document.addEventListener("htmx:before:swap", (event) => {
  for (const { target, swapSpec } of event.detail.tasks) {
    if (!(target instanceof Element) || !/^(inner|outer)/.test(swapSpec?.style ?? swapSpec ?? "")) continue;
    for (const going of all("[id][style]", target)) going.removeAttribute("style");
  }
});

// ── Answers ────────────────────────────────────────────────────────────────────────────────────────────────────
document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  if (ctx.response?.status !== 401) return;
  event.preventDefault();
  sessionEnded(ctx.sourceElement as HTMLElement);
});

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const status = ctx.response?.status ?? 0;
  const text = String(ctx.text ?? "");
  const whole = /^\s*<!doctype/i.test(text);
  if (status >= 400) refuse(ctx, status, text, whole);
  else if (whole && !ctx.select && ctx.target !== document.body) {
    event.preventDefault(); // a whole page came where a piece was expected: go there
    location.href = ctx.response!.raw.url;
  }
});

/** An error that is a piece of page (a form with its problems) is shown in its place; anything else is told in a toast. */
function refuse(ctx: Context, status: number, text: string, whole: boolean): void {
  const type = ctx.response?.headers.get("content-type") ?? "";
  const plain = type.startsWith("text/plain") ? text.slice(0, 300) : "";
  if (!whole && !plain && text.trim() && status < 500) return;
  ctx.swap = "none";
  say({ text: plain || message(status), kind: "error" });
}

function message(status: number): string {
  if (status === 403) return word("refused");
  if (status === 404) return word("missing");
  if (status === 429) return word("tooMany");
  return word("failed");
}

document.addEventListener("htmx:error", (event) => {
  const { ctx } = event.detail as unknown as { ctx?: Context };
  if (ctx && !ctx.response) say({ text: word("offline"), kind: "error" });
});

export { htmx };
