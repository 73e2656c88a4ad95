/** The one owner of requestAnimationFrame: calls every listener once per animation frame, and sleeps when there is none. */

import { report } from "./report-error.js";

/** @type {Set<(now: number) => void>} */
const listeners = new Set();
let scheduled = 0;

/**
 * @param {(now: number) => void} listener called once per animation frame, with the time in milliseconds
 * @returns {() => void} stops it
 */
export function eachFrame(listener) {
  listeners.add(listener);
  if (!scheduled) scheduled = requestAnimationFrame(tick);
  return () => {
    listeners.delete(listener);
  };
}

/** A frame of another site that is out of sight is painted by no browser, and not told so: after so many milliseconds it is taken for one. */
const PAINTS_WITHIN_MS = 500;

/** Resolves once the browser has had the chance to paint what is on the page now; soon, too, when the page is hidden or out of sight. */
export function afterPaint() {
  return new Promise((resolve) => {
    if (document.hidden) setTimeout(resolve, 0);
    else {
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0)));
      setTimeout(resolve, PAINTS_WITHIN_MS);
    }
  });
}

/**
 * @param {() => void} action
 * @param {number} milliseconds from now
 * @returns {() => void} cancels it
 */
export function after(action, milliseconds) {
  const timer = setTimeout(action, milliseconds);
  return () => clearTimeout(timer);
}

/** @param {number} now */
function tick(now) {
  scheduled = 0;
  for (const listener of [...listeners]) {
    try {
      listener(now);
    } catch (error) {
      report(error); // the others, and the next frame, are not concerned
    }
  }
  if (listeners.size && !scheduled) scheduled = requestAnimationFrame(tick);
}
