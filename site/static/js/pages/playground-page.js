/** The playground page: binds the address and the keys to its playground, and keeps the page for offline use. */

import { answerHost } from "./frame-answers.js";
import { bindAddress } from "./page-address.js";
import { siteConfig } from "../python/page-python.js";
import { keepOffline } from "./offline.js";
import { bindTutorial } from "./tutorial-link.js";
import { connectGallery } from "./preset-gallery.js";
import { find } from "../panels/marked-elements.js";
import { PyPlayground } from "../elements/py-playground.js";
import { Share } from "../panels/share-dialog.js";
import { Tour } from "./first-visit-tour.js";
import "./theme-button.js";

/** What a key does when no control has the focus, by the name of the button that does the same. @type {Record<string, string>} */
const ACTIONS = { " ": "toggle", ArrowRight: "step", r: "reset", n: "seed", g: "goto", s: "settings", "?": "keys" };

bindTutorial(siteConfig().lessons);

const playground = document.querySelector("py-playground[data-address]");
if (playground instanceof PyPlayground) {
  bindAddress(playground);
  bindKeys(playground);
  connectGallery(find(document, "[data-part=gallery]"), playground);
  const share = new Share(find(document, "dialog[data-part=share]", HTMLDialogElement), playground);
  document.querySelector(".top [data-action=share]")?.addEventListener("click", () => share.show());
  const tour = new Tour(find(document, "[data-part=tour]"), playground);
  playground.addEventListener("tour", () => tour.begin());
}
keepOffline(siteConfig().serviceWorker, playground);
if (playground instanceof PyPlayground) answerHost(playground);

/** @param {PyPlayground} element */
function bindKeys(element) {
  addEventListener("keydown", (event) => {
    const { inside } = element;
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]") || inside.querySelector("dialog[open]")) return;
    const [target] = event.composedPath(); // what has the focus inside the playground, too
    const typing = target instanceof Element && target.closest("input:not([type=radio], [type=checkbox]), select, textarea");
    const used = target instanceof Element && target.closest("button, input, select, textarea, a, summary, iframe, [tabindex]");
    const action = ACTIONS[event.key] ?? ACTIONS[event.key.toLowerCase()];
    // Letters are free also while a button has the focus; Space and the arrows then belong to it.
    if (!action || typing || (used && !/^[a-z?]$/i.test(event.key))) return;
    event.preventDefault();
    if (action === "keys") element.showKeys();
    else element.press(action);
  });
  document.querySelector(".top [data-action=keys]")?.addEventListener("click", () => element.showKeys());
}
