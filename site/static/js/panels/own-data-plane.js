/** The plane in which people draw points of their own, by mouse, finger or keyboard. It shows points, and tells what was drawn. */

import { fitCanvas } from "../draw/fit.js";
import { drawPlane, pointsNear } from "../draw/plane.js";
import { themeAround } from "./theme-palette.js";

/** @import { Place } from "../draw/plane.js" */
/** @import { SheetPoints } from "../types.js" */

/** @typedef {"point" | "brush" | "erase"} Tool */

const EXTENT = 6;
/** How far the eraser and the brush reach, in units of the plane, and how far apart the brush drops points. */
const ERASES = 0.4;
const SPREAD = 0.45;
const APART = 0.22;
/** How far the arrow keys go, alone and with Shift. */
const STEP = 0.25;
const LEAP = 1;

export class DrawingPlane {
  /** @type {Tool} */
  tool = "point";
  /** what is drawn with */
  brush = { label: "A", value: -1 };
  #canvas;
  /** @type {{ add: (points: [number, number, string][]) => void, erase: (lines: number[]) => void, speak: (words: string) => void, choose: (place: number) => void }} */
  #tell;
  /** @type {SheetPoints} */
  #points = { lines: [], places: [], classes: 2 };
  /** drawn, and not yet part of the points @type {[number, number, string][]} */
  #stroke = [];
  /** x1, x2, value of the same, and of those that Python has not answered for yet @type {number[]} */
  #strokePlaces = [];
  /** positions of points that this stroke erases @type {Set<number>} */
  #erased = new Set();
  /** the keyboard's place; shown once a key has been used @type {Place} */
  #cursor = { x1: 0, x2: 0 };
  #byKeys = false;
  /** true until Python has answered what was erased: before that, lines have no certain numbers */
  #erasing = false;
  /** where the stroke has come to @type {Place | null} */
  #last = null;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {{ add: (points: [number, number, string][]) => void, erase: (lines: number[]) => void, speak: (words: string) => void, choose: (place: number) => void }} tell
   */
  constructor(canvas, tell) {
    this.#canvas = canvas;
    this.#tell = tell;
    canvas.addEventListener("pointerdown", (event) => this.#down(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    canvas.addEventListener("pointerup", () => this.#end());
    canvas.addEventListener("pointercancel", () => this.#end());
    canvas.addEventListener("keydown", (event) => this.#key(event));
    canvas.addEventListener("blur", () => {
      this.#byKeys = false;
      this.draw();
    });
  }

  /** @param {SheetPoints} points */
  show(points) {
    this.#points = points;
    this.#erasing = false;
    if (!this.#last) {
      this.#strokePlaces = [];
      this.#erased.clear();
    }
    this.draw();
  }

  draw() {
    const side = this.#canvas.clientWidth;
    if (!side) return;
    const { places, classes } = this.#points;
    const left = places.filter((_, index) => !this.#erased.has(Math.floor(index / 3)));
    const values = Float32Array.from([...left, ...this.#strokePlaces]);
    drawPlane(fitCanvas(this.#canvas, side, side), values, {
      side,
      extent: EXTENT,
      palette: themeAround(this.#canvas).palette,
      // A third class shows its colour as soon as it is drawn.
      classes: this.#strokePlaces.some((value, index) => index % 3 === 2 && value > 1) ? 3 : classes,
      cursor: this.#byKeys ? this.#cursor : null,
      reach: { point: 0, brush: SPREAD, erase: ERASES }[this.tool],
    });
  }

  // Mouse and finger ---------------------------------------------------------------------------------------------------

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0) return;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#byKeys = false;
    this.#use(this.#placeOf(event));
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const place = this.#placeOf(event);
    if (!this.#last || this.tool === "point") return;
    if (this.tool === "brush" && Math.hypot(place.x1 - this.#last.x1, place.x2 - this.#last.x2) < APART) return;
    this.#use(place);
  }

  /** @param {PointerEvent} event @returns {Place} */
  #placeOf(event) {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    return inPlane((((event.clientX - left) / width) * 2 - 1) * EXTENT, (1 - ((event.clientY - top) / height) * 2) * EXTENT);
  }

  /** Uses the tool at a place; the stroke goes on until `#end`. @param {Place} place */
  #use(place) {
    this.#last = place;
    if (this.tool === "erase") {
      if (!this.#erasing) for (const near of pointsNear(this.#points.places, place, ERASES)) this.#erased.add(near);
    } else {
      const { x1, x2 } = this.tool === "brush" ? scattered(place) : place;
      this.#stroke.push([x1, x2, this.brush.label]);
      this.#strokePlaces.push(x1, x2, this.brush.value);
    }
    this.draw();
  }

  #end() {
    if (!this.#last) return;
    this.#last = null;
    if (!this.#erasing) this.#erase([...this.#erased]);
    const drawn = this.#stroke;
    this.#stroke = [];
    if (drawn.length) this.#tell.add(drawn);
  }

  /** @param {number[]} positions */
  #erase(positions) {
    if (!positions.length) return;
    this.#erasing = true;
    this.#tell.erase(positions.map((position) => this.#points.lines[position]));
  }

  // Keyboard -----------------------------------------------------------------------------------------------------------

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const far = event.shiftKey ? LEAP : STEP;
    const moves = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, far], ArrowDown: [0, -far] };
    const { key } = event;
    if (key in moves) {
      const [right, up] = moves[/** @type {keyof typeof moves} */ (key)];
      this.#cursor = inPlane(this.#cursor.x1 + right, this.#cursor.x2 + up);
      const near = pointsNear(this.#points.places, this.#cursor, ERASES).length;
      this.#tell.speak(`x1 ${this.#cursor.x1}, x2 ${this.#cursor.x2}${near ? `, ${near} ${near === 1 ? "point" : "points"} here` : ""}`);
    } else if (key === "Enter" || key === " ") {
      this.#use(this.#cursor);
      this.#end();
    } else if (key === "Delete" || key === "Backspace") {
      if (!this.#erasing) this.#erase(pointsNear(this.#points.places, this.#cursor, ERASES));
    } else if (/^[1-6]$/.test(key)) this.#tell.choose(Number(key) - 1);
    else return;
    event.preventDefault();
    this.#byKeys = true;
    this.draw();
  }
}

/** @returns {Place} */
function inPlane(/** @type {number} */ x1, /** @type {number} */ x2) {
  const held = (/** @type {number} */ value) => Math.max(-EXTENT, Math.min(EXTENT, value));
  return { x1: held(x1), x2: held(x2) };
}

/** A place nearby, evenly within the brush's reach. @param {Place} place */
function scattered({ x1, x2 }) {
  const angle = 2 * Math.PI * Math.random();
  const away = SPREAD * Math.sqrt(Math.random());
  return inPlane(x1 + away * Math.cos(angle), x2 + away * Math.sin(angle));
}
