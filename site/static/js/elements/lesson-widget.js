/** The custom elements of lessons: each shows what its model in pycore.lessons.exhibits says, and hands on what the reader does. */

import { eachFrame } from "../model/animation-frames.js";
import { hideWidgetParts, namesIn, widgetParts } from "../model/hidden-parts.js";
import { pythonClient, siteConfig, siteUrl } from "../python/page-python.js";
import { LaterScript } from "../panels/later-script.js";
import { themeOf } from "../panels/theme-palette.js";
import { WidgetView } from "../panels/widget-view.js";
import { ShadowElement } from "./shadow-element.js";
import { WidgetValues } from "./widget-values.js";

/** @import { PythonExhibit } from "../python/python-widget.js" */
/** @import { ExhibitView, WidgetValue } from "../types.js" */

/** Milliseconds of a picture's time that a widget which goes on by itself may train. */
const GO_MS = 12;

const embedding = new LaterScript("“Embed”", () => import("../panels/embed-dialog.js"));

export class LessonWidget extends ShadowElement {
  /** @type {Promise<void>} */
  #ready = Promise.resolve();
  /** resolves when the element has its inside @type {Promise<void>} */
  #entered = Promise.resolve();
  /** @type {() => void} */
  #nowEntered = () => {};
  /** @type {() => void} */
  #nowReady = () => {};
  /** true while Python has not been asked for the model yet */
  #waits = false;
  /** what is shown @type {ExhibitView} */
  view = {};
  /** @type {WidgetView | null} */
  #shown = null;
  #values = new WidgetValues(this, namesOf(this.localName));
  /** @type {PythonExhibit | null} */
  #model = null;
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
  /** @type {(() => void)[]} */
  #stops = [];

  constructor() {
    super();
    this.#expect();
  }

  static get observedAttributes() {
    return ["theme", "start", "hide"];
  }

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    if (!this.isInside || before === value) return;
    if (name === "theme" || name === "start") this.checkChoices([name]);
    if (name === "theme") themeOf(this).changed();
    else if (name === "hide") this.#hide();
    else if (name === "start") this.#begin();
    else if (this.#waits) this.#showAsked();
    else this.#values.changed(name);
  }

