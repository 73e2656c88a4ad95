/** The one script for any page: makes <py-playground> and all widgets of the lessons, each with its inside, styles and Python brought along. */

import "./whole-playground.js"; // before the element is made, which asks for it
import { siteConfig } from "../python/page-python.js";
import { drive, fitFrames } from "./frame-driver.js";
import { defineWidgets } from "./lesson-widget.js";
import { PyPlayground } from "./py-playground.js";
import { elementNames } from "./shipped-insides.js";

const present = customElements.get("py-playground");
if (present === PyPlayground) defineWidgets(elementNames.filter((name) => name !== "py-playground"));
else if (/** @type {{ build?: string }} */ (/** @type {unknown} */ (present)).build !== siteConfig().build) {
  console.warn("another version of pyground.js was loaded on this page before; its elements stay, and those of this one are not made");
}

fitFrames();

export { drive };
