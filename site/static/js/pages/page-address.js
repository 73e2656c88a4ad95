/** Keeps the page's address and its playground's settings the same, either way; Back and Forward go through settings. */

import { addressOf, mergeAddress } from "../model/address.js";
import { pageAsked } from "../model/page-addresses.js";
import { PythonFailure } from "../python/client.js";
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
  write(() => history.replaceState(ours(), ""));
  element.addEventListener("settings", () => {
    if (knows) knows = false;
    else if (!timer) timer = window.setTimeout(follow, WRITE_EVERY_MS);
  });
  addEventListener("popstate", ({ state }) => {
    if (pageAsked(location.hash)) return;
    went = state?.pyground === true;
    if (!went) return;
    window.clearTimeout(timer);
    timer = 0;
    knows = true;
    element.follow(addressOf(location)).then(
      (changed) => {
        if (!changed) knows = false;
      },
      (error) => {
        knows = false;
        if (!(error instanceof PythonFailure)) throw error; // what Python refuses, the playground says itself
      },
    );
  });
  addEventListener("hashchange", () => {
    if (pageAsked(location.hash)) return;
    // Back and Forward have been followed; an address that someone typed is opened from the start.
    if (went) went = false;
    else {
      knows = true;
      write(() => history.replaceState(OURS, ""));
      void element.open(addressOf(location));
    }
  });

  function follow() {
    timer = 0;
    if (pageAsked(location.hash)) return; // the address is that of another page of the one file
    // What stood after "?" moves behind "#" with the rest, or it would count again where a setting is back at its default.
    const address = `${location.search ? location.pathname : ""}#${mergeAddress(addressOf(location), element.address, settingsTable())}`;
    const now = performance.now();
    if (address === location.hash) return;
    write(() => (now - wrote > STEP_MS ? history.pushState(ours(), "", address) : history.replaceState(ours(), "", address)));
    wrote = now;
  }
}

/** What marks an entry as ours; whether it learns the reader's own data goes along, see own-data-store.js. */
function ours() {
  return { ...history.state, ...OURS };
}

/** Some surroundings leave a page no address to write, and browsers refuse too many; the page is whole without. @param {() => void} change */
function write(change) {
  try {
    change();
  } catch (error) {
    console.info(`the address can't be written here: ${error instanceof Error ? error.message : error}`);
  }
}
