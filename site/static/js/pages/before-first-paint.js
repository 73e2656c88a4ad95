/** Runs before the first paint: the theme that was chosen, whether the page is embedded, whether the first picture is the right one. */

{
  const root = document.documentElement;
  let theme = null;
  let palette = null;
  let isFirstVisit = false;
  try {
    theme = localStorage.getItem("theme");
    palette = localStorage.getItem("palette");
    isFirstVisit = localStorage.getItem("tour") === null;
  } catch (error) {
    // Storage can be forbidden, in frames of other sites above all; the page then follows the system.
    console.info(`the chosen theme can't be read: ${error instanceof Error ? error.message : error}`);
  }
  if (palette === "safe") root.dataset.palette = palette;

  const keys = [...location.search.slice(1).split("&"), ...location.hash.slice(1).split("&")].filter(Boolean);
  // What the address says goes for this page alone.
  for (const key of keys) if (/^theme=(light|dark)$/.test(key)) theme = key.slice("theme=".length);
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (window.parent !== window) root.dataset.framed = "";
  if (keys.some((key) => /^hideText=(?!false$)./.test(key))) root.dataset.embedded = "";
  // Only to people who look at the page itself: not in a frame of another page, and not to a program that drives the browser.
  if (isFirstVisit && window.top === window && !navigator.webdriver) root.dataset.tour = "";
  // Browsers load no modules from a folder: of the page's scripts only this one runs there.
  if (location.protocol === "file:") {
    addEventListener("DOMContentLoaded", () => document.querySelector("[data-part=from-disk]")?.removeAttribute("hidden"));
  }
  // Most that is hidden leaves the picture as it is; a hidden input is taken out of the network.
  const input = /^((x|y)(Squared)?|xTimesY|(sin|cos)[XY])_hide=true$/;
  if (keys.some((key) => !/^(hideText|theme)=|_hide=/.test(key) || input.test(key))) root.dataset.unlikeFirst = "";
}
