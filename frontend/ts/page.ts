// Small questions every behaviour asks of the page.

/** The first element that matches, or null. */
export function one<T extends HTMLElement = HTMLElement>(selector: string, root: ParentNode = document): T | null {
  return root.querySelector<T>(selector);
}

/** All elements that match, as an array. */
export function all<T extends HTMLElement = HTMLElement>(selector: string, root: ParentNode = document): T[] {
  return [...root.querySelectorAll<T>(selector)];
}

/** The element with that selector around the event's target. */
export function around<T extends HTMLElement = HTMLElement>(event: Event, selector: string): T | null {
  return event.target instanceof Element ? event.target.closest<T>(selector) : null;
}

/** Calls `act` for an event on anything that matches `selector`, now or later. */
export function when<K extends keyof DocumentEventMap>(
  type: K, selector: string, act: (element: HTMLElement, event: DocumentEventMap[K]) => void, capture = false,
): void {
  document.addEventListener(type, (event) => {
    const element = around(event, selector);
    if (element) act(element, event);
  }, capture);
}

/** A text of the interface in the reader's language, from the page's word list. */
export function word(name: string): string {
  return one("#words")?.dataset[name] ?? "";
}

/** The token that proves a form came from our own page. */
export function token(): string {
  return one<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** Whether the window is as narrow as a phone's. */
export function onPhone(): boolean {
  return matchMedia("(max-width: 767px)").matches;
}

/** Whether the person is writing, so that single letters are text and not commands. */
export function writing(event: Event): boolean {
  return event.target instanceof HTMLElement
    && (event.target.isContentEditable || event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select"));
}

/** Sends a form by POST with the token; for what no htmx attribute fits. */
export function post(url: string, values: Record<string, string> | URLSearchParams = {}): Promise<Response> {
  return fetch(url, {
    method: "POST", body: new URLSearchParams(values), credentials: "same-origin",
    headers: { "X-CSRFToken": token(), "HX-Request": "true" },
  });
}
