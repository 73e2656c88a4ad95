/** Says where the network's nodes and links stand, from its shape and the room it has; draws nothing. */

/** @import { Feature, NetworkGeometry, NetworkLink, NetworkNode } from "../types.js" */

/** Below this width inactive inputs fold into one box, and everything moves closer. */
const COMPACT_BELOW = 560;
/** Links arriving at a node fan out over this many pixels. */
const FAN = 14;
/** Columns are at least so far apart; a drawing that is wider than its room for that can be scrolled. */
const LEAST_APART = 62;
/** Columns so far apart, in CSS pixels, have room for a number and two buttons beside each other that a finger hits. */
const BESIDE_FROM = 104;
/** Room above the nodes for the names of the columns, with their buttons beside and below. */
const HEAD = { beside: 34, below: 66 };

/**
 * The drawing is as wide as its room, or wider when the columns need that.
 * @param {{ shape: number[], features: Feature[], width: number, unfolded?: boolean, dense?: boolean }} network `shape`: active inputs,
 *   hidden layers, outputs; `dense` draws as where there is little room; `unfolded` shows inactive inputs there, too
 * @returns {NetworkGeometry}
 */
export function networkGeometry({ shape, features, width: room, unfolded = false, dense = false }) {
  const compact = dense || room < COMPACT_BELOW;
  const inactive = features.filter((feature) => !feature.active).length;
  const folds = compact && inactive > 0 && !unfolded;
  const rows = folds ? features.length - inactive + 1 : features.length;
  const tallest = Math.max(rows, ...shape.slice(1));
  const side = tallest > 10 ? 28 : compact ? 36 : 40;
  const pitch = tallest > 10 ? 40 : compact ? 54 : 64;
  const named = features.filter((feature) => feature.active || !folds).map((feature) => feature.label.length);
  const longest = Math.min(11, Math.max(0, ...named));
  const gutter = Math.max(compact ? 38 : 62, longest > 4 ? 14 + 7 * longest : 0);
  const first = gutter + side / 2;
  const afterLast = side / 2 + 6;
  const width = Math.max(room, first + LEAST_APART * (shape.length - 1) + afterLast);
  const columns = columnsOf(shape.length, first, width - afterLast);
  const stacked = columns[1] - columns[0] < BESIDE_FROM;
  const head = stacked ? HEAD.below : HEAD.beside;
  const height = head + tallest * pitch + 4;
  const middle = head + (tallest * pitch) / 2;
  /** @type {(count: number, index: number) => number} */
  const rowY = (count, index) => middle + (index - (count - 1) / 2) * pitch;

  /** @type {NetworkNode[][]} */
  const layers = [[]];
  let row = 0;
  features.forEach((feature, unit) => {
    if (folds && !feature.active) return;
    layers[0].push({ layer: 0, unit, x: columns[0], y: rowY(rows, row++), side, active: feature.active, label: feature.label });
  });
  shape.slice(1).forEach((units, index) => {
    const layer = index + 1;
    const isOutput = layer === shape.length - 1;
    layers.push(
      Array.from({ length: units }, (_, unit) => ({
        layer, unit, x: columns[layer], y: rowY(units, unit), side: isOutput ? side + 6 : side, active: true, label: "",
      })),
    );
  });
  const gaps = layers.slice(1).map((targets, index) => linksBetween(layers[index], targets));
  return {
    width,
    height,
    compact,
    nodes: layers.flat(),
    links: gaps.flat(),
    gaps,
    folded: folds ? { x: columns[0], y: rowY(rows, row), side, count: inactive } : null,
    columns,
    stacked,
    inputsEnd: columns[0] + side / 2 + 1,
  };
}

/**
 * @param {number} count layers, inputs and output included
 * @param {number} first x of the inputs
 * @param {number} last x of the outputs
 */
function columnsOf(count, first, last) {
  return Array.from({ length: count }, (_, layer) => Math.round(first + ((last - first) * layer) / (count - 1)));
}

/**
 * The links that fill one gap, in the order of its parameters: by unit, by active input.
 * @param {NetworkNode[]} layer before the gap
 * @param {NetworkNode[]} targets
 * @returns {NetworkLink[]}
 */
function linksBetween(layer, targets) {
  const sources = layer.filter((node) => node.active);
  return targets.flatMap((target) =>
    sources.map((source, input) => {
      const spread = sources.length > 1 ? (FAN * (input - (sources.length - 1) / 2)) / sources.length : 0;
      return {
        layer: target.layer - 1,
        unit: target.unit,
        input,
        x0: source.x + source.side / 2 + 1,
        y0: source.y,
        x1: target.x - target.side / 2 - 1,
        y1: target.y + spread,
      };
    }),
  );
}
