/** "Share and embed": the reader ticks what others should not see, and gets the link and the frame for that, as they tick. */

import "./later-shared.js";
import { attributeOf, formatAddress, parseAddress } from "../model/address.js";
import { frameText, tagText } from "../model/embed-snippets.js";
import { settingsTable, siteUrl } from "../python/page-python.js";
import { copyText } from "./copy-text.js";
import { find, part } from "./marked-elements.js";

/** @import { PyPlayground } from "../elements/py-playground.js" */

/** One box stands for the buttons of every hidden layer: `numNodes1`, `numNodes2` and so on. */
const EACH_LAYER = "numNodes";
/** Without our script on the page around it a frame keeps this height: the network and the result at the width of an article. */
const FRAME_HEIGHT = 1100;

export class Share {
  #dialog;
  #playground;
  #boxes;
  #link;
  #tag;
  #frame;
  #open;
  #note;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {PyPlayground} playground
   */
  constructor(dialog, playground) {
    this.#dialog = dialog;
    this.#playground = playground;
    this.#boxes = [...dialog.querySelectorAll("input")];
    this.#link = find(dialog, "[data-part=share-link]", HTMLTextAreaElement);
    this.#tag = find(dialog, "[data-part=share-tag]", HTMLTextAreaElement);
    this.#frame = find(dialog, "[data-part=share-frame]", HTMLTextAreaElement);
    this.#open = find(dialog, "[data-part=share-open]", HTMLAnchorElement);
    this.#note = part(dialog, "share-note");
    const actions = {
      close: () => dialog.close(),
      all: () => this.#tick(() => true),
      none: () => this.#tick(() => false),
      link: () => void this.#copy(this.#link, "The link"),
      tag: () => void this.#copy(this.#tag, "The tag"),
      frame: () => void this.#copy(this.#frame, "The frame"),
    };
    dialog.addEventListener("change", () => this.#write());
    dialog.addEventListener("click", ({ target }) => {
      if (target === dialog) dialog.close(); // beside its contents
      const name = target instanceof Element ? target.closest("[data-share]")?.getAttribute("data-share") : null;
      if (name && name in actions) actions[/** @type {keyof typeof actions} */ (name)]();
    });
  }

  show() {
    const hidden = parseAddress(location.hash);
    this.#tick((name) => hidden.get(`${name === EACH_LAYER ? `${EACH_LAYER}1` : name}_hide`) === "true");
    this.#dialog.showModal();
  }

  /** @param {(name: string) => boolean} ticked */
  #tick(ticked) {
    for (const box of this.#boxes) box.checked = ticked(box.value);
    this.#write();
  }

  #write() {
    this.#note.textContent = "";
    const { networkShape } = this.#playground.state.settings;
    const layers = Array.isArray(networkShape) ? networkShape.length : 0;
    const pairs = parseAddress(this.#playground.address);
    pairs.delete("hideText");
    for (const { value, checked } of this.#boxes) {
      const names = value === EACH_LAYER ? Array.from({ length: layers }, (_, layer) => `${EACH_LAYER}${layer + 1}`) : [value];
      for (const name of names) {
        if (checked) pairs.set(`${name}_hide`, "true");
        else pairs.delete(`${name}_hide`);
      }
    }
    this.#link.value = this.#open.href = urlOf(pairs);
    this.#tag.value = tagOf(pairs, siteUrl("pyground.js"));
    this.#frame.value = frameOf(`${siteUrl("embed/py-playground.html")}#${formatAddress(pairs)}`);
  }

  /** @param {HTMLTextAreaElement} field @param {string} what */
  async #copy(field, what) {
    this.#note.textContent = await copyText(field.value, what, () => field.select());
  }
}

/** @param {Map<string, string>} pairs */
function urlOf(pairs) {
  const url = new URL(location.href);
  url.hash = formatAddress(pairs);
  return url.href;
}

/** The HTML of a frame on an address, to be pasted into a page. @param {string} url */
export function frameOf(url) {
  return frameText(url, "A neural network to play with", FRAME_HEIGHT);
}

/**
 * The HTML of a playground as an element, to be pasted into a page: settings as attributes, what is hidden in one of them.
 * @param {Map<string, string>} pairs of an address
 * @param {string} script URL of pyground.js
 */
export function tagOf(pairs, script) {
  const known = new Set(settingsTable().map(({ key }) => key));
  /** @type {[string, string][]} */
  const attributes = [...pairs].filter(([key]) => known.has(key)).map(([key, value]) => [attributeOf(key), value]);
  const hidden = [...pairs].filter(([key, value]) => key.endsWith("_hide") && value === "true").map(([key]) => key.slice(0, -"_hide".length));
  if (hidden.length) attributes.push(["hide", hidden.join(" ")]);
  return tagText("py-playground", attributes, script);
}
