/** <py-playground>: a network that trains in front of the reader, and the surface by which pages and tests drive it. */

import { addressOf, attributeOf, guessSettings } from "../model/address.js";
import { decodeFirst, numbersOf } from "../draw/frame-views.js";
import { hiddenAlong, hiddenNames, hideParts } from "../model/hidden-parts.js";
import { withConsequences } from "../model/setting-rules.js";
import { Session } from "../model/session.js";
import { pythonClient, settingsTable, siteConfig } from "../python/page-python.js";
import { asked } from "../panels/reader-request.js";
import { BatchNote } from "../panels/batch-note.js";
import { Controls } from "../panels/setting-controls.js";
import { Closer } from "../panels/look-closer.js";
import { ConfusionTables } from "../panels/confusion-tables.js";
import { FormulaField } from "../panels/formula-field.js";
import { Inspector } from "../panels/part-inspector.js";
import { placeLayerButtons, placeOverlay } from "../panels/network-buttons.js";
import { GoTo } from "../panels/go-to-epoch.js";
import { OwnData } from "../panels/own-data.js";
import { find, ifThere, part } from "../panels/marked-elements.js";
import { Readouts } from "../panels/readouts.js";
import { themeOf } from "../panels/theme-palette.js";
import { SpeedControl } from "../panels/speed-control.js";
import { View } from "../panels/playground-view.js";
import { WeightsTable } from "../panels/weights-table.js";
import { ShadowElement } from "./shadow-element.js";
import { PlaygroundAttributes } from "./playground-attributes.js";

/** @import { Changes } from "../model/change-queue.js" */
/** @import { First, OwnTable, PlaygroundState } from "../types.js" */

