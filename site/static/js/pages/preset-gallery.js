/** Opens a preset of the gallery in the page's playground, and brings the reader to it. */

/** @import { PyPlayground } from "../elements/py-playground.js" */

/**
 * The links are addresses of this page, so that the address does the opening; this adds where the reader looks next.
 * @param {Element} gallery
 * @param {PyPlayground} playground
 */
export function connectGallery(gallery, playground) {
  gallery.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || !(event instanceof MouseEvent) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.hash === location.hash) void playground.open(link.hash.slice(1)); // no change of the address would do it
    // At once, as by any link: a movement would end where the page changes its height on the way, as it does for another network.
    scrollTo({ top: 0, behavior: "instant" });
    const run = playground.inside.querySelector("[data-action=toggle]");
    if (run instanceof HTMLElement) run.focus({ preventScroll: true });
  });
}
