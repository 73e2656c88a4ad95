/** Reports an error of one listener as if nobody had caught it, and lets the others go on. */

/** @param {unknown} error */
export function report(error) {
  if (typeof globalThis.reportError === "function") globalThis.reportError(error);
  else console.error(error);
}
