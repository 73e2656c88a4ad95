/** <py-playground>: a network that trains in front of the reader, and the surface by which pages and tests drive it. */

import { formatAddress, guessSettings, hiddenParts } from "../address.js";
import { decodeFirst, decodeFrame, numbersOf } from "../frame.js";
import { afterPaint, eachFrame } from "../loop.js";
import { PythonFailure } from "../python/client.js";
import { pythonClient, settingsTable } from "../site.js";
import { Store } from "../store.js";
import { Controls } from "./controls.js";
import { placeLayerButtons, placeOverlay } from "./network-overlay.js";
import { find, part } from "./parts.js";
import { Readouts } from "./readouts.js";
import { View } from "./view.js";

/** @import { PythonInstance } from "../python/client.js" */
/** @import { Configured, First, Opened, PlaygroundState, SettingValue } from "../types.js" */

/** @typedef {Record<string, SettingValue>} Changes by address key */
/** @typedef {{ changes: Changes, resolve: () => void, reject: (error: unknown) => void }} Asked */

/** The markup of the page's first playground, for those that are made without any. */
let pristine = "";

export class PyPlayground extends HTMLElement {
  /** Resolves when Python has opened the model. After a failed start it waits for the retry. @type {Promise<void>} */
  ready;
  /** @type {() => void} */
  #nowReady = () => {};
  /** @type {Store<PlaygroundState> | null} */
  #store = null;
  /** @type {PythonInstance | null} */
  #instance = null;
  #address = "";
  /** @type {Asked[]} */
  #queue = [];
  #configuring = false;
  /** true while a frame has been asked for and has not come */
  #asked = false;
  /** the latest frame, waiting to be drawn @type {ArrayBuffer | null} */
  #arrived = null;
  #visible = true;
  /** @type {(() => void)[]} */
  #stops = [];
  /** @type {(() => void) | null} */
  #stopLoop = null;

  constructor() {
    super();
    this.ready = new Promise((resolve) => {
      this.#nowReady = resolve;
    });
  }

  connectedCallback() {
    if (this.#store) return; // moved within the page
    if (this.children.length) pristine ||= this.innerHTML;
    else this.#takeMarkup();
    this.classList.add("playground");
    this.#address = this.#addressAsked();
    const store = new Store(this.#firstState());
    this.#store = store;
    this.#connectParts(store);
    this.#hideParts();
    this.dataset.taken = "";
    store.set({});
    void this.#open();
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (!this.isConnected) this.#close();
    });
  }

  // What pages and tests use -------------------------------------------------------------------------------------------

  /** @returns {{ epoch: number, lossTrain: number, lossTest: number, playing: boolean, settings: Changes }} */
  get state() {
    const { frame, layout, playing, pending } = this.#state();
    const { epoch, lossTrain, lossTest } = frame ? numbersOf(frame) : { epoch: 0, lossTrain: NaN, lossTest: NaN };
    return { epoch, lossTrain, lossTest, playing, settings: { ...layout.settings, ...pending } };
  }

  /** Trains on, one epoch for each animation frame. Before Python is there, it is remembered. */
  play() {
    const { phase, playing, frame } = this.#state();
    if (playing) return;
    if (phase !== "open") this.#set({ eager: true });
    else if (frame && numbersOf(frame).divergedAt < 0) {
      this.#set({ playing: true, problem: null });
      this.#stopLoop ??= eachFrame(() => this.#tick());
    }
  }

  pause() {
    this.#stopLoop?.();
    this.#stopLoop = null;
    this.#arrive();
    this.#set({ playing: false, eager: false });
  }

  /**
   * Trains `n` epochs; resolves when the picture of the last one has been drawn.
   * @param {number} [n]
   */
  async step(n = 1) {
    if (!Number.isInteger(n) || n < 1) throw new RangeError(`step takes a whole number of epochs from 1 on, not ${n}`);
    await this.ready;
    this.pause();
    await this.#ask(() => this.#model().frame(n, 0, null));
  }

  /** Back to epoch 0 with the same first weights. */
  async reset() {
    await this.ready;
    this.pause();
    this.#set({ problem: null });
    await this.#ask(() => this.#model().reset());
  }

