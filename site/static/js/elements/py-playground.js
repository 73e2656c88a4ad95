/** <py-playground>: a network that trains in front of the reader, and the surface by which pages and tests drive it. */

import { formatAddress, guessSettings } from "../model/address.js";
import { decodeFirst, numbersOf } from "../draw/frame-views.js";
import { hiddenNames, hideParts } from "../model/hidden-parts.js";
import { withConsequences } from "../model/setting-rules.js";
import { Session } from "../model/session.js";
import { pythonClient, settingsTable } from "../python/page-python.js";
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
import { SpeedControl } from "../panels/speed-control.js";
import { View } from "../panels/playground-view.js";
import { WeightsTable } from "../panels/weights-table.js";

/** @import { Changes } from "../model/change-queue.js" */
/** @import { First, OwnTable, PlaygroundState } from "../types.js" */

/** The markup of the page's first playground, for those that are made without any. */
let pristine = "";

export class PyPlayground extends HTMLElement {
  /** @type {Promise<void>} */
  #ready;
  /** @type {() => void} */
  #nowReady = () => {};
  /** true while Python has not been asked for the model yet: those of a lesson wait until they come into sight */
  #waits = false;
  /** names of the parts that the address hides @type {Set<string>} */
  #hidden = new Set();
  /** @type {Session | null} */
  #running = null;
  /** @type {(() => void)[]} */
  #stops = [];

