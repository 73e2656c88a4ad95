/** The header's theme button: as the system, light, dark, and round again; the choice is remembered on this device. */

const THEMES = ["system", "light", "dark"];
const LABELS = { system: "as the system", light: "light", dark: "dark" };

/** @type {NodeListOf<HTMLButtonElement>} */
const buttons = document.querySelectorAll("[data-action=theme]");
for (const button of buttons) {
  button.addEventListener("click", () => {
    choose(THEMES[(THEMES.indexOf(chosen()) + 1) % THEMES.length]);
    name(button);
  });
  name(button);
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
  try {
    if (theme === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch (error) {
    console.info(`the theme can't be remembered here: ${error instanceof Error ? error.message : error}`);
  }
}

/** @param {HTMLButtonElement} button */
function name(button) {
  const label = `Theme: ${LABELS[/** @type {keyof typeof LABELS} */ (chosen())]}`;
  button.setAttribute("aria-label", label);
  button.title = label;
}
