/** The playground page: binds the address and the keys to its playground, and keeps the page for offline use. */

import "../elements/whole-playground.js"; // before the element is made, which asks for it
import { answerHost } from "./frame-answers.js";
import { bindAddress } from "./page-address.js";
import { siteConfig } from "../python/page-python.js";
import { keepOffline } from "./offline.js";
import { bindTutorial } from "./tutorial-link.js";
import { connectGallery } from "./preset-gallery.js";
import { find } from "../panels/marked-elements.js";
import { PyPlayground } from "../elements/py-playground.js";
import { LaterScript } from "../panels/later-script.js";
import { pressUndo } from "../panels/undo-buttons.js";
import "./theme-button.js";

/** What a key does when no control has the focus, by the name of the button that does the same. @type {Record<string, string>} */
const ACTIONS = { " ": "toggle", ArrowRight: "step", r: "reset", n: "seed", g: "goto", s: "settings", "?": "keys" };

bindTutorial(siteConfig().lessons);

const playground = document.querySelector("py-playground[data-address]");
if (playground instanceof PyPlayground) {
  bindAddress(playground);
  bindKeys(playground);
  connectGallery(find(document, "[data-part=gallery]"), playground);
  bindShare(playground);
  bindTour(playground);
}
keepOffline(siteConfig().serviceWorker, playground);
if (playground instanceof PyPlayground) answerHost(playground);

/** “Share and embed” in the header; its script comes when it is pressed. @param {PyPlayground} element */
function bindShare(element) {
  const script = new LaterScript("“Share and embed”", () => import("../panels/share-dialog.js"));
  const button = find(document, ".top [data-action=share]");
  /** @type {import("../panels/share-dialog.js").Share | null} */
  let share = null;
  button.addEventListener("click", () => {
    void script.wanted(button, ({ Share }) => {
      share ??= new Share(find(document, "dialog[data-part=share]", HTMLDialogElement), element);
      share.show();
    });
  });
}

/** The tour; its script comes at a first visit, or when the reader asks for it. @param {PyPlayground} element */
function bindTour(element) {
  const script = new LaterScript("The tour", () => import("./first-visit-tour.js"));
  const card = find(document, "[data-part=tour]");
  /** @type {import("./first-visit-tour.js").Tour | null} */
  let tour = null;
  const take = (/** @type {boolean} */ isAsked) => {
    void script.wanted(card, ({ Tour }) => {
      tour ??= new Tour(card, element);
      if (isAsked) tour.begin();
    });
  };
  if ("tour" in document.documentElement.dataset) take(false);
  element.addEventListener("tour", () => take(true));
}

/** @param {PyPlayground} element */
function bindKeys(element) {
  addEventListener("keydown", (event) => {
    const { inside } = element;
    if (element.closest("[hidden]")) return; // another page of the one file is shown
    if (document.querySelector("dialog[open]") || inside.querySelector("dialog[open]")) return;
    pressUndo(event, (action) => element.press(action));
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
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