  constructor() {
    super();
    this.#ready = new Promise((resolve) => {
      this.#nowReady = resolve;
    });
  }

  connectedCallback() {
    if (this.#running) return; // moved within the page
    if (this.#isLean) this.classList.add("lean");
    else if (this.children.length) pristine ||= this.innerHTML;
    else this.#takeMarkup();
    this.classList.add("playground");
    const address = this.#addressAsked();
    this.#hide(address);
    const session = new Session({
      client: pythonClient(),
      table: settingsTable(),
      state: this.#firstState(address),
      address,
      tell: (name, error) => {
        if (name === "ready") this.#nowReady();
        this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: error ?? this.state }));
      },
    });
    this.#running = session;
    this.#waits = true;
    if (!this.#isLean) this.#wake(); // before anything that could go wrong with pictures or storage
    this.#connectParts(session);
    this.dataset.taken = "";
    session.store.set({}); // shows the first state
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return;
      for (const stop of this.#stops) stop();
      void this.#running?.close();
      this.#running = null; // put back into a page, it starts afresh
    });
  }

  // What pages and tests use -------------------------------------------------------------------------------------------

  /** Resolves when Python has opened the model. After a failed start it waits for the retry. */
  get ready() {
    this.#wake();
    return this.#ready;
  }

  /** @returns {{ epoch: number, lossTrain: number, lossTest: number, playing: boolean, settings: Changes }} */
  get state() {
    const { frame, layout, playing, pending } = this.#session.store.get();
    const { epoch, lossTrain, lossTest } = frame ? numbersOf(frame) : { epoch: 0, lossTrain: NaN, lossTest: NaN };
    return { epoch, lossTrain, lossTest, playing, settings: { ...layout.settings, ...pending } };
  }

  /** The address of the settings in force, without "#". */
  get address() {
    return this.#session.store.get().layout.hash;
  }

  /** Trains on, at the speed that is set. Before Python is there, it is remembered. */
  play() {
    this.#awake.play();
  }

  pause() {
    this.#session.pause();
  }

  /**
   * Trains `n` epochs; resolves with the state when the picture of the last one has been drawn.
   * @param {number} [n]
   */
  async step(n = 1) {
    await this.#awake.step(n);
    return this.state;
  }

  /** Trains up to an epoch at full speed, from the first weights if it has passed. @param {number} epoch */
  goTo(epoch) {
    return this.#awake.goTo(epoch);
  }

  /** Back to epoch 0 with the same first weights. */
  reset() {
    return this.#awake.reset();
  }

  /**
   * Changes settings, by address key. Rejects with Python's sentence when one is not allowed; then nothing has changed.
   * @param {Changes} changes
   */
  configure(changes) {
    return this.#awake.configure(changes);
  }

  /**
   * Takes the settings of an address over, as changes: training starts again only where they say so.
   * @param {string} address
   * @returns {Promise<boolean>} whether anything was different
   */
  follow(address) {
    return this.#awake.follow(address);
  }

  /** Asks Python about this model, see pycore.questions. @param {string} question @param {object} [details] */
  ask(question, details) {
    return this.#awake.ask(question, details);
  }

  /** Lists the keys. */
  showKeys() {
    find(this, "dialog[data-part=keys]", HTMLDialogElement).showModal();
  }

  /** Opens other settings from an address, from the start. @param {string} address */
  open(address) {
    this.#waits = false;
    this.#hide(address);
    return this.#session.reopen(address);
  }

  /** Python objects that are held, and bytes of WebAssembly memory: for tests. */
  diagnose() {
    return pythonClient().diagnose();
  }

  // How its parts come together ----------------------------------------------------------------------------------------

  #takeMarkup() {
    if (!pristine) throw new Error("<py-playground> stands empty on a page that has no other one to take its markup from");
    this.innerHTML = pristine; // our own template's output, as the builder wrote it
  }

  /** The address to open: that of the page for the playground bound to it, else made of the element's attributes. */
  #addressAsked() {
    if (this.hasAttribute("data-address")) return location.hash.slice(1);
    if (this.#isLean) return this.getAttribute("data-settings") ?? "";
    const pairs = new Map();
    for (const { key } of settingsTable()) {
      const value = this.getAttribute(key);
      if (value !== null) pairs.set(key, value);
    }
    return formatAddress(pairs);
  }

  /**
   * What is shown until Python answers: the builder's frame, if that is what the address asks for.
   * @param {string} address
   * @returns {PlaygroundState}
   */
  #firstState(address) {
    /** @type {First} */
    const first = JSON.parse(find(this, "script[data-part=first]", HTMLScriptElement).textContent ?? "");
    // In a lesson the picture is a drawing only, until Python sends the first frame.
    const { frame, points } = decodeFirst(first);
    this.toggleAttribute("data-still", frame === null);
    const guess = guessSettings(address, settingsTable());
    const settings = { ...first.layout.settings, ...guess };
    const whole = first.layout.features.every(({ key }) => !this.#hidden.has(key));
    const same = whole && Object.keys(guess).every((key) => key === "hideText" || String(guess[key]) === String(first.layout.settings[key]));
    return {
      phase: this.#isLean ? "waiting" : "booting",
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
    const change = (/** @type {Changes} */ changes) => asked(session.configure(withConsequences(changes, this.state.settings)));
    const controls = new Controls(this, table, change);
    const formula = ifThere(this, "[data-part=formula]", (place) => new FormulaField(place, change));
    const batchNote = ifThere(this, "[data-part=batch-note]", (place) => new BatchNote(place, change));
    const speed = new SpeedControl(part(this, "speed"), change);
    const goTo = ifThere(this, "[data-part=goto]", (place) => new GoTo(place, find(this, "[data-action=goto]"), (epoch) => asked(session.goTo(epoch))));
    const dialog = this.querySelector("dialog[data-part=settings]");
    const readouts = new Readouts(this);
    const overlay = part(this, "overlay");
    const layerButtons = this.querySelector("[data-part=layer-buttons]");
    const inspector = new Inspector(part(this, "network"), part(this, "stops"), part(this, "part-card"), {
      inspect: (look, watch) => session.inspect(look, watch),
      setParameter: (index, value) => asked(session.setParameter(index, value)),
      mark: (marked) => view.mark(marked),
      speak: (words) => readouts.speak(words),
    });
    const weights = ifThere(this, "[data-part=weights-tables]", (place) => new WeightsTable(find(this, "details[data-part=weights]", HTMLDetailsElement), place));
    const confusion = ifThere(
      this,
      "[data-part=confusion-tables]",
      (place) => new ConfusionTables(find(this, "details[data-part=confusion]", HTMLDetailsElement), place, () => session.ask("confusion")),
    );
    const closer = ifThere(this, "[data-part=closer]", () => new Closer(this, session, change));
    const ownModel = {
      ready: session.ready,
      ask: (/** @type {string} */ question, /** @type {object | undefined} */ details) => session.ask(question, details),
      use: (/** @type {OwnTable | null} */ table) => session.use(table),
      refresh: () => session.store.set({ layout: { ...session.store.get().layout } }),
    };
    const own = ifThere(this, "dialog[data-part=own]", () => new OwnData(this, ownModel, { remembers: this.hasAttribute("data-address") }));
    const view = new View(this, (geometry, layout) => {
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
      "close-dialog": () => this.querySelector("dialog[open]")?.closest("dialog")?.close(),
    };
    const onclick = (/** @type {MouseEvent} */ event) => {
      if (event.target instanceof HTMLDialogElement) event.target.close(); // beside its contents
      const button = event.target instanceof Element ? event.target.closest("[data-action]") : null;
      const action = button?.getAttribute("data-action") ?? "";
      this.#wake();
      if (action in actions) actions[/** @type {keyof typeof actions} */ (action)]();
    };
    this.addEventListener("click", onclick);
    // Several entries may come at once, the latest last.
    const sight = new IntersectionObserver((entries) => {
      session.visible = entries[entries.length - 1].isIntersecting;
    });
    sight.observe(this);
    const near = new IntersectionObserver(([entry]) => entry.isIntersecting && this.#wake(), { rootMargin: "50% 0px" });
    if (this.#isLean) near.observe(this);
    const openLink = this.parentElement?.querySelector(":scope > figcaption [data-part=open-link]");
    /** @type {PlaygroundState | null} */
    let shown = null;
    this.#stops = [
      () => view.dispose(),
      () => own?.dispose(),
      () => closer?.dispose(),
      () => sight.disconnect(),
      () => near.disconnect(),
      () => this.removeEventListener("click", onclick),
      pythonClient().onprogress((progress) => {
        if (session.store.get().phase === "booting") session.store.set({ progress });
      }),
      session.store.listen((state) => {
        if (state.frame || Object.keys(state.pending).length) this.removeAttribute("data-still"); // the drawing is of other settings, or not needed
        readouts.show(state, shown);
        if (state.layout !== shown?.layout || state.pending !== shown.pending || state.faults !== shown.faults) {
          controls.show(state);
          if (state.layout !== shown?.layout && !this.#isLean) hideParts(this, this.#hidden); // boards are left by what a setting shows, too
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
        shown = state;
      }),
    ];
  }

  /** Hides what the address asks to hide. @param {string} address */
  #hide(address) {
    if (this.#isLean) return; // it has what the lesson gave it
    this.#hidden = hiddenNames(this.hasAttribute("data-address") ? address : "");
    hideParts(this, this.#hidden);
  }

  /** Whether it stands in a lesson, with less around it. */
  get #isLean() {
    return this.hasAttribute("data-lean");
  }

  /** Has Python open the model, if it has not been asked to yet. */
  #wake() {
    if (!this.#waits) return;
    this.#waits = false;
    void this.#session.open();
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

customElements.define("py-playground", PyPlayground);
