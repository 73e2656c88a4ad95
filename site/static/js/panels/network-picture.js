/** Keeps the picture of a network up to date on its canvas; while pictures follow quickly, many links are not drawn anew in each. */

import { contextOf, fitCanvas } from "../draw/fit.js";
import { drawMaps } from "../draw/heatmap.js";
import { drawGap, drawInputs, drawUnits } from "../draw/network.js";
import { nodeSprites } from "../draw/sprites.js";
import { after } from "../model/animation-frames.js";

/** @import { Frame, NetworkGeometry, NetworkPart, Palette } from "../types.js" */
/** @import { NodeSprites } from "../draw/sprites.js" */

/**
 * So many links are drawn anew in a picture at least, by whole gaps in turn, when pictures follow each other within so many
 * milliseconds. From one epoch to the next a link hardly changes, and hundreds of broad curves are the dearest part of a picture.
 */
const LINKS_AT_ONCE = 64;
const QUICK_MS = 34;
/** So long after the last of such pictures all links are drawn. */
const REST_MS = 100;

/** @typedef {{ geometry: NetworkGeometry, palette: Palette, marked: NetworkPart | null }} PictureOptions `marked` is a part to set off */

export class NetworkPicture {
  #canvas;
  #clock;
  #later;
  #unitMaps = new MapStack();
  #featureMaps = new MapStack();
  /** the links of a large network as they were drawn in the latest pictures */
  #links = document.createElement("canvas");
  #linksDrawn = false;
  /** the gap whose turn it is */
  #turn = 0;
  #drawnAt = -Infinity;
  /** redraws the last picture @type {() => void} */
  #redraw = () => {};
  /** whether all links will be drawn after a rest */
  #completes = false;
  /** what the links and the maps of the inputs were drawn for @type {unknown[]} */
  #drawnFor = [];
  /** @type {{ palette: Palette, ratio: number, sprites: NodeSprites } | null} */
  #sprites = null;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {() => number} [clock] milliseconds
   * @param {(action: () => void, milliseconds: number) => void} [later]
   */
  constructor(canvas, clock = () => performance.now(), later = after) {
    this.#canvas = canvas;
    this.#clock = clock;
    this.#later = later;
    // A browser may lose what was drawn, all of it.
    canvas.addEventListener("contextrestored", () => {
      this.#drawnFor = [];
      this.#redraw();
    });
  }

  /**
   * @param {Frame} frame
   * @param {PictureOptions} options
   */
  draw(frame, options) {
    const { geometry, palette, marked } = options;
    const { layout } = frame;
    this.#redraw = () => this.draw(frame, options);
    const { width, height, links, gaps, inputsEnd } = geometry;
    const ratio = devicePixelRatio || 1;
    const drawnFor = [geometry, palette, layout, ratio];
    const other = drawnFor.some((value, i) => value !== this.#drawnFor[i]);
    this.#drawnFor = drawnFor;
    const context = fitCanvas(this.#canvas, width, height, ratio);
    const sprites = this.#spritesFor(palette, ratio);
    if (other) {
      this.#featureMaps.paint(frame.features, layout.unitSide, () => palette.map);
      context.clearRect(0, 0, width, height);
      drawInputs(context, layout, { geometry, palette, sprites, maps: this.#featureMaps.canvas });
    } else context.clearRect(inputsEnd, 0, width - inputsEnd, height);
    const now = this.#clock();
    const quick = !other && now - this.#drawnAt < QUICK_MS && links.length > LINKS_AT_ONCE && !frame.kept.includes(0);
    this.#drawnAt = now;
    if (quick) {
      this.#renewLinks(frame, { geometry, palette, ratio });
      this.#completeLater();
      context.drawImage(this.#links, 0, 0, this.#links.width / ratio, this.#links.height / ratio);
    } else {
      this.#linksDrawn = false;
      for (const gap of gaps.keys()) drawGap(context, frame, gap, { geometry, palette });
    }
    const hidden = layout.shape.slice(1, -1).reduce((sum, units) => sum + units, 0);
    const { map, classMaps } = palette;
    this.#unitMaps.paint(frame.units, layout.unitSide, (unit) => (layout.classes > 2 && unit >= hidden ? classMaps[unit - hidden] : map));
    drawUnits(context, frame, { geometry, palette, sprites, maps: this.#unitMaps.canvas, marked });
  }

  /** Has all links drawn when no further picture comes. */
  #completeLater() {
    if (this.#completes) return;
    this.#completes = true;
    this.#later(() => {
      this.#completes = false;
      if (!this.#linksDrawn) return;
      if (this.#clock() - this.#drawnAt < QUICK_MS) this.#completeLater();
      else this.#redraw();
    }, REST_MS);
  }

  /** @param {Palette} palette @param {number} ratio */
  #spritesFor(palette, ratio) {
    if (this.#sprites?.palette !== palette || this.#sprites.ratio !== ratio) {
      this.#sprites = { palette, ratio, sprites: nodeSprites(palette, ratio) };
    }
    return this.#sprites.sprites;
  }

  /**
   * Draws some links anew, or all when there are none yet.
   * @param {Frame} frame
   * @param {{ geometry: NetworkGeometry, palette: Palette, ratio: number }} options
   */
  #renewLinks(frame, { geometry, palette, ratio }) {
    const { gaps, width, height } = geometry;
    const context = fitCanvas(this.#links, width, height, ratio);
    const enough = this.#linksDrawn ? LINKS_AT_ONCE : Infinity;
    if (!this.#linksDrawn) context.clearRect(0, 0, width, height);
    this.#linksDrawn = true;
    for (let drawn = 0, turns = 0; drawn < enough && turns < gaps.length; turns++) {
      this.#turn = (this.#turn + 1) % gaps.length;
      drawGap(context, frame, this.#turn, { geometry, palette });
      drawn += gaps[this.#turn].length;
    }
  }
}

/** Square maps one below the other on a canvas of their own, to be drawn from. */
class MapStack {
  canvas = document.createElement("canvas");
  /** @type {ImageData | null} */
  #image = null;

  /**
   * @param {Uint8Array} shades
   * @param {number} side of each map, in samples
   * @param {(map: number) => Uint32Array} coloursOf
   */
  paint(shades, side, coloursOf) {
    const height = shades.length / side;
    if (!height) return; // an address may take every input away
    if (this.canvas.width !== side || this.canvas.height !== height) {
      this.canvas.width = side;
      this.canvas.height = height;
    }
    const context = contextOf(this.canvas);
    if (!this.#image || this.#image.width !== side || this.#image.height !== height) {
      this.#image = context.createImageData(side, height);
    }
    drawMaps(context, shades, { side, coloursOf, image: this.#image });
  }
}
