// Small behaviours that need a line or two each.
import { all, one, post, when } from "./page";

// The line that says the connection is gone.
function connection(): void {
  const notice = one("#offline");
  if (notice) notice.hidden = navigator.onLine;
}
addEventListener("online", connection);
addEventListener("offline", connection);
connection();

// One of a repeated group is taken away; a warning about a similar record is set aside.
when("click", "[data-group-drop]", (button) => {
  const form = button.closest("form");
  button.closest("[data-group]")?.remove();
  form?.dispatchEvent(new Event("input", { bubbles: true }));
});
when("click", "[data-similar-drop]", (button) => {
  const other = Object.assign(document.createElement("input"), { type: "hidden", name: "_other", value: button.dataset.similarDrop ?? "" });
  button.closest("form")?.append(other); // said once: the next look at the form leaves it out
  button.closest("[data-similar]")?.remove();
});

// Fields that make sense only while a choice of the same form says so; the server draws the first state.
when("change", "form select, form input[type=radio]", (field) => {
  const { form, name, value } = field as HTMLInputElement;
  for (const part of all(`[data-only-if="${CSS.escape(name)}"]`, form ?? undefined)) part.hidden = part.dataset.onlyIs !== value;
});

// select[data-go], checkbox[data-go]: choosing sends the form around.
when("change", "[data-go]", (field) => (field as HTMLInputElement).form?.requestSubmit());

// Files dropped on .t-drop go into its field.
when("dragover", ".t-drop", (zone, event) => { event.preventDefault(); zone.dataset.over = ""; });
when("dragleave", ".t-drop", (zone) => { delete zone.dataset.over; });
when("drop", ".t-drop", (zone, event) => {
  event.preventDefault();
  delete zone.dataset.over;
  const field = one<HTMLInputElement>("input[type=file]", zone);
  if (!field || !event.dataTransfer?.files.length) return;
  field.files = event.dataTransfer.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
});

// A record that was opened, as a page or in the panel, goes to “lately” of the search: told apart from reading it.
function opened(root: ParentNode): void {
  const record = one("[data-record]:not([data-told])", root);
  if (!record) return;
  record.dataset.told = "";
  const link = one<HTMLAnchorElement>(".t-panel__head a[href]", root);
  const slug = (link ? link.pathname : location.pathname).split("/")[1] ?? "";
  void post("/search/opened", { record: slug, ref: record.dataset.record! });
}
opened(one("#main") ?? document);
document.addEventListener("htmx:after:settle", (event) => {
  if (event.target instanceof Element && event.target.id === "panel") opened(event.target);
});

// Of more views than fit, the one that is open is in sight, also once the counts have come and pushed it on.
function openView(): void {
  one(".t-tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
openView();
for (const views of all(".t-tabs")) new MutationObserver(openView).observe(views, { childList: true, subtree: true });
