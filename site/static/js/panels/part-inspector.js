/**
 * Looks at a network's parts by pointer, finger and keyboard: a unit fills the output's map, and stays in it once it is pressed; a weight
 * or bias shows and takes its number.
 */

import { partAt, partsOf, REACH } from "../draw/network-parts.js";
import { activeIn } from "./marked-elements.js";
import { PartCard } from "./part-card.js";

/** @import { Frame, Layout, NetworkGeometry, NetworkPart } from "../types.js" */

/** What an arrow key adds to a weight or bias. */
const NUDGE = 0.1;

/**
 * @typedef {object} Inspecting what the inspector needs of its playground
 * @property {(look: number, watch: number) => void} inspect units as in pycore.picture.frame, 0 for the output; a parameter, -1 for none
 * @property {(index: number, value: number) => Promise<void>} setParameter
 * @property {(part: NetworkPart | null) => void} mark
 * @property {(words: string) => void} speak
 */

export class Inspector {
  /** @type {NetworkPart[]} */
  #parts = [];
  /** @type {NetworkPart | null} */
  #part = null;
  /** the unit that stays in the map @type {NetworkPart | null} */
  #pinned = null;
  /** ends listening for a press beside the network */
  #unpins = new AbortController();
  /** the part that the Tab key leads to */
  #at = 0;
  /** true while the button that has the focus is replaced by another */
  #moving = false;
  #figure;
  #place;
  #card;
  #page;
  /** @type {Frame | null} */
  #frame = null;

