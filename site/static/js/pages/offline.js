/** Registers the service worker, so that the page works again without a network after one visit. */

/**
 * Waits until Python has started or failed: until then the line belongs to the page itself.
 * @param {string} url of the service worker, relative to the page
 * @param {Element | null} playground
 */
export function keepOffline(url, playground) {
  if (!("serviceWorker" in navigator) || !/^https?:$/.test(location.protocol)) return;
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
