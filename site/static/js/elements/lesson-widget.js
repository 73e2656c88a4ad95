/** The custom elements of lessons: each shows what its model in pycore.lessons.exhibits says, and hands on what the reader does. */

import { eachFrame } from "../model/animation-frames.js";
import { pythonClient } from "../python/page-python.js";
import { ExhibitTables } from "../panels/widget-tables.js";
import { activeIn } from "../panels/marked-elements.js";
import { PlotView } from "../panels/plot-view.js";
import { themeOf } from "../panels/theme-palette.js";
import { ShadowElement } from "./shadow-element.js";

/** @import { PythonExhibit } from "../python/python-widget.js" */
/** @import { ExhibitView } from "../types.js" */

/** Milliseconds of a picture's time that a widget which goes on by itself may train. */
const GO_MS = 12;
/** Milliseconds between two sentences for people who don't see the picture. */
const SPEAK_EVERY_MS = 1200;

/** Attributes that any element has, or that say how it stands on the page; all others are options of the model. */
const NOT_OPTIONS = /^(class|id|style|title|hidden|role|part|slot|lang|dir|tabindex|theme|start|aria-.*|data-.*)$/;

export class LessonWidget extends ShadowElement {
  /** @type {Promise<void>} */
  #ready = Promise.resolve();
  /** resolves when the element has its inside @type {Promise<void>} */
  #entered = Promise.resolve();
  /** @type {() => void} */
  #nowEntered = () => {};
  /** true while Python has not been asked for the model yet */
  #waits = false;
  /** what is shown @type {ExhibitView} */
  view = {};
  /** @type {() => void} */
  #nowReady = () => {};
  /** @type {PythonExhibit | null} */
  #model = null;
  /** @type {Map<string, PlotView>} */
  #plots = new Map();
  /** @type {ExhibitTables | null} */
  #tables = null;
  /** calls run one after the other @type {Promise<unknown>} */
  #last = Promise.resolve();
  /** the latest wish of each control, and every click, that has not been sent yet @type {Map<string, object>} */
  #wishes = new Map();
  #clicks = 0;
  /** counts the attempts to open the model, so that a late one knows that it is */
  #attempt = 0;
  #visible = false;
  /** @type {(() => void) | null} */
  #going = null;
  #waiting = false;
  #spokenAt = 0;
  /** @type {(() => void)[]} */
  #stops = [];

  constructor() {
    super();
    this.#expect();
  }

  enter() {
    const root = this.inside;
    this.#tables = new ExhibitTables(root, (action, details) => this.#wish(action, details));
    for (const box of root.querySelectorAll("[data-plot]")) {
      if (!(box instanceof HTMLElement)) continue;
      this.#plots.set(box.dataset.plot ?? "", new PlotView(box, (action, details) => this.#wish(action, details)));
    }
    root.addEventListener("click", (event) => {
      this.#wake();
      this.#clicked(event);
    });
    root.addEventListener("input", (event) => {
      this.#wake();
      this.#turned(event);
    });
    const sight = new IntersectionObserver((entries) => {
      this.#visible = entries[entries.length - 1].isIntersecting;
      this.#goOn();
    });
    sight.observe(this);
    const near = new IntersectionObserver((entries) => entries[entries.length - 1].isIntersecting && this.#wake(), { rootMargin: "50% 0px" });
    const start = this.getAttribute("start") ?? (this.hasAttribute("data-exhibit") ? "now" : "near");
    if (start === "near") near.observe(this);
    this.#stops = [
      () => sight.disconnect(),
      () => near.disconnect(),
      () => this.#going?.(),
      ...[...this.#plots.values()].map((plot) => () => plot.dispose()),
    ];
    this.#waits = true;
    this.#nowEntered();
    if (start === "now") this.#wake();
  }

  leave() {
    this.#attempt++;
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#plots.clear();
    this.#going = null;
    void this.#model?.close();
    this.#model = null;
    this.#expect();
  }

  /** The inside could not be had. @param {unknown} error */
  broke(error) {
    console.error(error);
    this.dispatchEvent(new CustomEvent("error", { detail: error }));
  }

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    if (!this.isInside || before === value) return;
    if (name === "theme") themeOf(this).changed();
  }

  static get observedAttributes() {
    return ["theme"];
  }

