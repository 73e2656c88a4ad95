/** The values of a lesson's widget as its attributes and to its page: asked for, followed when they change, and told of. */

/** @import { LessonWidget } from "./lesson-widget.js" */
/** @import { ExhibitView, WidgetValue } from "../types.js" */

export class WidgetValues {
  #element;
  #names;
  /** what the builder has drawn @type {Record<string, WidgetValue>} */
  #drawn = {};
  /** attributes that have changed in this turn @type {Set<string>} */
  #changed = new Set();
  /** what the page was told last, as JSON */
  #told = "";

  /**
   * @param {LessonWidget} element
   * @param {string[]} names of its values
   */
  constructor(element, names) {
    this.#element = element;
    this.#names = names;
  }

  /** The element has its inside: what it shows is known. */
  entered() {
    this.#drawn = JSON.parse(this.#element.inside.dataset.drawn ?? "{}");
  }

  left() {
    this.#changed.clear();
    this.#told = "";
  }

  /** The attributes that are values, by name. @returns {Record<string, string>} */
  get asked() {
    /** @type {Record<string, string>} */
    const asked = {};
    for (const name of this.#names) {
      const text = this.#element.getAttribute(name);
      if (text !== null) asked[name] = text;
    }
    return asked;
  }

  /** The values of a view; before there is one, what the attributes seem to ask for. @param {ExhibitView} view */
  of(view) {
    const known = view.values ?? this.guess;
    return Object.fromEntries(this.#names.filter((name) => name in known).map((name) => [name, known[name]]));
  }

  /** What the attributes seem to ask for, to be shown until Python has read them by its own rules. */
  get guess() {
    const values = { ...this.#drawn };
    for (const [name, text] of Object.entries(this.asked)) values[name] = likeDrawn(text, this.#drawn[name]);
    return values;
  }

  /** Whether the picture in the inside is of other values. */
  get isUnlike() {
    return JSON.stringify(this.guess) !== JSON.stringify(this.#drawn);
  }

  /** An attribute has changed; those of one turn are followed together. @param {string} name */
  changed(name) {
    if (!this.#changed.size) queueMicrotask(() => void this.#follow());
    this.#changed.add(name);
  }

  /** Each by itself, so that one that is wrong holds up none of the others. */
  async #follow() {
    const names = [...this.#changed];
    this.#changed.clear();
    for (const name of names) {
      if (!this.#element.isInside) return;
      try {
        await this.#element.act("configure", { values: { [name]: this.#element.getAttribute(name) }, begins: true });
        this.#element.refused(name, "");
      } catch (error) {
        this.#element.refused(name, error instanceof Error ? error.message : String(error));
      }
    }
  }

  /** A first view is on the page: its values are known there. @param {ExhibitView} view */
  begin(view) {
    this.#told = JSON.stringify(this.of(view));
  }

  /** Whether a view has other values than the page was told; then it is told now. @param {ExhibitView} view */
  haveChanged(view) {
    const now = JSON.stringify(this.of(view));
    if (now === this.#told) return false;
    this.#told = now;
    return true;
  }
}

/** @param {string} text @param {WidgetValue | undefined} drawn a value of the kind that is meant @returns {WidgetValue} */
function likeDrawn(text, drawn) {
  if (typeof drawn === "boolean") return text.toLowerCase() !== "false";
  if (typeof drawn === "number") return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : drawn;
  return Array.isArray(drawn) ? text.split(",").map(Number) : text;
}
