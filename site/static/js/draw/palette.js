/** Turns a theme's tokens into the tables that drawing looks colours up in. */

/** @import { Palette } from "../types.js" */

/** Shades of the scale from -1 to +1; one more entry stands for "not a number". */
export const SHADES = 31;

/** How strongly a map covers the card: spec'd as 160 of 255, so that points stay readable on it. */
const MAP_STRENGTH = 160 / 255;

/** How dark a map of confidence gets: points of all colours must stay readable on it. */
const SURE_STRENGTH = 0.75;

/** Colours that several classes have; a setting allows no more. */
const CLASSES = 6;

const NOT_A_NUMBER = "#2b2b2b";

/** @typedef {[number, number, number]} Rgb */
/** @typedef {(token: string) => string} ReadToken */

/**
 * @param {ReadToken} read gives the value of a CSS custom property such as "--neg"
 * @returns {Palette}
 */
export function makePalette(read) {
  const negative = parseHex(read("--neg"));
  const zero = parseHex(read("--zero"));
  const positive = parseHex(read("--pos"));
  const card = parseHex(read("--card"));
  const shades = Array.from({ length: SHADES }, (_, k) => {
    const t = (2 * k) / (SHADES - 1) - 1;
    return mix(zero, t < 0 ? negative : positive, Math.abs(t));
  });
  shades.push(parseHex(NOT_A_NUMBER));
  /** From undecided to certain: ink, for the data's colours say which class. */
  const ink = parseHex(read("--ink"));
  const sure = shades.map((rgb, k) => (k < SHADES ? mix(zero, ink, (SURE_STRENGTH * k) / (SHADES - 1)) : rgb));
  const classes = Array.from({ length: CLASSES }, (_, number) => parseHex(read(`--class-${number + 1}`)));
  /** From the scale's zero to a class's colour in 32 steps, at map strength. */
  const steps = classes.map((rgb) => Array.from({ length: SHADES + 1 }, (_, k) => pixel(mix(card, mix(zero, rgb, k / SHADES), MAP_STRENGTH))));
  return {
    solid: shades.map((rgb) => `rgb(${rgb.map(Math.round).join(" ")})`),
    map: Uint32Array.from(shades, (rgb) => pixel(mix(card, rgb, MAP_STRENGTH))),
    sureMap: Uint32Array.from(sure, (rgb) => pixel(mix(card, rgb, MAP_STRENGTH))),
    classes: classes.map((rgb) => `rgb(${rgb.join(" ")})`),
    classMap: Uint32Array.from(steps.flat()),
    classMaps: steps.map((colours) => Uint32Array.from(colours)),
    ink: read("--ink"),
    ink2: read("--ink-2"),
    ink3: read("--ink-3"),
    line: read("--line"),
    lineStrong: read("--line-strong"),
    card: read("--card"),
    sunken: read("--sunken"),
    train: read("--train"),
    test: read("--test"),
    focus: read("--focus"),
    font: read("--font"),
  };
}

/**
 * The shade of a value on the scale from -1 to +1; values outside take the end colours.
 * @param {number} value
 * @returns {number} 0 to 30, or 31 for NaN
 */
export function shadeOf(value) {
  if (Number.isNaN(value)) return SHADES;
  return Math.max(0, Math.min(SHADES - 1, Math.floor(((value + 1) * SHADES) / 2)));
}

/**
 * @param {string} text "#rrggbb"
 * @returns {Rgb}
 */
export function parseHex(text) {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text.trim());
  if (!match) throw new TypeError(`a colour token must look like #rrggbb, this one is "${text}"`);
  return [parseInt(match[1], 16), parseInt(match[2], 16), parseInt(match[3], 16)];
}

/**
 * @param {Rgb} from
 * @param {Rgb} to
 * @param {number} t 0 gives `from`, 1 gives `to`
 * @returns {Rgb}
 */
function mix(from, to, t) {
  return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t, from[2] + (to[2] - from[2]) * t];
}

/** One opaque ImageData pixel; its bytes are red, green, blue, alpha in memory, so little-endian order. @param {Rgb} rgb */
function pixel([red, green, blue]) {
  return ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
}
