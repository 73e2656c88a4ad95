/** The header's buttons for the theme (as the system, light, dark) and for the colours; what is chosen is remembered on this device. */

const THEMES = ["system", "light", "dark"];
const LABELS = { system: "as the system", light: "light", dark: "dark" };

bindThemeButtons(document);

/** Brings the buttons of a page to life. @param {ParentNode} page */
export function bindThemeButtons(page) {
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = page.querySelectorAll("[data-action=theme]");
  for (const button of buttons) {
    button.addEventListener("click", () => {
      choose(THEMES[(THEMES.indexOf(chosen()) + 1) % THEMES.length]);
      name(button);
    });
  }
  for (const button of page.querySelectorAll("[data-action=palette]")) {
    const root = document.documentElement;
    button.addEventListener("click", () => {
      if (root.dataset.palette === "safe") delete root.dataset.palette;
      else root.dataset.palette = "safe";
      remember("palette", root.dataset.palette ?? null);
      showTheme(page);
    });
  }
  showTheme(page);
}

/** Has the buttons of a page say what is in force. @param {ParentNode} page */
export function showTheme(page) {
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = page.querySelectorAll("[data-action=theme]");
  for (const button of buttons) name(button);
  const isSafe = document.documentElement.dataset.palette === "safe";
  for (const button of page.querySelectorAll("[data-action=palette]")) button.setAttribute("aria-pressed", String(isSafe));
}

function chosen() {
  return document.documentElement.dataset.theme ?? "system";
}

/**
 * Puts a theme in force and remembers it, where the browser allows that.
 * @param {string} theme "system", "light" or "dark"
 */
export function choose(theme) {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  remember("theme", theme === "system" ? null : theme);
}

/**
 * @param {string} key
 * @param {string | null} value null to forget
 */
function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch (error) {
    console.info(`the ${key} can't be remembered here: ${error instanceof Error ? error.message : error}`);
  }
}

/** @param {HTMLButtonElement} button */
function name(button) {
  const label = `Theme: ${LABELS[/** @type {keyof typeof LABELS} */ (chosen())]}`;
  button.setAttribute("aria-label", label);
  button.title = label;
}
