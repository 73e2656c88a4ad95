/** Tells when the page is put aside, comes back, and leaves for good. */

/**
 * @typedef {object} PageLife
 * @property {() => void} hidden it may never be seen again: what shall last is to be kept now
 * @property {() => void} shown it is seen again, perhaps after hours in which its worker may have gone
 * @property {() => void} left it will not come back
 */

/** @param {PageLife} told */
export function watchPage({ hidden, shown, left }) {
  document.addEventListener("visibilitychange", () => (document.hidden ? hidden() : shown()));
  document.addEventListener("resume", shown);
  addEventListener("pageshow", ({ persisted }) => persisted && shown());
  addEventListener("pagehide", ({ persisted }) => (persisted ? hidden() : left()));
}
