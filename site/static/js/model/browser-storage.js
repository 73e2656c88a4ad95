/** The browser's storage, where it is there: it can be forbidden, in frames of other sites above all, and then even asking for it fails. */

/** @param {"localStorage" | "sessionStorage"} name @returns {Storage | null} */
export function storageOf(name) {
  try {
    return globalThis[name] ?? null;
  } catch (error) {
    console.info(`nothing can be kept on this device: ${error instanceof Error ? error.message : error}`);
    return null;
  }
}
