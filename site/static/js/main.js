/** The playground page: binds the address and the keys to its playground, and keeps the page for offline use. */

import { mergeAddress } from "./address.js";
import { settingsTable, siteConfig } from "./site.js";
import { keepOffline } from "./offline.js";
import { PyPlayground } from "./widgets/py-playground.js";
import "./theme-button.js";

/** The address is written at most this often; browsers refuse more than some hundred changes in half a minute. */
const WRITE_EVERY_MS = 300;

/** What a key does when no control has the focus, by the name of the button that does the same. @type {Record<string, string>} */
const ACTIONS = { " ": "toggle", ArrowRight: "step", r: "reset", R: "reset", n: "seed", N: "seed" };

const playground = document.querySelector("py-playground[data-address]");
if (playground instanceof PyPlayground) {
  bindAddress(playground);
  bindKeys(playground);
}
keepOffline(siteConfig().serviceWorker, playground);

/** @param {PyPlayground} element */
function bindAddress(element) {
  let timer = 0;
  let opened = false;
  element.addEventListener("settings", () => {
    // What the address asked for stands there already.
    if (!opened) opened = true;
    else if (!timer) timer = window.setTimeout(write, WRITE_EVERY_MS);
  });
  addEventListener("hashchange", () => {
    opened = false;
    void element.open(location.hash.slice(1));
  });

  function write() {
    timer = 0;
    const address = mergeAddress(location.hash, element.address, settingsTable());
    history.replaceState(null, "", `#${address}`);
  }
}

/** @param {PyPlayground} element */
function bindKeys(element) {
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest("button, input, select, textarea, a, summary, iframe, [tabindex]")) return;
    const action = ACTIONS[event.key];
    if (!action) return;
    event.preventDefault();
    element.querySelector(`[data-action=${action}]`)?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  });
}
