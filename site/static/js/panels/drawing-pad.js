/** A pad to draw on with a pointer, or with the arrow keys and the space bar; what was drawn goes to the model as strokes. */

import { find } from "./marked-elements.js";

/** @typedef {[number, number][]} Stroke points in shares of the pad's side */

const SVG = "http://www.w3.org/2000/svg";
/** Shares of the side: what an arrow key moves the pen, and how far apart two points of a stroke are at least. */
const STEP = 1 / 16;
const NEAR = 0.012;
/** Points of one drawing: the model takes no more than 5,000. */
const MOST = 4000;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

export class DrawingPad {
  #box;
  #act;
  #group;
  #pen;
  #told;
  /** @type {Stroke[]} */
  #strokes = [];
  #isDrawing = false;
  /** where the keyboard's pen is, and whether it is down @type {[number, number]} */
  #at = [0.5, 0.5];
  #isDown = false;
  /** whether the reader has drawn before the model was there */
  #isAhead = false;
  #hasModel = false;

  /**
   * @param {HTMLElement} box with the drawing as the builder made it
   * @param {(action: string, details: object) => void} act
   */
  constructor(box, act) {
    this.#box = box;
    this.#act = act;
    this.#group = find(box, "g.strokes", SVGGElement);
    this.#told = find(box, "[data-part=pen]");
    this.#pen = document.createElementNS(SVG, "circle");
    this.#pen.setAttribute("class", "pen");
    this.#pen.setAttribute("r", "0.03");
    this.#group.after(this.#pen);
    box.addEventListener("pointerdown", (event) => this.#begin(event));
    box.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of ["pointerup", "pointercancel"]) box.addEventListener(name, () => (this.#isDrawing = false));
    box.addEventListener("keydown", (event) => this.#key(event));
    box.addEventListener("focus", () => this.#showPen());
  }

  /** The model has put this on the pad, or nothing at all. @param {Stroke[] | undefined} strokes */
  show(strokes) {
    const isFirst = !this.#hasModel;
    this.#hasModel = true;
    if (!strokes || (isFirst && this.#isAhead)) return;
    this.#strokes = strokes.map((stroke) => [...stroke]);
    this.#isDown = false;
    this.#draw();
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (event.button !== 0) return;
    this.#box.setPointerCapture(event.pointerId);
    this.#box.focus();
    event.preventDefault();
    this.#isDrawing = true;
    this.#isDown = false;
    this.#strokes.push([]);
    this.#add(this.#place(event));
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (!this.#isDrawing) return;
    // A fast hand makes more points than pictures.
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length ? events : [event]) this.#add(this.#place(each));
  }

  /** @param {PointerEvent} event @returns {[number, number]} */
  #place(event) {
    const { left, top, width, height } = this.#box.getBoundingClientRect();
    return [within((event.clientX - left) / width), within((event.clientY - top) / height)];
  }

  /** @param {[number, number]} point */
  #add(point) {
    const stroke = this.#strokes[this.#strokes.length - 1];
    const last = stroke[stroke.length - 1];
    if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < NEAR) return;
    if (this.#strokes.reduce((count, each) => count + each.length, 0) >= MOST) return;
    stroke.push([rounded(point[0]), rounded(point[1])]);
    this.#at = point;
    this.#changed();
  }

  #changed() {
    this.#isAhead = true;
    this.#draw();
    this.#act("move", { name: this.#box.dataset.pad, strokes: this.#strokes });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const arrow = ARROWS[event.key];
    if (arrow) {
      const far = event.shiftKey ? 4 : 1;
      this.#at = [within(this.#at[0] + arrow[0] * STEP * far), within(this.#at[1] + arrow[1] * STEP * far)];
      if (this.#isDown) this.#add(this.#at);
    } else if (event.key === " " || event.key === "Enter") {
      this.#isDown = !this.#isDown;
      if (this.#isDown) {
        this.#strokes.push([]);
        this.#add(this.#at);
      }
    } else if (event.key === "Backspace" || event.key === "Delete") {
      this.#strokes.pop();
      this.#isDown = false;
      this.#changed();
    } else return;
    event.preventDefault();
    this.#showPen();
    const [across, down] = this.#at.map((share) => Math.round(share * 16));
    this.#told.textContent = `Pen ${this.#isDown ? "down" : "up"}, ${across} right, ${down} down of 16`;
  }

  #showPen() {
    this.#pen.setAttribute("cx", String(this.#at[0]));
    this.#pen.setAttribute("cy", String(this.#at[1]));
    this.#pen.toggleAttribute("data-down", this.#isDown);
  }

  #draw() {
    const paths = this.#strokes.map((stroke) => {
      const path = document.createElementNS(SVG, "path");
      const points = stroke.length === 1 ? [stroke[0], stroke[0]] : stroke;
      path.setAttribute("d", points.map(([x, y], at) => `${at ? "L" : "M"}${x} ${y}`).join(""));
      return path;
    });
    this.#group.replaceChildren(...paths);
    this.#showPen();
  }
}

/** @param {number} share */
function within(share) {
  return Math.max(0, Math.min(1, share));
}

/** @param {number} share */
function rounded(share) {
  return Math.round(share * 1000) / 1000;
}
