/** The page that shows every tag: puts each live element in when it is near, and copies what stands beside it. */

import "../elements/pyground.js";
import { copyText } from "../panels/copy-text.js";
import { find } from "../panels/marked-elements.js";
import { siteConfig, siteUrl } from "../python/page-python.js";
import { keepOffline } from "./offline.js";
import "./theme-button.js";

/** What the builder has written where the address of the site belongs, which it does not know. */
const UNKNOWN = "https://example.org/pyground/";

for (const code of document.querySelectorAll(".snippet code")) code.textContent = (code.textContent ?? "").replaceAll(UNKNOWN, siteUrl(""));

const note = find(document, "[data-part=copied]");
document.addEventListener("click", async ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-copy]") : null;
  const code = button?.parentElement?.querySelector("code");
  if (!(button instanceof HTMLElement) || !code) return;
  const said = await copyText(code.textContent ?? "", button.dataset.copy ?? "", () => getSelection()?.selectAllChildren(code));
  note.textContent = said;
  button.textContent = said.endsWith("copied.") ? "Copied" : "Selected";
});

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting || !(target instanceof HTMLElement)) continue;
      near.unobserve(target);
      const element = document.createElement(target.dataset.live ?? "");
      element.setAttribute("start", "click"); // Python costs a reader of this page nothing until something is pressed
      target.append(element);
    }
  },
  { rootMargin: "300px 0px" },
);
for (const place of document.querySelectorAll("[data-live]")) near.observe(place);

// What is kept for offline use holds Python: not before someone wanted it.
keepOffline(siteConfig().serviceWorker, find(document, "main"));
