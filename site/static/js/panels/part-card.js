/** The card beside a weight or bias: its value, gradient and last change, live, and a field and a slider to give it another value. */

import { numbersOf } from "../draw/frame-views.js";
import { find, part as partOf } from "./marked-elements.js";

/** @import { Frame, NetworkPart } from "../types.js" */

/** What the arrow keys add in the field. */
const STEP = 0.1;
/** So far the slider goes to both sides of where the value was, and in such steps. */
const REACH = 3;
const FINE_STEP = 0.02;

export class PartCard {
  #element;
  #input;
  #form;
  #does;
  /** @type {NetworkPart | null} */
  #part = null;
  #value = 0;
  #slider = document.createElement("input");
  /** whether the slider's value is on its way to Python, and the one that is to follow it */
  #following = false;
  /** @type {number | null} */
  #wanted = null;

  /**
   * @param {HTMLElement} element
   * @param {{ set: (index: number, value: number) => Promise<void>, done: () => void, left: () => void }} does `done` with a field, `left` a field
   */
  constructor(element, does) {
    this.#element = element;
    this.#does = does;
    this.#form = find(element, "form");
    this.#input = find(element, "input", HTMLInputElement);
    this.#slider.type = "range";
    this.#slider.step = String(FINE_STEP);
    this.#slider.setAttribute("aria-label", "Drag the value");
    this.#form.append(this.#slider);
    this.#slider.addEventListener("input", () => {
      this.#input.value = this.#slider.value;
      this.#follow(Number(this.#slider.value));
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#set(Number(this.#input.value))) this.#leave();
    });
    this.#input.addEventListener("keydown", (event) => {
      const step = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
      if (step) {
        const value = Number((Number(this.#input.value) + step).toFixed(6));
        if (this.#set(value)) this.#input.value = this.#slider.value = String(value);
      } else return;
      event.preventDefault();
    });
    this.#form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.#leave();
    });
    this.#form.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.editing || (relatedTarget instanceof Node && this.#form.contains(relatedTarget))) return;
      this.#form.hidden = true;
      this.#does.left();
    });
  }

  get editing() {
    return !this.#form.hidden;
  }

  /** @param {EventTarget | null} target */
  holds(target) {
    return target instanceof Node && this.#element.contains(target);
  }

  /**
   * @param {Frame} frame
   * @param {NetworkPart} part
   */
  open(frame, part) {
    this.#part = part;
    this.#element.hidden = false;
    partOf(this.#element, "part-name").textContent = part.name;
    this.write(frame, part);
    const { offsetWidth, offsetHeight, offsetParent } = this.#element;
    const width = offsetParent?.clientWidth ?? 0;
    const below = part.y + 20;
    const top = below + offsetHeight < (offsetParent?.clientHeight ?? 0) ? below : part.y - 20 - offsetHeight;
    this.#element.style.left = `${Math.max(0, Math.min(width - offsetWidth, part.x - offsetWidth / 2))}px`;
    this.#element.style.top = `${Math.max(0, top)}px`;
  }

  close() {
    this.#part = null;
    this.#form.hidden = true;
    this.#element.hidden = true;
  }

  edit() {
    this.#form.hidden = false;
    this.#input.value = String(Number(this.#value.toPrecision(4)));
    const middle = Math.round(this.#value);
    [this.#slider.min, this.#slider.max] = [String(middle - REACH), String(middle + REACH)];
    this.#slider.value = this.#input.value;
    this.#input.focus({ preventScroll: true });
    this.#input.select();
  }

  /**
   * @param {Frame} frame
   * @param {NetworkPart} part
   */
  write(frame, part) {
    this.#value = frame.parameters[part.index];
    const { gradient, change, changeEpochs } = numbersOf(frame);
    partOf(this.#element, "part-value").textContent = this.#value.toFixed(3);
    partOf(this.#element, "part-gradient").textContent = signed(gradient);
    partOf(this.#element, "part-change").textContent = signed(change);
    partOf(this.#element, "part-epochs").textContent = changeEpochs > 1 ? `Last change, ${changeEpochs} epochs` : "Last change";
  }

  /** @param {number} value */
  #set(value) {
    if (!this.#part || this.#input.value.trim() === "" || !Number.isFinite(value)) return false;
    void this.#does.set(this.#part.index, value);
    return true;
  }

  /** Follows the slider, one value at a time and always with the latest. @param {number} value */
  #follow(value) {
    this.#wanted = value;
    if (this.#following) return;
    this.#following = true;
    const next = () => {
      const wanted = this.#wanted;
      this.#wanted = null;
      this.#following = wanted !== null && this.#part !== null;
      if (wanted !== null && this.#part) this.#does.set(this.#part.index, wanted).then(next, next); // the page says what was refused
    };
    next();
  }

  #leave() {
    this.#form.hidden = true;
    this.#does.done();
  }
}

/** @param {number} number */
function signed(number) {
  if (!Number.isFinite(number)) return "–";
  return (number > 0 ? "+" : "") + (Math.abs(number) < 0.0001 && number !== 0 ? number.toExponential(1) : number.toFixed(4)).replace("-", "−");
}
