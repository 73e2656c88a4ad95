/** Keeps the page's address and its playground's settings the same, either way; Back and Forward go through settings. */

import { addressOf, mergeAddress } from "../model/address.js";
import { settingsTable } from "../python/page-python.js";

/** @import { PyPlayground } from "../elements/py-playground.js" */

/** The address is written at most this often; browsers refuse more than some hundred changes in half a minute. */
const WRITE_EVERY_MS = 300;
/** Changes that follow each other sooner are one step of Back. */
const STEP_MS = 1500;
/** Marks the entries of the history that are ours. */
const OURS = { pyground: true };

/** @param {PyPlayground} element */
export function bindAddress(element) {
  // The history of a frame is that of the page around it: there it is left alone.
  if (window.parent !== window) {
    addEventListener("hashchange", () => void element.open(addressOf(location)));
    return;
  }
  let timer = 0;
  let wrote = -Infinity;
  // What the address asked for stands there already.
  let knows = true;
  let went = false;
  history.replaceState(OURS, "");
  element.addEventListener("settings", () => {
    if (knows) knows = false;
    else if (!timer) timer = window.setTimeout(write, WRITE_EVERY_MS);
  });
  addEventListener("popstate", ({ state }) => {
    went = state?.pyground === true;
    if (!went) return;
    window.clearTimeout(timer);
    timer = 0;
    knows = true;
    void element.follow(addressOf(location)).then((changed) => {
      if (!changed) knows = false;
    });
  });
  addEventListener("hashchange", () => {
    // Back and Forward have been followed; an address that someone typed is opened from the start.
    if (went) went = false;
    else {
      knows = true;
      history.replaceState(OURS, "");
      void element.open(addressOf(location));
    }
  });

  function write() {
    timer = 0;
    const address = `#${mergeAddress(location.hash, element.address, settingsTable())}`;
    const now = performance.now();
    if (address === location.hash) return;
    if (now - wrote > STEP_MS) history.pushState(OURS, "", address);
    else history.replaceState(OURS, "", address);
    wrote = now;
  }
}