  /**
   * Changes settings, by address key. Rejects with Python's sentence when one is not allowed; then nothing has changed.
   * @param {Changes} changes
   * @returns {Promise<void>}
   */
  configure(changes) {
    const promise = new Promise((/** @type {(value: void) => void} */ resolve, reject) => {
      this.#queue.push({ changes, resolve, reject });
    });
    const { pending, faults, frame } = this.#state();
    const spoiled = settingsTable().some((row) => row.key in changes && (row.restarts !== "no" || row.key === "discretize"));
    this.#set({
      pending: { ...pending, ...changes },
      faults: without(faults, Object.keys(changes)),
      // A picture of other settings is not shown while Python is still on its way.
      frame: spoiled && !this.#instance ? null : frame,
    });
    void this.#configureAll();
    return promise;
  }

  /** Python objects that are held, and bytes of WebAssembly memory: for tests. */
  diagnose() {
    return pythonClient().diagnose();
  }

  // How it begins and ends ---------------------------------------------------------------------------------------------

  #takeMarkup() {
    if (!pristine) throw new Error("<py-playground> stands empty on a page that has no other one to take its markup from");
    this.innerHTML = pristine; // our own template's output, as the builder wrote it
  }

  /** The address to open: that of the page for the playground bound to it, else made of the element's attributes. */
  #addressAsked() {
    if (this.hasAttribute("data-address")) return location.hash.slice(1);
    const pairs = new Map();
    for (const { key } of settingsTable()) {
      const value = this.getAttribute(key);
      if (value !== null) pairs.set(key, value);
    }
    return formatAddress(pairs);
  }

  /** @returns {PlaygroundState} */
  #firstState() {
    /** @type {First} */
    const first = JSON.parse(find(this, "script[data-part=first]", HTMLScriptElement).textContent ?? "");
    const { frame, points } = decodeFirst(first);
    const guess = guessSettings(this.#address, settingsTable());
    const settings = { ...first.layout.settings, ...guess };
    const same = Object.keys(guess).every((key) => key === "hideText" || String(guess[key]) === String(first.layout.settings[key]));
    return {
      phase: "booting",
      playing: false,
      eager: false,
      progress: { stage: "waiting", loaded: 0, total: 0 },
      layout: { ...first.layout, settings },
      frame: same ? frame : null,
      points: same ? points : null,
      pending: {},
      faults: {},
      problem: null,
    };
  }

  /** @param {Store<PlaygroundState>} store */
  #connectParts(store) {
    const table = settingsTable();
    const change = (/** @type {Changes} */ changes) => {
      // The control shows what was wrong, by way of the state's faults.
      this.configure(changes).catch((error) => {
        if (!(error instanceof PythonFailure)) throw error;
      });
    };
    const controls = new Controls(this, table, change);
    const readouts = new Readouts(this);
    const overlay = part(this, "overlay");
    const layerButtons = this.querySelector("[data-part=layer-buttons]");
    const view = new View(this, (geometry, layout) => {
      placeOverlay(overlay, { geometry, layout, table, change, toggleFold: () => view.toggleFold() });
      if (layerButtons instanceof HTMLElement) placeLayerButtons(layerButtons, layout, change);
    });
    const actions = {
      toggle: () => this.#toggle(),
      step: () => void this.step(),
      reset: () => void this.reset(),
      notice: () => this.#notice(),
      settings: () => this.#toggleSettings(),
    };
    const onclick = (/** @type {MouseEvent} */ event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-action]") : null;
      const action = button?.getAttribute("data-action") ?? "";
      if (action in actions) actions[/** @type {keyof typeof actions} */ (action)]();
    };
    this.addEventListener("click", onclick);
    const sight = new IntersectionObserver(([entry]) => {
      this.#visible = entry.isIntersecting;
    });
    sight.observe(this);
    /** @type {PlaygroundState | null} */
    let shown = null;
    this.#stops = [
      () => view.dispose(),
      () => sight.disconnect(),
      () => this.removeEventListener("click", onclick),
      pythonClient().onprogress((progress) => {
        if (this.#state().phase === "booting") this.#set({ progress });
      }),
      store.listen((state) => {
        readouts.show(state, shown);
        if (state.layout !== shown?.layout || state.pending !== shown.pending || state.faults !== shown.faults) controls.show(state);
        if (state.frame !== shown?.frame || state.pending !== shown?.pending) view.draw(state);
        shown = state;
      }),
    ];
  }

  #hideParts() {
    const { names } = hiddenParts(this.hasAttribute("data-address") ? location.hash : "");
    for (const element of this.querySelectorAll("[data-control], [data-hide]")) {
      const name = element.getAttribute("data-control") ?? element.getAttribute("data-hide") ?? "";
      if (names.has(name) && element instanceof HTMLElement) element.hidden = true;
    }
  }

  async #open() {
    await afterPaint(); // the picture first, the runtime after it
    this.#set({ phase: "booting", problem: null });
    try {
      const { instance, opened } = await pythonClient().open(this.#address);
      this.#instance = instance;
      instance.onreopened = (again) => this.#opened(again);
      instance.onlost = (failure) => this.#failed(failure);
      this.#opened(opened);
      this.#nowReady();
      this.dispatchEvent(new CustomEvent("ready", { bubbles: true }));
    } catch (error) {
      this.#failed(error);
    }
  }

  /** @param {Opened} opened */
  #opened({ layout, points, frame }) {
    const { playing, eager } = this.#state();
    const faults = Object.fromEntries(layout.problems.map(({ key, message }) => [key, message]));
    this.#asked = false;
    this.#arrived = null;
    this.#set({ phase: "open", layout, points, faults, frame: decodeFrame(layout, frame), problem: null, playing: false, eager: false });
    this.#tell("settings");
    void this.#configureAll().then(() => {
      if (playing || eager) this.play();
    });
  }

  #close() {
    this.pause();
    for (const stop of this.#stops) stop();
    void this.#instance?.close();
    this.#instance = null;
    this.#store = null;
  }

  // Frames and settings ------------------------------------------------------------------------------------------------

  #tick() {
    this.#arrive();
    if (!this.#state().playing || this.#asked || !this.#visible || this.#configuring) return;
    this.#asked = true;
    this.#model().frame(1, 0, this.#spare()).then(
      (buffer) => {
        this.#asked = false;
        this.#arrived = buffer;
        if (!this.#state().playing) this.#arrive();
      },
      (error) => this.#stopped(error),
    );
  }

  /** Shows the frame that has come, if one has. */
  #arrive() {
    if (!this.#arrived) return;
    const buffer = this.#arrived;
    this.#arrived = null;
    this.#show(buffer);
  }

  /** @type {ArrayBuffer | null} the frame before the one that is shown, to be filled again */
  #old = null;

  #spare() {
    const spare = this.#old;
    this.#old = null;
    return spare;
  }

  /** @param {ArrayBuffer} buffer */
  #show(buffer) {
    const { layout, frame: before } = this.#state();
    const frame = decodeFrame(layout, buffer);
    const { divergedAt } = numbersOf(frame);
    this.#old = before?.buffer.byteLength === buffer.byteLength ? before.buffer : null;
    this.#set({ frame });
    if (divergedAt >= 0 && !this.#state().problem) {
      this.#stopLoop?.();
      this.#stopLoop = null;
      this.#set({
        playing: false,
        problem: {
          title: "The training ran away",
          message: `At epoch ${divergedAt.toLocaleString("en-US")} the loss stopped being a number. Choose a smaller learning rate, then reset.`,
          details: "",
          action: "reset",
        },
      });
    }
    this.#tell("frame");
  }

  /**
   * Asks for one frame out of turn and shows it at once.
   * @param {() => Promise<ArrayBuffer>} call
   */
  async #ask(call) {
    try {
      const buffer = await call();
      this.#arrived = null;
      this.#show(buffer);
    } catch (error) {
      this.#stopped(error);
      throw error;
    }
  }

  /** Sends all changes that wait, those of one moment together. */
  async #configureAll() {
    if (this.#configuring || !this.#instance || this.#state().phase !== "open") return;
    this.#configuring = true;
    while (this.#queue.length) {
      const batch = this.#queue.splice(0);
      /** @type {Changes} */
      const changes = Object.assign({}, ...batch.map((asked) => asked.changes));
      try {
        this.#configured(await this.#instance.configure(JSON.stringify(changes)));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        this.#refused(error, changes);
        for (const { reject } of batch) reject(error);
      }
    }
    this.#configuring = false;
  }

  /** @param {Configured} configured */
  #configured({ restarted, layout, points, frame }) {
    this.#arrived = null;
    if (restarted !== "no") this.pause();
    const state = this.#state();
    this.#set({
      layout,
      points: points ?? state.points,
      frame: decodeFrame(layout, frame),
      pending: this.#waiting(),
      problem: restarted === "no" ? state.problem : null,
    });
    this.#tell("settings");
    this.#tell("frame");
  }

  /**
   * @param {unknown} error
   * @param {Changes} changes
   */
  #refused(error, changes) {
    if (!(error instanceof PythonFailure) || error.kind !== "SettingError") {
      this.#set({ pending: this.#waiting() });
      this.#stopped(error);
      return;
    }
    const keys = Object.keys(changes);
    const key = error.key || keys[0];
    const state = this.#state();
    this.#set({ pending: this.#waiting(), faults: { ...state.faults, [key]: error.message }, layout: { ...state.layout } });
    this.#tell("error", error);
  }

  /** Changes asked for and not sent yet. @returns {Changes} */
  #waiting() {
    return Object.assign({}, ...this.#queue.map((asked) => asked.changes));
  }

  // What goes wrong ----------------------------------------------------------------------------------------------------

  /** This model stopped at an error; others of the page go on. @param {unknown} error */
  #stopped(error) {
    this.#asked = false;
    if (error instanceof PythonFailure && error.kind === "WorkerDied") {
      // The client opens the model again and then calls #opened, which goes on playing.
      this.#set({ phase: "booting" });
      return;
    }
    this.pause();
    this.#set({ problem: { title: "Python stopped at an error", ...wordsOf(error), action: "reset" } });
    this.#tell("error", error);
  }

  /** Python is not there. @param {unknown} error */
  #failed(error) {
    this.#set({ phase: "failed", playing: false, problem: { title: "Python could not start", ...wordsOf(error), action: "retry" } });
    this.#tell("error", error);
  }

  #notice() {
    if (this.#state().problem?.action === "reset") void this.reset();
    else if (this.#instance) {
      this.#set({ phase: "booting", problem: null });
      void pythonClient().reopen();
    } else void this.#open();
  }

  #toggle() {
    const { playing, eager } = this.#state();
    if (playing || eager) this.pause();
    else this.play();
  }

  /** On a narrow page the training settings stand behind a button. */
  #toggleSettings() {
    const open = this.toggleAttribute("data-settings-open");
    this.querySelector("[data-action=settings]")?.setAttribute("aria-expanded", String(open));
  }

  // Small things -------------------------------------------------------------------------------------------------------

  /**
   * @param {"frame" | "settings" | "error"} name
   * @param {unknown} [detail]
   */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: detail ?? this.state }));
  }

  #state() {
    if (!this.#store) throw new Error("this <py-playground> is not on a page");
    return this.#store.get();
  }

  /** @param {Partial<PlaygroundState>} changes */
  #set(changes) {
    this.#store?.set(changes);
  }

  #model() {
    if (!this.#instance) throw new Error("Python has not opened this playground yet");
    return this.#instance;
  }

  /** The address of the settings in force, without "#". */
  get address() {
    return this.#state().layout.hash;
  }

  /** Opens other settings from an address, from the start. @param {string} address */
  async open(address) {
    this.pause();
    const instance = this.#instance;
    this.#instance = null;
    this.#address = address;
    await instance?.close();
    await this.#open();
  }
}

/**
 * @param {unknown} error
 * @returns {{ message: string, details: string }}
 */
function wordsOf(error) {
  if (error instanceof PythonFailure) return { message: error.message, details: error.traceback };
  if (error instanceof Error) return { message: error.message, details: error.stack ?? "" };
  return { message: String(error), details: "" };
}

/**
 * @template T
 * @param {Record<string, T>} record
 * @param {string[]} keys
 * @returns {Record<string, T>}
 */
function without(record, keys) {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}

customElements.define("py-playground", PyPlayground);