/** When Python is asked for: as soon as the element is on a page, when it is about to be seen, or when it is pressed. */
const STARTS = ["now", "near", "click"];

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
  #attributes = new PlaygroundAttributes(this);

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
    if (name === "theme") themeOf(this).changed();
    else if (name === "hide") this.#hide(this.#attributes.address);
    else this.#attributes.changed(name);
  }

  enter() {
    const address = this.#addressAsked();
    this.#address = address;
    this.#hide(address);
    const session = new Session({
      client: pythonClient(),
      table: settingsTable(),
      state: this.#firstState(address),
      address,
      tell: (name, error) => {
        if (name === "ready") this.#nowReady();
        this.#tell(name, error);
      },
    });
    this.#running = session;
    this.#waits = true;
    if (this.#start === "now") this.#wake(); // before anything that could go wrong with pictures or storage
    this.#connectParts(session);
    this.dataset.taken = this.inside.dataset.taken = "";
    session.store.set({}); // shows the first state
    this.#nowEntered();
    this.#attributes.entered();
  }

  leave() {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    void this.#running?.close();
    this.#running = null;
    this.#attributes.left();
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
    return typeof saved === "string" ? this.#awake.load(saved, false) : this.#awake.load(toBase64(saved), true);
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
    return this.#attributes.address;
  }

  /** When Python is asked for. */
  get #start() {
    const asked = this.getAttribute("start") ?? "";
    if (STARTS.includes(asked)) return asked;
    return this.hasAttribute("data-address") ? "now" : "near";
  }

  /**
   * What is shown until Python answers: the builder's frame, if that is what the address asks for.
   * @param {string} address
   * @returns {PlaygroundState}
   */
  #firstState(address) {
    /** @type {First} */
    const first = JSON.parse(find(this.inside, "script[data-part=first]", HTMLScriptElement).textContent ?? "");
    // In a lesson the picture is a drawing only, until Python sends the first frame.
    const { frame, points } = decodeFirst(first);
    this.inside.toggleAttribute("data-still", frame === null);
    const guess = guessSettings(address, settingsTable());
    const settings = { ...first.layout.settings, ...guess };
    const whole = first.layout.features.every(({ key }) => !this.#hidden.has(key));
    const same = whole && Object.keys(guess).every((key) => key === "hideText" || String(guess[key]) === String(first.layout.settings[key]));
    return {
      phase: this.#start === "now" ? "booting" : "waiting",
      playing: false,
      eager: false,
      progress: { stage: "waiting", loaded: 0, total: 0 },
      layout: { ...first.layout, settings },
      frame: same ? frame : null,
      points: same ? points : null,
      pending: {},
      marks: [],
      faults: {},
      problem: null,
    };
  }

  /** @param {Session} session */
  #connectParts(session) {
    const table = settingsTable();
    const root = this.inside;
    const change = (/** @type {Changes} */ changes) => asked(session.configure(withConsequences(changes, this.state.settings)));
    const controls = new Controls(root, table, change);
    const formula = ifThere(root, "[data-part=formula]", (place) => new FormulaField(place, change));
    const batchNote = ifThere(root, "[data-part=batch-note]", (place) => new BatchNote(place, change));
    const speed = new SpeedControl(part(root, "speed"), change);
    const goTo = ifThere(root, "[data-part=goto]", (place) => new GoTo(place, find(root, "[data-action=goto]"), (epoch) => asked(session.goTo(epoch))));
    const dialog = root.querySelector("dialog[data-part=settings]");
    const readouts = new Readouts(root);
    const overlay = part(root, "overlay");
    const layerButtons = root.querySelector("[data-part=layer-buttons]");
    const inspector = new Inspector(part(root, "network"), part(root, "stops"), part(root, "part-card"), {
      inspect: (look, watch) => session.inspect(look, watch),
      setParameter: (index, value) => asked(session.setParameter(index, value)),
      mark: (marked) => view.mark(marked),
      speak: (words) => readouts.speak(words),
    });
    const weights = ifThere(root, "[data-part=weights-tables]", (place) => new WeightsTable(find(root, "details[data-part=weights]", HTMLDetailsElement), place));
    const confusion = ifThere(
      root,
      "[data-part=confusion-tables]",
      (place) => new ConfusionTables(find(root, "details[data-part=confusion]", HTMLDetailsElement), place, () => session.ask("confusion")),
    );
    const closer = ifThere(root, "[data-part=closer]", () => new Closer(root, session, change));
    const ownModel = {
      ready: session.ready,
      ask: (/** @type {string} */ question, /** @type {object | undefined} */ details) => session.ask(question, details),
      use: (/** @type {OwnTable | null} */ table) => session.use(table),
      refresh: () => session.store.set({ layout: { ...session.store.get().layout } }),
    };
    const own = ifThere(root, "dialog[data-part=own]", () => new OwnData(root, ownModel, { remembers: this.dataset.address === "page" }));
    const view = new View(root, (geometry, layout) => {
      inspector.placed(geometry, layout);
      const now = () => this.state.settings;
      placeOverlay(overlay, { geometry, layout, table, change, now, hidden: this.#hidden, toggleFold: () => view.toggleFold() });
      if (layerButtons instanceof HTMLElement) placeLayerButtons(layerButtons, layout, change, now);
    });
    if (this.#isLean) view.expect(session.store.get().layout);
    const actions = {
      toggle: () => session.toggle(),
      step: () => asked(session.step()),
      reset: () => asked(session.reset()),
      goto: () => goTo?.toggle(),
      seed: () => asked(session.newSeed()),
      notice: () => asked(session.recover()),
      settings: () => dialog instanceof HTMLDialogElement && dialog.showModal(),
      own: () => own?.open(),
      keys: () => this.showKeys(),
      tour: () => {
        root.querySelector("dialog[open]")?.closest("dialog")?.close();
        this.#tell("tour");
      },
      "close-dialog": () => root.querySelector("dialog[open]")?.closest("dialog")?.close(),
    };
    const onclick = (/** @type {MouseEvent} */ event) => {
      if (event.target instanceof HTMLDialogElement) event.target.close(); // beside its contents
      const button = event.target instanceof Element ? event.target.closest("[data-action]") : null;
      const action = button?.getAttribute("data-action") ?? "";
      this.#wake();
      if (action in actions) actions[/** @type {keyof typeof actions} */ (action)]();
    };
    root.addEventListener("click", onclick);
    // Several entries may come at once, the latest last.
    const sight = new IntersectionObserver((entries) => {
      session.visible = entries[entries.length - 1].isIntersecting;
    });
    sight.observe(this);
    const near = new IntersectionObserver(([entry]) => entry.isIntersecting && this.#wake(), { rootMargin: "50% 0px" });
    if (this.#start === "near") near.observe(this);
    const openLink = this.parentElement?.querySelector(":scope > figcaption [data-part=open-link]");
    /** @type {PlaygroundState | null} */
    let shown = null;
    this.#stops = [
      () => view.dispose(),
      () => own?.dispose(),
      () => closer?.dispose(),
      () => sight.disconnect(),
      () => near.disconnect(),
      pythonClient().onprogress((progress) => {
        if (session.store.get().phase === "booting") session.store.set({ progress });
      }),
      session.store.listen((state) => {
        if (state.frame || Object.keys(state.pending).length) root.removeAttribute("data-still"); // the drawing is of other settings, or not needed
        readouts.show(state, shown);
        if (state.layout !== shown?.layout || state.pending !== shown.pending || state.faults !== shown.faults) {
          controls.show(state);
          if (state.layout !== shown?.layout && !this.#isLean) hideParts(root, this.#hidden); // boards are left by what a setting shows, too
          formula?.show(state);
          batchNote?.show(state.layout);
          speed.show(state);
          own?.show(state.layout);
          if (openLink instanceof HTMLAnchorElement && state.layout.hash !== shown?.layout.hash) openLink.href = `index.html#${state.layout.hash}`;
        }
        if (state.frame !== shown?.frame || state.fine !== shown?.fine || state.pending !== shown?.pending) view.draw(state);
        closer?.show(state);
        if (state.frame && state.frame !== shown?.frame) {
          inspector.show(state.frame);
          weights?.show(state.frame, state.playing);
          confusion?.show(state);
        }
        this.dataset.status = root.dataset.status;
        if (shown?.playing && !state.playing) queueMicrotask(() => this.#tell("stopped"));
        shown = state;
      }),
    ];
  }

  /** Hides what the address asks to hide. @param {string} address */
  #hide(address) {
    if (this.#isLean) return; // it has what the lesson gave it
    this.#hidden = new Set([...hiddenNames(address), ...this.hide.split(/[\s,]+/).filter(Boolean).flatMap(hiddenAlong)]);
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

/** @param {ArrayBuffer} buffer */
function toBase64(buffer) {
  let binary = "";
  for (const byte of new Uint8Array(buffer)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

if (!customElements.get("py-playground")) customElements.define("py-playground", PyPlayground);
