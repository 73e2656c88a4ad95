/** Tells when elements have changed their size; where the browser can't, when the window has. */

/**
 * @param {Element[]} elements
 * @param {() => void} changed also called once soon
 * @returns {() => void} stops it
 */
export function watchSize(elements, changed) {
  if (typeof ResizeObserver === "function") {
    const sizes = new ResizeObserver(changed);
    for (const element of elements) sizes.observe(element);
    return () => sizes.disconnect();
  }
  queueMicrotask(changed);
  addEventListener("resize", changed);
  return () => removeEventListener("resize", changed);
}