  enter() {
    const root = this.inside;
    const act = (/** @type {string} */ action, /** @type {object} */ details) => this.act(action, details);
    this.#shown = new WidgetView(root, (action, details) => this.#wish(action, details), act);
    this.#values.entered();
    this.#hide();
    root.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-action=embed], dialog") : null;
      if (button instanceof HTMLButtonElement) void embedding.wanted(button, ({ openEmbed }) => openEmbed(this.#embedded));
      if (button) return; // Python is not needed for that
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
    this.#stops = [() => sight.disconnect(), () => this.#going?.(), () => this.#shown?.dispose()];
    this.#waits = true;
    this.#showAsked();
    this.#nowEntered();
    this.checkChoices();
    this.#begin();
  }

  leave() {
    this.#attempt++;
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#shown = null;
    this.#going = null;
    this.view = {};
    this.#values.left();
    void this.#model?.close();
    this.#model = null;
    this.#expect();
  }

  /** The inside could not be had. @param {unknown} error */
  broke(error) {
    console.error(error);
    this.#tellError(error);
  }

  // What pages and tests use -------------------------------------------------------------------------------------------

  /** Resolves when Python has opened the model. After a failed start it waits for the retry. @returns {Promise<void>} */
  get ready() {
    void this.#entered.then(() => this.#wake());
    return this.#ready;
  }

  /** Its values by name, as a page may set them. @returns {Record<string, WidgetValue>} */
  get values() {
    return this.#values.of(this.view);
  }

  /** @returns {{ values: Record<string, WidgetValue>, playing: boolean }} */
  get state() {
    return { values: this.values, playing: Boolean(this.view.busy) };
  }

  /** What is hidden: names of values and actions, with spaces between. */
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

  /**
   * Sets values by name. Rejects with Python's sentence when one is not allowed; then nothing has changed.
   * @param {Record<string, WidgetValue | string>} values
   * @returns {Promise<void>}
   */
  async configure(values) {
    await this.act("configure", { values });
  }

  /** Goes back to where the widget began: its attributes, and its own values for the others. @returns {Promise<void>} */
  async reset() {
    await this.act("start_over");
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
      // While it goes on by itself its values move with every picture; that is told when it stops.
      if (action !== "go" || !this.view.busy) this.#tellChange();
      return this.view;
    });
    this.#last = turn.catch(() => {}); // the caller hears of it; the next call takes its turn all the same
    return turn;
  }

  /**
   * An attribute's value is not taken, or it is again; the last good one stands.
   * @param {string} name
   * @param {string} words why, "" for none
   */
  refused(name, words) {
    this.#shown?.fault(`attribute ${name}`, words);
    if (this.#model) this.#model.options = this.#values.asked; // for another worker, if this one should die
    if (words) this.#tellError(Object.assign(new RangeError(words), { attribute: name }));
  }

  // Opening ------------------------------------------------------------------------------------------------------------

  /** Has Python open the model when it is time to. */
  #begin() {
    if (!this.#waits) return;
    const start = this.startAsked(this.hasAttribute("data-exhibit") ? "now" : "near");
    if (start === "now") this.#wake();
    if (start !== "near") return;
    const near = new IntersectionObserver((entries) => entries[entries.length - 1].isIntersecting && this.#wake(), { rootMargin: "50% 0px" });
    near.observe(this);
    this.#stops.push(() => near.disconnect());
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

  get #embedded() {
    const title = this.inside.dataset.title ?? this.localName;
    const { inside, values, localName: tag } = this;
    return { inside, tag, title, values, parts: widgetParts(inside), hidden: namesIn(this.hide), siteUrl };
  }

  #hide() {
    hideWidgetParts(this.inside, new Set(namesIn(this.hide)));
  }

  /** Shows what the attributes ask for as far as that can be done without Python. */
  #showAsked() {
    const shown = this.#shown;
    if (!shown) return;
    shown.unlike = this.#values.isUnlike;
    shown.showValues(this.#values.guess);
  }

  async #open() {
    const attempt = ++this.#attempt;
    void this.#model?.close(); // one that was lost, before another try
    this.#model = null;
    this.#become("booting", "");
    try {
      const { exhibit, view } = await pythonClient().exhibit(modelOf(this.localName), this.#values.asked);
      if (attempt !== this.#attempt) {
        await exhibit.close();
        return;
      }
      this.#model = exhibit;
      exhibit.onreopened = (again) => {
        this.#show(again);
        this.#tellChange();
      };
      exhibit.onlost = (failure) => this.#failed(failure);
      this.#become("open", "");
      this.#show(view);
      this.#values.begin(view);
      for (const [name, words] of Object.entries(view.faults ?? {})) this.refused(name, words);
      this.#nowReady();
      this.dispatchEvent(new CustomEvent("ready", { bubbles: true, composed: true, detail: this.state }));
    } catch (error) {
      if (attempt === this.#attempt) this.#failed(error);
    }
  }

  /** Says that Python is not there, and offers another try. @param {unknown} error */
  #failed(error) {
    this.#become("failed", error instanceof Error ? error.message : String(error));
    this.#tellError(error);
  }

  /** @param {"booting" | "open" | "failed"} status @param {string} fault */
  #become(status, fault) {
    this.dataset.status = status;
    if (!this.#shown) return;
    this.#shown.canRetry = status === "failed";
    this.#shown.fault("python", fault);
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
        this.#shown?.fault("wish", "");
      } catch (error) {
        this.#shown?.fault("wish", error instanceof Error ? error.message : String(error));
        this.#tellError(error);
      }
    }
    this.#waiting = false;
  }

  // What is shown and told ---------------------------------------------------------------------------------------------

  /** @param {ExhibitView} view */
  #show(view) {
    this.view = view;
    this.#shown?.show(view);
    this.dispatchEvent(new CustomEvent("frame", { bubbles: true, composed: true, detail: this.state }));
    this.#goOn();
  }

  #tellChange() {
    if (this.#values.haveChanged(this.view)) this.dispatchEvent(new CustomEvent("change", { bubbles: true, composed: true, detail: this.state }));
  }

  /** An error does not rise: pages listen for errors of their own on the window. @param {unknown} error */
  #tellError(error) {
    this.dispatchEvent(new CustomEvent("error", { detail: error }));
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
            this.#shown?.fault("wish", error instanceof Error ? error.message : String(error));
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

/** The name of a widget's model: that of its element without "py-". @param {string} element */
function modelOf(element) {
  return element.replace(/^py-/, "");
}

/** The names of the values of a widget's element. @param {string} element */
export function namesOf(element) {
  const names = siteConfig().widgets[modelOf(element)];
  if (!names) throw new Error(`there is no widget <${element}>; there are ${Object.keys(siteConfig().widgets).join(", ")}`);
  return names;
}

/** Makes the elements with these names. @param {Iterable<string>} elements */
export function defineWidgets(elements) {
  for (const element of elements) {
    if (customElements.get(element)) continue;
    const observed = [...LessonWidget.observedAttributes, ...namesOf(element)];
    customElements.define(element, class extends LessonWidget {
      static get observedAttributes() {
        return observed;
      }
    });
  }
}