  /**
   * @param {HTMLElement} figure of the network's drawing
   * @param {HTMLElement} place in the figure, for the button that has the keyboard's focus
   * @param {HTMLElement} card
   * @param {Inspecting} page
   */
  constructor(figure, place, card, page) {
    this.#figure = figure;
    this.#place = place;
    this.#page = page;
    this.#card = new PartCard(card, {
      set: (index, value) => page.setParameter(index, value),
      done: () => this.#focused?.focus({ preventScroll: true }),
      left: () => this.#show(this.#focused === activeIn(this.#place) ? this.#parts[this.#at] : this.#pinned),
    });
    const at = (/** @type {PointerEvent | MouseEvent} */ event) => {
      const { left, top } = figure.getBoundingClientRect();
      const coarse = "pointerType" in event && event.pointerType === "touch";
      return partAt(this.#parts, event.clientX - left, event.clientY - top, coarse ? REACH.coarse : REACH.fine);
    };
    for (const name of /** @type {const} */ (["pointermove", "pointerdown"])) {
      figure.addEventListener(name, (event) => {
        if (!this.#card.editing && !this.#card.holds(event.target)) this.#show(at(event) ?? this.#pinned);
      });
    }
    figure.addEventListener("pointerleave", () => {
      if (!this.#card.editing) this.#show(this.#pinned);
    });
    figure.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("button, form")) return;
      const here = at(event);
      const part = here ?? this.#part;
      if (part && part.index >= 0) this.#edit(part);
      else this.#pin(here);
    });
    place.addEventListener("keydown", (event) => this.#onkey(event));
    figure.addEventListener("focusin", ({ target }) => {
      const key = target instanceof HTMLElement ? /^feature-(.*)/.exec(target.dataset.name ?? "")?.[1] : undefined;
      const part = this.#parts.find(({ kind, look }) => kind === "input" && this.#frame?.layout.features[-look - 1]?.key === key);
      if (part) this.#show(part);
    });
    figure.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.#moving && !(relatedTarget instanceof Node && figure.contains(relatedTarget))) this.#show(this.#pinned);
    });
  }

  /**
   * The network's parts have moved, or are others.
   * @param {NetworkGeometry} geometry
   * @param {Layout} layout
   */
  placed(geometry, layout) {
    const had = this.#focused === activeIn(this.#place) && this.#focused !== null;
    this.#parts = partsOf(geometry, layout);
    if (!this.#stops.length) this.#at = 0;
    else if (!this.#parts[this.#at] || this.#parts[this.#at].kind === "input") this.#at = this.#parts.indexOf(this.#stops[0]);
    const { name } = this.#pinned ?? {};
    this.#pinned = (name && this.#parts.find((part) => part.name === name)) || null;
    if (!this.#card.editing) this.#show(this.#pinned);
    this.#makeStop(had);
  }

  /** @param {Frame} frame */
  show(frame) {
    this.#frame = frame;
    if (this.#part && this.#part.index >= 0) this.#card.write(frame, this.#part);
  }

  /** The parts that the arrow keys lead through; inputs have buttons of their own. */
  get #stops() {
    return this.#parts.filter(({ kind }) => kind !== "input");
  }

  get #focused() {
    return /** @type {HTMLButtonElement | null} */ (this.#place.firstElementChild);
  }

  /** @param {NetworkPart | null} part */
  #show(part) {
    if (part === this.#part) return;
    this.#part = part;
    this.#page.inspect(part?.look ?? 0, part?.index ?? -1);
    this.#page.mark(part);
    this.#figure.toggleAttribute("data-editable", part !== null && part.index >= 0);
    if (part && part.index >= 0 && this.#frame) this.#card.open(this.#frame, part);
    else this.#card.close();
  }

  /** Keeps a unit in the map; the same one again, or none, lets go. @param {NetworkPart | null} part */
  #pin(part) {
    const unit = part?.kind === "unit" && part !== this.#pinned ? part : null;
    if (this.#pinned || unit) this.#page.speak(unit ? `${unit.name} stays in the map` : "The output's map");
    this.#pinned = unit;
    this.#unpins.abort();
    this.#show(unit);
    if (this.#stopIsUnit) this.#focused?.setAttribute("aria-pressed", String(unit === this.#parts[this.#at]));
    if (!unit) return;
    this.#unpins = new AbortController();
    // What is pressed to change or train the network is no press beside it.
    const beside = (/** @type {Event} */ event) => {
      const path = event.composedPath();
      const isPart = path.includes(this.#figure) || path.some((node) => node instanceof Element && node.matches("button, input, select, label, summary, a, dialog"));
      if (!isPart) this.#pin(null);
    };
    document.addEventListener("pointerdown", beside, { signal: this.#unpins.signal });
  }

  /** Whether the keyboard's place is a unit. */
  get #stopIsUnit() {
    return this.#parts[this.#at]?.kind === "unit";
  }

  /** @param {NetworkPart} part */
  #edit(part) {
    this.#show(part);
    this.#at = this.#parts.indexOf(part);
    this.#makeStop(false);
    this.#card.edit();
  }

  /**
   * Makes the one button that stands for the part at hand; a new one for each, so that screen readers read its name.
   * @param {boolean} focus
   */
  #makeStop(focus) {
    const part = this.#parts[this.#at];
    if (!part || part.kind === "input") {
      this.#place.replaceChildren();
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = `stop ${part.kind}`;
    button.style.cssText = `left: ${part.x}px; top: ${part.y}px; width: ${Math.max(24, part.side)}px; height: ${Math.max(24, part.side)}px`;
    this.#name(button, part);
    button.addEventListener("focus", () => this.#show(part));
    button.addEventListener("click", () => {
      if (part.index >= 0) this.#edit(part);
      else this.#pin(part);
    });
    if (part.kind === "unit") button.setAttribute("aria-pressed", String(part === this.#pinned));
    this.#moving = true;
    this.#place.replaceChildren(button);
    if (focus) {
      button.focus({ preventScroll: true });
      this.#bringIntoView(part);
      this.#show(part); // also in a window that has no focus itself, where no event tells
    }
    this.#moving = false;
  }

  /** Scrolls a drawing that is wider than its room. @param {NetworkPart} part */
  #bringIntoView({ x, side }) {
    const room = this.#figure.parentElement;
    if (!room) return;
    const { scrollLeft, clientWidth } = room;
    if (x - side < scrollLeft || x + side > scrollLeft + clientWidth) room.scrollLeft = x - clientWidth / 2;
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {NetworkPart} part
   */
  #name(button, part) {
    // Parts are placed anew before the first frame of other settings has come.
    const value = this.#frame?.parameters[part.index];
    button.setAttribute("aria-label", value === undefined ? part.name : `${part.name}, ${value.toFixed(3)}`);
  }

  /** @param {KeyboardEvent} event */
  #onkey(event) {
    const part = this.#parts[this.#at];
    if (!part || event.altKey || event.ctrlKey || event.metaKey) return;
    const stops = this.#stops;
    const sideways = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const upwards = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (event.key === "Escape" && this.#pinned) this.#pin(null);
    else if (sideways) this.#move(stops[stops.indexOf(part) + sideways]);
    else if (event.key === "Home" || event.key === "End") this.#move(event.key === "Home" ? stops[0] : stops[stops.length - 1]);
    else if (upwards && part.index < 0) {
      const units = stops.filter(({ kind }) => kind === "unit");
      this.#move(units[units.indexOf(part) - upwards]);
    } else if (upwards && this.#frame && part.index < this.#frame.parameters.length) {
      const value = Number((this.#frame.parameters[part.index] + NUDGE * upwards).toFixed(6));
      void this.#page.setParameter(part.index, value);
      this.#page.speak(`${part.name}, ${value.toFixed(3)}`);
    } else return;
    event.preventDefault();
  }

  /** @param {NetworkPart | undefined} part */
  #move(part) {
    if (!part) return;
    this.#at = this.#parts.indexOf(part);
    this.#makeStop(true);
  }
}
