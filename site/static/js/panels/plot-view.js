/** One plot of a widget in the page: its shapes as SVG elements, its size, handles that can be moved, spots, and turning. */

import { Place, plotShapes, VIEW } from "../draw/plot.js";
import { watchSize } from "./watch-size.js";

/** @import { Plot, PlotMark, Shape } from "../types.js" */

const SVG = "http://www.w3.org/2000/svg";
/** Radians that an arrow key turns a plot in space, and a pixel of dragging. */
const TURN_KEY = 0.15;
const TURN_PIXEL = 0.01;
/** A plot in space is looked at from above, never from below or straight down. @type {[number, number]} */
const PITCH = [0, 1.4];
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

/** @typedef {(action: string, details: object) => void} Do */
/** @typedef {Extract<PlotMark, { mark: "handle" }>} Handle */

export class PlotView {
  #box;
  #do;
  /** @type {SVGSVGElement} */
  #svg;
  /** @type {Plot | null} */
  #plot = null;
  /** @type {[number, number]} */
  #view = [...VIEW];
  /** name of the handle that follows the pointer, "" for the view itself */
  #dragged = /** @type {string | null} */ (null);
  #from = [0, 0];
  #stop;

  /** @param {HTMLElement} box @param {Do} act */
  constructor(box, act) {
    this.#box = box;
    this.#do = act;
    const svg = box.querySelector("svg");
    if (!svg) throw new Error("a plot needs the <svg> that the builder drew");
    this.#svg = svg;
    svg.addEventListener("pointerdown", (event) => this.#grab(event));
    svg.addEventListener("pointermove", (event) => this.#drag(event));
    for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, () => this.#release());
    svg.addEventListener("keydown", (event) => this.#key(event));
    svg.addEventListener("click", (event) => this.#pick(event));
    for (const name of ["pointerover", "focusin"]) svg.addEventListener(name, (event) => this.#look(event, true));
    for (const name of ["pointerout", "focusout"]) svg.addEventListener(name, (event) => this.#look(event, false));
    this.#stop = watchSize([box], () => this.#draw());
  }

  dispose() {
    this.#stop();
  }

  /** @param {Plot} plot */
  show(plot) {
    this.#plot = plot;
    this.#draw();
  }

  #draw() {
    const plot = this.#plot;
    const { clientWidth: width, clientHeight: height } = this.#box;
    if (!plot || !width || !height) return;
    const svg = this.#svg;
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("aria-label", plot.label);
    if (plot.space && !svg.hasAttribute("tabindex")) {
      svg.setAttribute("tabindex", "0");
      svg.setAttribute("role", "application");
      svg.setAttribute("aria-roledescription", "plot in space; arrow keys turn it");
    }
    this.#box.toggleAttribute("data-space", plot.space);
    replaceShapes(svg, plotShapes(plot, width, height, this.#view));
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    const handle = event.target instanceof Element ? event.target.closest("[data-handle]") : null;
    if (!handle && !this.#plot?.space) return;
    this.#dragged = handle?.getAttribute("data-handle") ?? "";
    this.#from = [event.clientX, event.clientY];
    this.#svg.setPointerCapture(event.pointerId);
    if (handle instanceof SVGElement) handle.focus();
    event.preventDefault();
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const plot = this.#plot;
    if (this.#dragged === null || !plot) return;
    if (this.#dragged === "") {
      this.#turn((event.clientX - this.#from[0]) * TURN_PIXEL, (event.clientY - this.#from[1]) * TURN_PIXEL);
      this.#from = [event.clientX, event.clientY];
      return;
    }
    const handle = this.#handle(this.#dragged);
    if (!handle) return;
    const { left, top, width, height } = this.#svg.getBoundingClientRect();
    const [x, y] = new Place(plot, width, height).values(event.clientX - left, event.clientY - top);
    this.#move(handle, handle.along === "y" ? handle.at[0] : x, handle.along === "x" ? handle.at[1] : y);
  }

  #release() {
    this.#dragged = null;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = event.target instanceof Element ? event.target : null;
    if ((event.key === "Enter" || event.key === " ") && target?.hasAttribute("data-spot")) {
      event.preventDefault();
      this.#do("pick", { name: target.getAttribute("data-spot") });
      return;
    }
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    const handle = this.#handle(target?.closest("[data-handle]")?.getAttribute("data-handle") ?? "");
    if (handle) {
      const far = event.shiftKey ? 10 : 1;
      // A handle that moves along one axis takes both pairs of arrows.
      const along = arrow[0] + arrow[1];
      const [dx, dy] = handle.along === "xy" ? arrow : handle.along === "x" ? [along, 0] : [0, along];
      this.#move(handle, handle.at[0] + dx * far * handle.step[0], handle.at[1] + dy * far * handle.step[1]);
    } else if (this.#plot?.space) this.#turn(arrow[0] * TURN_KEY, arrow[1] * TURN_KEY);
    else return;
    event.preventDefault();
  }

  /** @param {Handle} handle @param {number} x @param {number} y */
  #move(handle, x, y) {
    const { x: across, y: up } = /** @type {Plot} */ (this.#plot);
    this.#do("move", { name: handle.name, x: within(x, across.low, across.high), y: within(y, up.low, up.high) });
  }

  /** @param {number} yaw @param {number} pitch */
  #turn(yaw, pitch) {
    this.#view = [this.#view[0] + yaw, within(this.#view[1] + pitch, ...PITCH)];
    this.#draw();
  }

  /** @param {MouseEvent} event */
  #pick(event) {
    const spot = event.target instanceof Element ? event.target.closest("[data-spot]") : null;
    if (spot) this.#do("pick", { name: spot.getAttribute("data-spot") });
  }

  /** @param {Event} event @param {boolean} entered */
  #look(event, entered) {
    const spot = event.target instanceof Element ? event.target.closest("[data-spot]") : null;
    if (spot) this.#do("look", { name: entered ? spot.getAttribute("data-spot") : "" });
  }

  /** @param {string} name */
  #handle(name) {
    return this.#plot?.marks.find(/** @returns {mark is Handle} */ (mark) => mark.mark === "handle" && mark.name === name);
  }
}

/** @param {number} value @param {number} low @param {number} high */
function within(value, low, high) {
  return Math.max(low, Math.min(high, value));
}

/**
 * Makes the children of `parent` these shapes. Elements stay where only their attributes change, so that focus does; and what can
 * have the focus, a handle or a spot, stays when others come or go before it.
 * @param {Element} parent
 * @param {Shape[]} shapes
 */
function replaceShapes(parent, shapes) {
  if (typeof shapes === "string") throw new TypeError("shapes expected");
  shapes.forEach(([tag, attributes, inside], i) => {
    const name = attributes["data-spot"] ?? attributes["data-handle"] ?? null;
    let element = parent.children[i];
    if (name !== null && [...parent.children].slice(i).some((other) => nameOf(other) === name)) {
      for (; nameOf(element) !== name; element = parent.children[i]) element.remove();
    }
    if (element?.tagName !== tag || nameOf(element) !== name) {
      const made = document.createElementNS(SVG, tag);
      if (element && nameOf(element) !== null) element.before(made);
      else if (element) element.replaceWith(made);
      else parent.append(made);
      element = made;
    }
    for (const { name } of [...element.attributes]) if (!(name in attributes)) element.removeAttribute(name);
    for (const [name, value] of Object.entries(attributes)) if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    if (typeof inside === "string") {
      if (element.textContent !== inside) element.textContent = inside;
    } else replaceShapes(element, inside);
  });
  while (parent.children.length > shapes.length) parent.lastElementChild?.remove();
}

/** The name of a handle or a spot, null for other elements. @param {Element} element */
function nameOf(element) {
  return element.getAttribute("data-spot") ?? element.getAttribute("data-handle");
}
