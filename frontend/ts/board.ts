// The board: [data-board] with .t-col[data-to] columns and .t-bcard[data-move] cards. A drop posts `to` (the column), `from`
// (where it was) and `before` (data-ref of the card below) to the card's data-move; an answer may open a dialog (a lost sale asks why).
// By keyboard: space lifts and drops, arrows move, Escape puts it back.
import htmx from "htmx.org";
import { all, one, when, word } from "./page";

type Origin = { list: Element; next: Element | null };
let lifted: { card: HTMLElement; origin: Origin } | null = null;

const lists = (board: ParentNode): HTMLElement[] => all(".t-col__cards", board);

async function ready(): Promise<void> {
  for (const board of all("[data-board]:not([data-ready])")) {
    board.dataset.ready = "";
    const { sortCards } = await import("./sorting");
    sortCards(lists(board), (card, from, next) => void save(card, { list: from, next }));
  }
}
void ready();
document.addEventListener("htmx:after:settle", () => void ready());

async function save(card: HTMLElement, origin: Origin): Promise<void> {
  const column = card.closest<HTMLElement>("[data-to]");
  if (!column || !card.dataset.move) return;
  const before = card.nextElementSibling instanceof HTMLElement ? card.nextElementSibling.dataset.ref ?? "" : "";
  let status = 0;
  const heard = (event: Event): void => {
    status = (event as CustomEvent<{ ctx: { response?: { status: number } } }>).detail.ctx.response?.status ?? 0;
  };
  card.addEventListener("htmx:finally:request", heard);
  await htmx.ajax("POST", card.dataset.move, {
    source: card, target: "#dialog", swap: "innerHTML",
    values: { to: column.dataset.to!, before, from: origin.list.closest<HTMLElement>("[data-to]")?.dataset.to ?? "" },
  });
  card.removeEventListener("htmx:finally:request", heard);
  if (!status || status >= 400) putBack(card, origin);
  else if (one("#dialog[open]")) waitForDialog(card, origin);
}

/** The answer asked something: leaving the dialog without an answer leaves the card where it was. */
function waitForDialog(card: HTMLElement, origin: Origin): void {
  let done = false;
  const saved = (): void => { done = true; };
  document.addEventListener("dialog-close", saved, { once: true });
  one("#dialog")!.addEventListener("close", () => {
    document.removeEventListener("dialog-close", saved);
    if (!done) putBack(card, origin);
  }, { once: true });
}

function putBack(card: HTMLElement, { list, next }: Origin): void {
  if (card.isConnected && list.isConnected) list.insertBefore(card, next?.parentNode === list ? next : null);
}

// ── Keyboard ───────────────────────────────────────────────────────────────────────────────────────────────────
when("keydown", ".t-bcard[data-move]", (card, event) => {
  if (event.target !== card) return;
  const mine = lifted?.card === card;
  if (event.key === " ") mine ? drop() : lift(card);
  else if (mine && event.key === "Escape") giveBack();
  else if (mine && event.key.startsWith("Arrow")) shift(card, event.key);
  else return;
  event.preventDefault();
  event.stopPropagation();
});
when("focusout", ".t-bcard--lifted", (card) => setTimeout(() => {
  if (lifted?.card === card && document.activeElement !== card) giveBack();
}));

function lift(card: HTMLElement): void {
  lifted = { card, origin: { list: card.parentElement!, next: card.nextElementSibling } };
  card.classList.add("t-bcard--lifted");
  tell(word("lifted"));
}

function shift(card: HTMLElement, key: string): void {
  const columns = lists(card.closest("[data-board]")!);
  const at = columns.indexOf(card.parentElement!);
  if (key === "ArrowUp") card.previousElementSibling?.before(card);
  else if (key === "ArrowDown") card.nextElementSibling?.after(card);
  else columns[at + (key === "ArrowRight" ? 1 : -1)]?.prepend(card);
  card.focus();
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
  tell(one(".t-col__name", card.closest(".t-col")!)?.textContent ?? "");
}

function drop(): void {
  const { card, origin } = lifted!;
  settle();
  tell(word("dropped"));
  if (card.parentElement !== origin.list || card.nextElementSibling !== origin.next) void save(card, origin);
}

function giveBack(): void {
  const { card, origin } = lifted!;
  settle();
  putBack(card, origin);
  card.focus();
  tell(word("returned"));
}

function settle(): void {
  lifted?.card.classList.remove("t-bcard--lifted");
  lifted = null;
}

function tell(text: string): void {
  one("#live")!.textContent = text;
}
