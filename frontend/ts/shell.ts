// The frame: folding the left bar, and the look of this browser.
import { all, post, when } from "./page";

const root = document.documentElement;
const YEAR = 31_536_000;

when("click", "[data-fold-bar]", () => {
  const folded = root.dataset.bar ? root.dataset.bar === "folded" : matchMedia("(max-width: 1279px)").matches;
  root.dataset.bar = folded ? "open" : "folded";
  document.cookie = `tendero_bar=${root.dataset.bar}; path=/; max-age=${YEAR}; samesite=lax`;
});

const THEMES: Record<string, string> = { light: "tendero", dark: "tendero-dark" };

when("click", "[data-theme-choice]", (button) => {
  const choice = button.dataset.themeChoice!;
  const name = THEMES[choice];
  if (name) root.dataset.theme = name;
  else delete root.dataset.theme;
  for (const other of all("[data-theme-choice]")) {
    const name = other.hasAttribute("aria-pressed") ? "aria-pressed" : "aria-checked";
    other.setAttribute(name, String(other.dataset.themeChoice === choice));
  }
  void post(button.dataset.url!, { theme: choice });
});
