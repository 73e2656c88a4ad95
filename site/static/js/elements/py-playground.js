/** <py-playground>: a network that trains in front of the reader, and the surface by which pages and tests drive it. */

import { addressOf, attributeOf, guessSettings } from "../model/address.js";
import { numbersOf, toBase64 } from "../draw/frame-views.js";
import { hiddenAlong, hiddenNames, hideParts, namesIn } from "../model/hidden-parts.js";
import { Session } from "../model/session.js";
import { pythonClient, settingsTable, siteConfig } from "../python/page-python.js";
import { find } from "../panels/marked-elements.js";
import { themeOf } from "../panels/theme-palette.js";
import { connectParts, firstState, whole } from "./playground-parts.js";
import { ShadowElement } from "./shadow-element.js";

/** @import { Changes } from "../model/change-queue.js" */

export class PyPlayground extends ShadowElement {
  /** @type {Promise<void>} */
  #ready;
  /** @type {() => void} */
  #nowReady = () => {};
  /** resolves when the element has its inside; calls wait for it @type {Promise<void>} */
  #entered;
  /** @type {() => void} */
  #nowEntered = () => {};
  /** true while Python has not been asked for the model yet */
  #waits = false;
  /** names of the parts that the address or the element hides @type {Set<string>} */
  #hidden = new Set();
  /** the address that the session was made with, until it is opened */
  #address = "";
  /** @type {Session | null} */
  #running = null;
  /** @type {(() => void)[]} */
  #stops = [];
  /** null in lessons, which say everything by what they write into the page */
  #attributes = whole.PlaygroundAttributes && new whole.PlaygroundAttributes(this);

  /** The build of the site that this class came with; two versions on one page do not meet. */
  static get build() {
    return siteConfig().build;
  }

  static get observedAttributes() {
    return ["theme", "hide", "src", "data", "start", ...settingsTable().map(({ key }) => attributeOf(key))];
  }

