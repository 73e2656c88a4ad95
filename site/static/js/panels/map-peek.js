/** The map of the unit that is looked at, beside the network, while the output's own map is out of sight. */

/** @import { NetworkPart } from "../types.js" */

/** Width and height of the picture, and the room around it, in CSS pixels. */
const SIDE = 132;
const AROUND = 12;

export class MapPeek {
  #place = document.createElement("div");
  #canvas = document.createElement("canvas");
  #name = document.createElement("p");
  #figure;
  #map;
  #inSight = true; // until it is known
  /** @type {NetworkPart | null} */
  #part = null;
  #seen;

  /**
   * @param {HTMLElement} figure of the network
   * @param {HTMLElement} map of the output
   */
  constructor(figure, map) {
    this.#figure = figure;
    this.#map = map;
    this.#place.className = "peek";
    this.#place.setAttribute("aria-hidden", "true"); // what it shows is told where it is pinned
    this.#place.hidden = true;
    this.#place.append(this.#canvas, this.#name);
    figure.append(this.#place);
    this.#seen = new IntersectionObserver(([entry]) => {
      this.#inSight = entry.intersectionRatio > 0.6;
      this.show(this.#part);
    }, { threshold: [0, 0.6, 1] });
    this.#seen.observe(map);
  }

  stop() {
    this.#seen.disconnect();
    this.#place.remove();
  }

  /** @param {NetworkPart | null} part that is looked at */
  show(part) {
    this.#part = part;
    const isShown = part !== null && part.look !== 0 && !this.#inSight;
    this.#place.hidden = !isShown;
    if (!isShown) return;
    const { clientWidth, clientHeight } = this.#figure;
    const toTheRight = part.x + part.side / 2 + AROUND;
    const left = toTheRight + SIDE + AROUND <= clientWidth ? toTheRight : Math.max(0, part.x - part.side / 2 - AROUND - SIDE - 14);
    const top = Math.max(0, Math.min(part.y - SIDE / 2, clientHeight - SIDE - 3 * AROUND));
    this.#place.style.cssText = `left: ${left}px; top: ${top}px`;
    this.#name.textContent = part.name;
    this.draw();
  }

  /** Copies what the output's map shows. */
  draw() {
    if (this.#place.hidden) return;
    const ratio = devicePixelRatio || 1;
    this.#canvas.width = this.#canvas.height = SIDE * ratio;
    const context = this.#canvas.getContext("2d");
    if (!context) return;
    for (const layer of this.#map.querySelectorAll("canvas")) {
      if (layer.width) context.drawImage(layer, 0, 0, this.#canvas.width, this.#canvas.height);
    }
  }
}
