/** "Share and embed": the reader ticks what others should not see, and gets the link and the frame for that, as they tick. */

import "./later-shared.js";
import { attributeOf, formatAddress, parseAddress } from "../model/address.js";
import { frameText, tagText } from "../model/embed-snippets.js";
import { fileWith, FILE, templateOfFile } from "../model/saved-file.js";
import { settingsTable, siteUrl } from "../python/page-python.js";
import { copyText } from "./copy-text.js";
import { find, ifThere, part } from "./marked-elements.js";
import { download } from "./save-panel.js";

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
  #fileNote;
  /** what is shared, with what is hidden @type {Map<string, string>} */
  #pairs = new Map();

  /**
   * @param {HTMLDialogElement} dialog
   * @param {PyPlayground} playground
   */
  constructor(dialog, playground) {
    this.#dialog = dialog;
    this.#playground = playground;
    this.#boxes = [...dialog.querySelectorAll("input")];
    this.#link = find(dialog, "[data-part=share-link]", HTMLTextAreaElement);
    // The one file has no address that other pages could name.
    this.#tag = fieldIn(dialog, "share-tag");
    this.#frame = fieldIn(dialog, "share-frame");
    this.#open = find(dialog, "[data-part=share-open]", HTMLAnchorElement);
    this.#note = part(dialog, "share-note");
    this.#fileNote = part(dialog, "file-note");
    const actions = {
      close: () => dialog.close(),
      all: () => this.#tick(() => true),
      none: () => this.#tick(() => false),
      link: () => void this.#copy(this.#link, "The link"),
      tag: () => this.#tag && void this.#copy(this.#tag, "The tag"),
      frame: () => this.#frame && void this.#copy(this.#frame, "The frame"),
      file: () => void this.#save(),
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
    this.#note.textContent = this.#fileNote.textContent = "";
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
    this.#pairs = pairs;
    this.#link.value = this.#open.href = urlOf(pairs);
    if (this.#tag) this.#tag.value = tagOf(pairs, siteUrl("pyground.js"));
    if (this.#frame) this.#frame.value = frameOf(`${siteUrl("embed/py-playground.html")}#${formatAddress(pairs)}`);
  }

  /** Gives the reader the playground as it is now, as a file. */
  async #save() {
    const note = this.#fileNote;
    delete note.dataset.tone;
    note.textContent = "Making the file";
    try {
      const address = formatAddress(this.#pairs);
      const { text, error } = await this.#playground.ask("save", { what: "model" });
      if (error || !text) throw new Error(error || "Python gave no model");
      const file = new Blob([fileWith(await templateOfFile(), { address, model: text })], { type: "text/html" });
      download(FILE, file);
      note.textContent = `${FILE} has ${(file.size / 1e6).toFixed(1)} MB. It opens by a double click, in Chrome, Edge, Firefox and Safari.`;
    } catch (error) {
      note.dataset.tone = "bad";
      note.textContent = `There is no file: ${error instanceof Error ? error.message : error}.`;
    }
  }

  /** @param {HTMLTextAreaElement} field @param {string} what */
  async #copy(field, what) {
    this.#note.textContent = await copyText(field.value, what, () => field.select());
  }
}

/** @param {HTMLElement} dialog @param {string} name */
function fieldIn(dialog, name) {
  return ifThere(dialog, `[data-part=${name}]`, () => find(dialog, `[data-part=${name}]`, HTMLTextAreaElement));
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
