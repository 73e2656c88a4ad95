/**
 * The one file that holds the whole site: shows the page that the address names. The playground stands in the file and stays while others
 * are read; every other page lies packed in it, and is put in the playground's place while it is read.
 */

import "../elements/whole-playground.js"; // before any playground is made, which asks for it
import { find } from "../panels/marked-elements.js";
import { PLAYGROUND, pageAsked } from "../model/page-addresses.js";
import { giveTemplate, isSameAddress, savedState } from "../model/saved-file.js";
import { addressOf } from "../model/address.js";
import { scriptWith } from "../python/given-files.js";
import { unpacked } from "../python/packed-bytes.js";
import { siteConfig } from "../python/page-python.js";
import { beginCoursePage } from "./course-page.js";
import { bindThemeButtons, showTheme } from "./theme-button.js";
import { explainTerms } from "./word-definitions.js";

/** @import { PyPlayground } from "../elements/py-playground.js" */

/**
 * @typedef {object} Packed what the builder has packed, see builder.one_file
 * @property {Record<string, { title: string, html: string }>} pages all but the playground, by their names
 * @property {string} worker the script of the worker
 * @property {string} shell the text of this file with marks where the packed parts belong
 */

/** @typedef {{ root: HTMLElement, title: string, top: number }} Shown a page that has been made, and how far it was scrolled */

const MARK = "\u0001";

class OneFile {
  #packed;
  #playground = find(document, `[data-page=${PLAYGROUND}]`);
  /** @type {Map<string, Shown>} */
  #made = new Map();
  #now = PLAYGROUND;
  #hasBegun = false;
  #isLoaded = false;
  /** whether the address changes because a link was followed, and not because of Back or Forward */
  #byLink = false;

  /** @param {Packed} packed */
  constructor(packed) {
    this.#packed = packed;
    this.#made.set(PLAYGROUND, { root: this.#playground, title: document.title, top: 0 });
    // What is not shown must not start Python: elements wake up where they stand on a page.
    if (this.#asked.page !== PLAYGROUND) this.#playground.remove();
    explainTerms(document.body);
    document.addEventListener("click", (event) => this.#clicked(event), { capture: true });
    addEventListener("hashchange", () => this.#show());
    this.#show();
  }

  get #asked() {
    const asked = pageAsked(location.hash);
    if (!asked) return { page: PLAYGROUND, place: "" };
    return Object.hasOwn(this.#packed.pages, asked.page) ? asked : { page: PLAYGROUND, place: "" };
  }

  /** The playground's element; before its script has run it has none of its properties. */
  get #element() {
    return /** @type {PyPlayground} */ (this.#playground.querySelector("py-playground"));
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const [target] = event.composedPath();
    const link = target instanceof Element ? target.closest("a[href^='#']") : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    if (link.hash === location.hash && pageAsked(link.hash)) this.#show(); // no change of the address would do it
    else this.#byLink = true;
  }

  #show() {
    const { page, place } = this.#asked;
    const before = /** @type {Shown} */ (this.#made.get(this.#now));
    const isOther = page !== this.#now || !this.#hasBegun;
    if (page !== this.#now) {
      before.top = scrollY;
      if (this.#now === PLAYGROUND) this.#playground.hidden = true;
      else before.root.remove();
    }
    this.#now = page;
    if (page === PLAYGROUND) this.#nameItself();
    const shown = this.#made.get(page) ?? this.#make(page);
    if (!shown.root.isConnected) document.body.prepend(shown.root);
    shown.root.hidden = false;
    if (isOther) this.#arrive(shown, page);
    if (place) reveal(shown.root, place);
    else if (isOther) scrollTo(0, this.#byLink ? 0 : shown.top);
    this.#byLink = false;
  }

  /** @param {Shown} shown @param {string} page */
  #arrive({ root, title }, page) {
    document.title = title;
    for (const sheet of document.querySelectorAll("style[data-sheet]")) {
      sheet.setAttribute("media", (sheet.getAttribute("data-sheet") === PLAYGROUND) === (page === PLAYGROUND) ? "all" : "not all");
    }
    showTheme(root);
    if (page === PLAYGROUND) void this.#beginPlayground();
    if (this.#hasBegun) focus(find(root, "main"));
    this.#hasBegun = true;
  }

  /** @param {string} page @returns {Shown} */
  #make(page) {
    const { title, html } = this.#packed.pages[page];
    const root = document.createElement("div");
    root.dataset.page = page;
    const template = document.createElement("template");
    template.innerHTML = html; // the builder's own
    const styles = find(document, "template[data-part=styles]", HTMLTemplateElement);
    for (const inside of template.content.querySelectorAll("template[shadowrootmode]")) {
      if (inside instanceof HTMLTemplateElement) inside.content.prepend(styles.content.cloneNode(true));
    }
    root.append(template.content);
    document.body.prepend(root);
    const made = { root, title, top: 0 };
    this.#made.set(page, made);
    bindThemeButtons(root);
    beginCoursePage(root);
    return made;
  }

  /** The playground begins when it is first shown, with the state that the file was saved with, if the address asks for that. */
  async #beginPlayground() {
    await import("./playground-page.js");
    const element = this.#element;
    const saved = savedState(document);
    if (!saved || this.#isLoaded || !isSameAddress(saved.address, addressOf(location))) return;
    this.#isLoaded = true;
    await element.opened;
    await element.load(saved.model).catch((error) => element.refused("saved", `The playground in this file can't be opened: ${error instanceof Error ? error.message : error}`));
  }

  /** A link to the playground as it stands gets the playground's address. */
  #nameItself() {
    if (!pageAsked(location.hash)) return;
    const address = this.#element.isAwake ? this.#element.address : (savedState(document)?.address ?? "");
    history.replaceState(history.state, "", `#${address}`);
  }
}

/** @param {HTMLElement} root @param {string} place */
function reveal(root, place) {
  const target = root.querySelector(`#${CSS.escape(decoded(place))}`);
  if (!(target instanceof HTMLElement)) return;
  target.scrollIntoView();
  focus(target);
}

/** @param {string} place as a browser writes it */
function decoded(place) {
  try {
    return decodeURIComponent(place);
  } catch {
    return place; // a lone "%" in a link written by hand
  }
}

/** Reading goes on from here, by keyboard and aloud. @param {HTMLElement} target */
function focus(target) {
  if (target.tabIndex < 0) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

/** @param {string} part @returns {string} */
function textOf(part) {
  return find(document, `script[data-part=${part}]`).textContent ?? "";
}

/** Says in the page why it stays a picture. @param {string} words */
function tell(words) {
  const note = find(document, "[data-part=broken]");
  note.textContent = words;
  note.hidden = false;
}

async function begin() {
  if (!globalThis.DecompressionStream) {
    tell("This file unpacks itself with DecompressionStream, which this browser lacks, so it shows a first picture only. Chrome and Edge from 80, Firefox from 113 and Safari from 16.4 have it.");
    return;
  }
  /** @type {Packed} */
  let packed;
  const [pages, python] = [textOf("pages"), textOf("python")];
  try {
    packed = JSON.parse(new TextDecoder().decode(await unpacked(pages)));
  } catch (error) {
    tell(`This file is damaged: its pages can't be unpacked (${error instanceof Error ? error.message : error}). Get it again from where it came from.`);
    return;
  }
  siteConfig().worker = URL.createObjectURL(scriptWith(python, packed.worker));
  giveTemplate(() => packed.shell.replace(`${MARK}pages${MARK}`, () => pages).replace(`${MARK}python${MARK}`, () => python));
  new OneFile(packed);
}

void begin();