  /** Resolves when Python has opened the model. After a failed start it waits for the retry. @returns {Promise<void>} */
  get ready() {
    void this.#entered.then(() => this.#wake());
    return this.#ready;
  }

  /** The values of its controls, by name, once it is open; what is set with `act` or by the reader changes them. */
  get values() {
    return { ...this.view.values };
  }

  /** Has Python open the model, if it has not been asked to yet. */
  #wake() {
    if (!this.#waits) return;
    this.#waits = false;
    void this.#open();
  }

  #expect() {
    this.#ready = new Promise((resolve) => {
      this.#nowReady = resolve;
    });
    this.#entered = new Promise((resolve) => {
      this.#nowEntered = resolve;
    });
  }

  /** The options with which it begins: its attributes without those that any element has. */
  get options() {
    const own = [...this.attributes].filter(({ name }) => !NOT_OPTIONS.test(name));
    return Object.fromEntries(own.map(({ name, value }) => [name, value]));
  }

  /**
   * Does one of the model's actions; resolves with the view when it has been drawn. Rejects with Python's sentence.
   * @param {string} action
   * @param {object} [details]
   * @returns {Promise<ExhibitView>}
   */
  async act(action, details = {}) {
    await this.ready;
    const turn = this.#last.then(async () => {
      if (!this.#model) throw new Error("Python has not opened this widget yet");
      this.#show(await this.#model.act(action, details));
      return this.view;
    });
    this.#last = turn.catch(() => {}); // the caller hears of it; the next call takes its turn all the same
    return turn;
  }

  // Opening ------------------------------------------------------------------------------------------------------------

  async #open() {
    const attempt = ++this.#attempt;
    void this.#model?.close(); // one that was lost, before another try
    this.#model = null;
    this.dataset.status = "booting";
    this.#fault("");
    try {
      const { exhibit, view } = await pythonClient().exhibit(modelOf(this.localName), this.options);
      if (attempt !== this.#attempt) {
        await exhibit.close();
        return;
      }
      this.#model = exhibit;
      exhibit.onreopened = (again) => this.#show(again);
      exhibit.onlost = (failure) => this.#failed(failure);
      this.dataset.status = "open";
      this.#show(view);
      this.#nowReady();
      this.dispatchEvent(new CustomEvent("ready", { bubbles: true, composed: true }));
    } catch (error) {
      if (attempt === this.#attempt) this.#failed(error);
    }
  }

  /** Says that Python is not there, and offers another try. @param {unknown} error */
  #failed(error) {
    this.dataset.status = "failed";
    this.#fault(error instanceof Error ? error.message : String(error));
    this.dispatchEvent(new CustomEvent("error", { detail: error }));
  }

  /** @param {string} words "" for none */
  #fault(words) {
    const box = this.inside.querySelector("[data-part=fault]");
    const text = box?.querySelector("p");
    if (!(box instanceof HTMLElement) || !text) throw new Error("a widget needs its part for faults");
    box.hidden = !words;
    text.textContent = words;
    const again = box.querySelector("button");
    if (again) again.hidden = this.dataset.status !== "failed";
  }

  // What the reader does -----------------------------------------------------------------------------------------------

  /** @param {MouseEvent} event */
  #clicked(event) {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-retry]")) {
      void this.#open();
      return;
    }
    const button = target?.closest("button[data-do]");
    if (button instanceof HTMLElement) this.#wish(button.dataset.do ?? "", JSON.parse(button.dataset.details ?? "{}"));
  }

  /** @param {Event} event */
  #turned(event) {
    const input = event.target;
    if (!(input instanceof HTMLInputElement || input instanceof HTMLSelectElement) || !input.dataset.set) return;
    const value = input instanceof HTMLInputElement && input.type === "checkbox" ? input.checked : input.value;
    if (value !== "") this.#wish("set", { name: input.dataset.set, value });
  }

  /**
   * Asks for an action; of many values of one control only the latest is sent, of clicks each. Before Python is there, they wait.
   * @param {string} action
   * @param {object} details
   */
  #wish(action, details) {
    const isTurn = action === "set" || action === "move" || action === "look";
    const key = isTurn ? `${action} ${"name" in details && action !== "look" ? details.name : ""}` : `click ${this.#clicks++}`;
    this.#wishes.set(key, { action, details });
    if (!this.#waiting) void this.#sendWishes();
  }

  async #sendWishes() {
    this.#waiting = true;
    await this.ready;
    while (this.#wishes.size) {
      const [[key, wish]] = this.#wishes;
      this.#wishes.delete(key);
      const { action, details } = /** @type {{ action: string, details: object }} */ (wish);
      try {
        await this.act(action, details);
        this.#fault("");
      } catch (error) {
        this.#fault(error instanceof Error ? error.message : String(error));
        this.dispatchEvent(new CustomEvent("error", { detail: error }));
      }
    }
    this.#waiting = false;
  }

  // What is shown ------------------------------------------------------------------------------------------------------

  /** @param {ExhibitView} view */
  #show(view) {
    this.view = view;
    for (const element of this.inside.querySelectorAll("[data-text]")) {
      const text = view.texts?.[element.getAttribute("data-text") ?? ""];
      if (text !== undefined && element.textContent !== text) element.textContent = text;
    }
    for (const element of this.inside.querySelectorAll("[data-shown]")) {
      if (element instanceof HTMLElement) element.hidden = !view.shown?.[element.dataset.shown ?? ""];
    }
    for (const element of this.inside.querySelectorAll("[data-set]")) this.#showValue(element, view);
    for (const button of this.inside.querySelectorAll("button[data-do]")) {
      if (button instanceof HTMLButtonElement) button.setAttribute("aria-disabled", String(isOff(button, view.off ?? [])));
    }
    for (const [name, plot] of Object.entries(view.plots ?? {})) this.#plots.get(name)?.show(plot);
    this.#tables?.show(view.tables ?? {});
    this.#speak(view.says ?? "");
    this.dispatchEvent(new CustomEvent("frame", { bubbles: true, composed: true }));
    this.#goOn();
  }

  /** @param {Element} element @param {ExhibitView} view */
  #showValue(element, view) {
    const value = view.values?.[element.getAttribute("data-set") ?? ""];
    if (value === undefined) return;
    if (element instanceof HTMLInputElement && element.type === "checkbox") element.checked = value === true;
    else if (element instanceof HTMLInputElement && element.type === "radio") element.checked = element.value === String(value);
    else if (element instanceof HTMLInputElement || element instanceof HTMLSelectElement) {
      const isTyping = element === activeIn(element) && element instanceof HTMLInputElement && element.type === "number";
      if (!isTyping && element.value !== String(value)) element.value = String(value);
    }
  }

  /** Speaks at a humane rate. @param {string} words */
  #speak(words) {
    const live = this.inside.querySelector("[data-part=live]");
    const now = performance.now();
    if (!live || live.textContent === words || (this.view.busy && now - this.#spokenAt < SPEAK_EVERY_MS)) return;
    this.#spokenAt = now;
    live.textContent = words;
  }

  /** Trains on, once for each picture, while the model wants to and the reader can see it. */
  #goOn() {
    const should = Boolean(this.view.busy && this.#visible && this.#model);
    if (should && !this.#going) {
      let isAsking = false;
      this.#going = eachFrame(() => {
        if (isAsking) return;
        isAsking = true;
        this.act("go", { milliseconds: GO_MS })
          .catch((error) => {
            this.view = { ...this.view, busy: false };
            this.#fault(error instanceof Error ? error.message : String(error));
          })
          .finally(() => {
            isAsking = false;
            this.#goOn();
          });
      });
    } else if (!should && this.#going) {
      this.#going();
      this.#going = null;
    }
  }
}

/**
 * Whether a button's action, or the action with just these details, can't be done now.
 * @param {HTMLButtonElement} button
 * @param {string[]} off
 */
function isOff(button, off) {
  const { do: action = "", details = "{}" } = button.dataset;
  const [first] = Object.entries(JSON.parse(details));
  return off.includes(action) || (first !== undefined && off.includes(`${action}:${first[0]}=${first[1]}`));
}

/** The name of a widget's model: that of its element without "py-". @param {string} element */
function modelOf(element) {
  return element.replace(/^py-/, "");
}

/** Makes the elements with these names. @param {Iterable<string>} names */
export function defineWidgets(names) {
  for (const name of names) if (!customElements.get(name)) customElements.define(name, class extends LessonWidget {});
}