  constructor() {
    super();
    this.#ready = new Promise((resolve) => {
      this.#nowReady = resolve;
    });
    this.#entered = new Promise((resolve) => {
      this.#nowEntered = resolve;
    });
  }

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    if (!this.#running || before === value) return;
    if (name === "theme" || name === "start") this.checkChoices([name]);
    if (name === "theme") themeOf(this).changed();
    else if (name === "hide") this.#hide(this.#attributes?.address ?? "");
    else if (name !== "start") this.#attributes?.changed(name);
    else if (value === "now") this.#wake();
  }

  enter() {
    const address = this.#addressAsked();
    this.#address = address;
    this.#hide(address);
    const start = this.startAsked(this.hasAttribute("data-address") ? "now" : "near");
    const session = new Session({
      client: pythonClient(),
      table: settingsTable(),
      state: firstState(this.inside, address, this.#hidden, start === "now"),
      address,
      tell: (name, error) => {
        if (name === "ready") this.#nowReady();
        this.#tell(name, error);
      },
    });
    this.#running = session;
    this.#waits = true;
    if (start === "now") this.#wake(); // before anything that could go wrong with pictures or storage
    this.#stops = connectParts(this, session, {
      hidden: () => this.#hidden,
      isLean: this.#isLean,
      start,
      wake: () => this.#wake(),
      tell: (name) => this.#tell(name),
    });
    this.dataset.taken = this.inside.dataset.taken = "";
    session.store.set({}); // shows the first state
    this.#nowEntered();
    this.#attributes?.entered();
    this.checkChoices();
  }

  leave() {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    void this.#running?.close();
    this.#running = null;
    this.#attributes?.left();
    delete this.dataset.taken;
    this.#ready = new Promise((resolve) => {
      this.#nowReady = resolve;
    });
    this.#entered = new Promise((resolve) => {
      this.#nowEntered = resolve;
    });
  }

  /** The inside could not be had. @param {unknown} error */
  broke(error) {
    console.error(error);
    this.#tell("error", error);
  }

  /**
   * What an attribute asks for can't be had, or it can again; the last good one stands.
   * @param {string} name
   * @param {string} words why, "" for none
   */
  refused(name, words) {
    this.#running?.refuse(name, words);
    if (words) this.#tell("error", Object.assign(new RangeError(words), { attribute: name }));
  }

  /** An error does not rise: pages listen for errors of their own on the window. @param {string} name @param {unknown} [error] */
  #tell(name, error) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: name !== "error", composed: name !== "error", detail: error ?? this.state }));
  }

  // What pages and tests use -------------------------------------------------------------------------------------------

  /** Resolves when Python has opened the model. After a failed start it waits for the retry. */
  get ready() {
    void this.#entered.then(() => this.#wake());
    return this.#ready;
  }

  /** The same, without asking for Python. */
  get opened() {
    return this.#ready;
  }

  /** Whether Python has been asked for. */
  get isAwake() {
    return this.#running !== null && !this.#waits;
  }

  /** @returns {{ epoch: number, lossTrain: number, lossTest: number, playing: boolean, settings: Changes }} */
  get state() {
    if (!this.#running) return { epoch: 0, lossTrain: NaN, lossTest: NaN, playing: false, settings: guessSettings(this.#addressAsked(), settingsTable()) };
    const { frame, layout, playing, pending } = this.#running.store.get();
    const { epoch, lossTrain, lossTest } = frame ? numbersOf(frame) : { epoch: 0, lossTrain: NaN, lossTest: NaN };
    return { epoch, lossTrain, lossTest, playing, settings: { ...layout.settings, ...pending } };
  }

  /** The address of the settings in force, without "#". */
  get address() {
    return this.#running ? this.#running.store.get().layout.hash : this.#addressAsked();
  }

  /** What is hidden: names of controls and parts, with spaces between. */
  get hide() {
    return this.getAttribute("hide") ?? "";
  }

  set hide(names) {
    this.setAttribute("hide", names);
  }

  /** "auto", "light" or "dark". */
  get theme() {
    return this.getAttribute("theme") ?? "auto";
  }

  set theme(theme) {
    this.setAttribute("theme", theme);
  }

  /** Trains on, at the speed that is set. Before Python is there, it is remembered. */
  play() {
    void this.#entered.then(() => this.#awake.play());
  }

  pause() {
    this.#running?.pause();
  }

  /**
   * Trains `n` epochs; resolves with the state when the picture of the last one has been drawn.
   * @param {number} [n]
   */
  async step(n = 1) {
    await this.#entered;
    await this.#awake.step(n);
    return this.state;
  }

  /** Trains up to an epoch at full speed, from the first weights if it has passed. @param {number} epoch */
  async goTo(epoch) {
    await this.#entered;
    return this.#awake.goTo(epoch);
  }

  /** Back to epoch 0 with the same first weights. */
  async reset() {
    await this.#entered;
    return this.#awake.reset();
  }

  /**
   * Changes settings, by address key. Rejects with Python's sentence when one is not allowed; then nothing has changed.
   * @param {Changes} changes
   * @returns {Promise<void>}
   */
  async configure(changes) {
    await this.#entered;
    return this.#awake.configure(changes);
  }

  /**
   * Takes the settings of an address over, as changes: training starts again only where they say so.
   * @param {string} address
   * @returns {Promise<boolean>} whether anything was different
   */
  async follow(address) {
    await this.#entered;
    return this.#awake.follow(address);
  }

  /** Asks Python about this model, see pycore.page.requests. @param {string} question @param {object} [details] */
  async ask(question, details) {
    await this.#entered;
    return this.#awake.ask(question, details);
  }

  /**
   * Goes on as a saved playground. Rejects with Python's sentence when it can't be used; then nothing has changed.
   * @param {string | ArrayBuffer} saved the text of a JSON file, or the bytes of an NPZ file
   */
  async load(saved) {
    await this.#entered;
    return typeof saved === "string" ? this.#awake.load(saved, false) : this.#awake.load(toBase64(new Uint8Array(saved)), true);
  }

  /**
   * Learns from these points, or from the settings' data set again.
   * @param {string | null} csv
   */
  async use(csv) {
    await this.#entered;
    return this.#awake.use(csv === null ? null : { text: csv, skipBad: false });
  }

  /** Lists the keys. */
  showKeys() {
    find(this.inside, "dialog[data-part=keys]", HTMLDialogElement).showModal();
  }

  /** Does what a button of the playground does, if it is there: "toggle", "step", "reset", "seed", "goto", "settings". @param {string} action */
  press(action) {
    // What is hidden can't be reached by its key either.
    this.inside.querySelector(`[data-action="${CSS.escape(action)}"]:not([data-put-away])`)?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  }

  /** Opens other settings from an address, from the start. @param {string} address */
  async open(address) {
    await this.#entered;
    this.#waits = false;
    this.#hide(address);
    return this.#session.reopen(address);
  }

  /** Python objects that are held, and bytes of WebAssembly memory: for tests. */
  diagnose() {
    return pythonClient().diagnose();
  }

  // How its parts come together ----------------------------------------------------------------------------------------

  /** The address to open: that of the page for the playground bound to it, else made of the element's attributes. */
  #addressAsked() {
    if (this.hasAttribute("data-address")) return addressOf(location);
    if (this.#isLean) return this.getAttribute("data-settings") ?? "";
    return this.#attributes?.address ?? "";
  }

  /** Hides what the address asks to hide. @param {string} address */
  #hide(address) {
    if (this.#isLean) return; // it has what the lesson gave it
    this.#hidden = new Set([...hiddenNames(address), ...namesIn(this.hide).flatMap(hiddenAlong)]);
    hideParts(this.inside, this.#hidden);
  }

  /** Whether it stands in a lesson, with less around it. */
  get #isLean() {
    return this.hasAttribute("data-lean");
  }

  /** Has Python open the model, if it has not been asked to yet. */
  #wake() {
    if (!this.#waits) return;
    this.#waits = false;
    const address = this.#addressAsked();
    // Attributes may have changed while it waited.
    void (address === this.#address ? this.#session.open() : this.#session.reopen(address));
  }

  get #awake() {
    this.#wake();
    return this.#session;
  }

  get #session() {
    if (!this.#running) throw new Error("this <py-playground> is not on a page");
    return this.#running;
  }
}

if (!customElements.get("py-playground")) customElements.define("py-playground", PyPlayground);
