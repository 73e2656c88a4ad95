/** What all elements have in common: an inside of their own in a shadow root, made anew when they are put back, in the host's theme. */

import { themeOf } from "../panels/theme-palette.js";
import { componentSheet, insideOf } from "./shipped-insides.js";

const STARTS = ["now", "near", "click"];
/** What attributes that are a choice may be. */
const CHOICES = new Map([["start", STARTS], ["theme", ["auto", "light", "dark"]]]);

/**
 * An element whose inside is one HTMLElement in an open shadow root. On a page of ours the builder has written it there; elsewhere
 * it is brought along. A subclass says what to do with it in `enter`, and lets go of everything in `leave`.
 */
export class ShadowElement extends HTMLElement {
  /** the wrapper of all that is inside, while there is something @type {HTMLElement | null} */
  #inside = null;
  /** the inside as it was before any script, to begin afresh with @type {HTMLDivElement | null} */
  #pristine = null;
  #hasEntered = false;
  /** @type {(() => void) | null} */
  #forgetTheme = null;
  /** @type {Promise<void> | null} */
  #arriving = null;
  /** whether a sentence stands where the inside should be */
  #isMissing = false;

  connectedCallback() {
    if (this.#hasEntered) return; // moved within the page
    if (this.#hasShadow()) this.#enter();
    else if (!this.#arriving) this.#arriving = this.#bring();
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected || !this.#hasEntered) return;
      this.#hasEntered = false;
      this.#forgetTheme?.();
      this.#forgetTheme = null;
      this.leave();
      this.#inside = null;
    });
  }

  /** All that stands inside; raises an Error while the element is not on a page. */
  get inside() {
    if (!this.#inside) throw new Error(`this <${this.localName}> is not on a page`);
    return this.#inside;
  }

  /** Whether there is an inside to speak of. */
  get isInside() {
    return this.#inside !== null;
  }

  /**
   * When Python is to be asked for, as the attribute says: as soon as the element is on a page, when it is about to be seen, or when it
   * is pressed.
   * @param {string} otherwise where nothing is said, or something else
   */
  startAsked(otherwise) {
    const asked = this.getAttribute("start") ?? "";
    return STARTS.includes(asked) ? asked : otherwise;
  }

  /** Says what attributes may be, where they are something else. @param {Iterable<string>} [names] */
  checkChoices(names = CHOICES.keys()) {
    for (const name of names) {
      const choices = CHOICES.get(name) ?? [];
      const asked = this.getAttribute(name);
      this.refused(name, asked === null || choices.includes(asked) ? "" : `${name}: expected one of ${choices.join(", ")}, got "${asked}"`);
    }
  }

  /** Begins with the inside, which is fresh. @abstract */
  enter() {}

  /** Lets go of everything that `enter` took. @abstract */
  leave() {}

  /**
   * An attribute's value is not taken, or it is again; the last good one stands.
   * @abstract
   * @param {string} name
   * @param {string} words why, "" for none
   */
  refused(name, words) {
    if (words) throw new RangeError(`${name}: ${words}`);
  }

  /** What went wrong on the way to the inside. @abstract @param {unknown} error */
  broke(error) {
    throw error;
  }

  #enter() {
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    let [inside, ...rest] = [...root.children].filter((child) => child instanceof HTMLDivElement);
    if (!inside || rest.length) throw new Error(`the shadow root of this <${this.localName}> has to hold one <div>, not ${rest.length + (inside ? 1 : 0)}`);
    if (this.#pristine) inside.replaceWith((inside = copyOf(this.#pristine)));
    else this.#pristine = copyOf(inside);
    this.#inside = inside;
    this.#hasEntered = true;
    const theme = themeOf(this);
    this.#forgetTheme = theme.hold(inside);
    this.enter();
  }

  /** Whether the builder has written the inside; browsers without declarative shadow roots have left it in a template. */
  #hasShadow() {
    if (this.shadowRoot) return !this.#isMissing;
    const template = this.querySelector(":scope > template[shadowrootmode]");
    if (!(template instanceof HTMLTemplateElement)) return false;
    this.attachShadow({ mode: "open" }).append(template.content);
    template.remove();
    return true;
  }

  /** Gets the inside for an element that stands on somebody else's page. */
  async #bring() {
    try {
      const [markup, sheet] = await Promise.all([insideOf(this.localName), componentSheet()]).catch((error) => {
        this.#tellMissing(error);
        throw error;
      });
      if (!this.isConnected) return;
      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      const template = document.createElement("template");
      template.innerHTML = markup; // our own template's output
      root.replaceChildren(template.content);
      this.#isMissing = false;
      this.#enter();
    } catch (error) {
      this.broke(error);
    } finally {
      this.#arriving = null;
    }
  }

  /** Without an inside there is nothing else that could say so. @param {unknown} error */
  #tellMissing(error) {
    this.#isMissing = true;
    const words = document.createElement("p");
    words.setAttribute("role", "alert");
    words.textContent = `This <${this.localName}> could not be loaded: ${error instanceof Error ? error.message : error}`;
    (this.shadowRoot ?? this.attachShadow({ mode: "open" })).replaceChildren(words);
  }
}

/** @param {HTMLDivElement} inside */
function copyOf(inside) {
  return /** @type {HTMLDivElement} */ (inside.cloneNode(true));
}
