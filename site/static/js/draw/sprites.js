/** Little pictures that a network repeats at every node, drawn once for a theme and a screen: copying them costs far less than drawing. */

/** @import { Palette } from "../types.js" */

/** @typedef {ReturnType<typeof nodeSprites>} NodeSprites */

const CORNER = 7;
/** Room around a node for the outer half of its outline, in CSS pixels. */
const MARGIN = 2;
const DOT_SIDE = 16;
/** Room for the name of an input. */
const LABEL = { width: 100, height: 20 };

/**
 * @param {Palette} palette
 * @param {number} ratio screen pixels per CSS pixel
 */
export function nodeSprites(palette, ratio) {
  /** @type {Map<string, ImageBitmap | HTMLCanvasElement>} */
  const made = new Map();
  /**
   * @param {string} name
   * @param {number} width in CSS pixels
   * @param {number} height
   * @param {(context: OffscreenCanvasRenderingContext2D) => void} draw
   */
  function once(name, width, height, draw) {
    let sprite = made.get(name);
    if (!sprite) {
      const canvas = blankCanvas(Math.round(width * ratio), Math.round(height * ratio));
      const context = /** @type {OffscreenCanvasRenderingContext2D | null} */ (canvas.getContext("2d"));
      if (!context) throw new Error("this browser gave no 2D drawing context for a canvas");
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      draw(context);
      sprite = "transferToImageBitmap" in canvas ? canvas.transferToImageBitmap() : canvas;
      made.set(name, sprite);
    }
    return sprite;
  }
  return {
    /** The line around an active node. @param {number} side */
    outline: (side) =>
      once(`outline ${side}`, side + 2 * MARGIN, side + 2 * MARGIN, (context) => {
        roundedSquare(context, MARGIN, MARGIN, side);
        context.lineWidth = 1.5;
        context.strokeStyle = palette.ink;
        context.stroke();
      }),
    /** What lies outside of a node's round corners, to be taken away from a map. @param {number} side */
    corners: (side) =>
      once(`corners ${side}`, side + 2 * MARGIN, side + 2 * MARGIN, (context) => {
        context.fillRect(0, 0, side + 2 * MARGIN, side + 2 * MARGIN);
        context.globalCompositeOperation = "destination-out";
        roundedSquare(context, MARGIN, MARGIN, side);
        context.fill();
      }),
    /** A bias. @param {number} shade */
    dot: (shade) =>
      once(`dot ${shade}`, DOT_SIDE, DOT_SIDE, (context) => {
        const middle = DOT_SIDE / 2;
        circle(context, middle, 5.5);
        context.fillStyle = palette.solid[shade];
        context.fill();
        context.lineWidth = 1.5;
        context.strokeStyle = palette.card;
        context.stroke();
        circle(context, middle, 6);
        context.lineWidth = 1;
        context.strokeStyle = palette.lineStrong;
        context.stroke();
      }),
    /** The name of an input, at the right edge. @param {string} text @param {boolean} active */
    label: (text, active) =>
      once(`label ${active} ${text}`, LABEL.width, LABEL.height, (context) => {
        context.font = `13px ${palette.font}`;
        context.textAlign = "right";
        context.textBaseline = "middle";
        context.fillStyle = active ? palette.ink : palette.ink3;
        context.fillText(text.length > 11 ? `${text.slice(0, 10)}…` : text, LABEL.width, LABEL.height / 2);
      }),
    labelWidth: LABEL.width,
    /**
     * Puts the middle of a sprite there, moved to whole pixels of the screen, so that it stays sharp.
     * @param {CanvasRenderingContext2D} context in CSS pixels
     * @param {ImageBitmap | HTMLCanvasElement} sprite
     * @param {number} x
     * @param {number} y
     */
    put(context, sprite, x, y) {
      const left = Math.round(x * ratio - sprite.width / 2) / ratio;
      const top = Math.round(y * ratio - sprite.height / 2) / ratio;
      context.drawImage(sprite, left, top, sprite.width / ratio, sprite.height / ratio);
    },
  };
}

/** @param {number} width @param {number} height */
function blankCanvas(width, height) {
  if (typeof OffscreenCanvas === "function") return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement("canvas"), { width, height });
}

/**
 * @param {OffscreenCanvasRenderingContext2D} context
 * @param {number} middle
 * @param {number} radius
 */
function circle(context, middle, radius) {
  context.beginPath();
  context.arc(middle, middle, radius, 0, 2 * Math.PI);
}

/**
 * Begins a path around a node.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {number} left
 * @param {number} top
 * @param {number} side
 */
export function roundedSquare(context, left, top, side) {
  context.beginPath();
  if (context.roundRect) context.roundRect(left, top, side, side, CORNER);
  else context.rect(left, top, side, side);
}
