/** Registers the service worker, so that the page works again without a network after one visit. */

/**
 * Waits until Python has started or failed: until then the line belongs to the page itself.
 * @param {string} url of the service worker, relative to the page; "" where there is none
 * @param {Element | null} playground
 */
export function keepOffline(url, playground) {
  if (!url || !/^https?:$/.test(location.protocol)) return;
  if (!("serviceWorker" in navigator)) {
    const way = isSecureContext ? "this browser has no service workers, or they are switched off" : "that takes https";
    console.info(`This page works, but can't keep itself for offline use: ${way}.`);
    return;
  }
  const register = async () => {
    try {
      await navigator.serviceWorker.register(new URL(url, document.baseURI), { updateViaCache: "none" });
    } catch (error) {
      // The page is whole without it; only the next visit needs the network again.
      console.warn(`this page is not kept for offline use: ${error instanceof Error ? error.message : error}`);
    }
  };
  if (!playground) void register();
  for (const name of ["ready", "error"]) playground?.addEventListener(name, register, { once: true });
}
