/** Reads the bytes that Python sends: one buffer becomes typed views, following its layout. */

/** @import { First, Frame, Layout, Section } from "../types.js" */

/** The stop conditions by their numbers in the header. */
const STOPS = /** @type {const} */ (["", "epoch", "loss", "patience"]);

/**
 * Views into `buffer`, made without copying; they live as long as the buffer does.
 * @param {Layout} layout
 * @param {ArrayBuffer} buffer
 * @returns {Frame}
 * @throws {RangeError} when the buffer has another size than the layout says
 */
export function decodeFrame(layout, buffer) {
  if (buffer.byteLength !== layout.bytes) {
    throw new RangeError(`a frame of this layout has ${layout.bytes} bytes, this buffer has ${buffer.byteLength}`);
  }
  const { sections } = layout;
  return {
    layout,
    buffer,
    header: doubles(buffer, sections.header),
    parameters: doubles(buffer, sections.parameters),
    history: doubles(buffer, sections.history),
    output: bytes(buffer, sections.output),
    units: bytes(buffer, sections.units),
    features: bytes(buffer, sections.features),
    kept: bytes(buffer, sections.kept),
    contour: sections.contour ? floats(buffer, sections.contour) : null,
  };
}

/**
 * @param {First} first
 * @returns {{ frame: Frame | null, points: Float32Array | null }} null where there is only the layout
 */
export function decodeFirst({ layout, frame, points }) {
  return {
    frame: frame === undefined ? null : decodeFrame(layout, fromBase64(frame)),
    points: points === undefined ? null : new Float32Array(fromBase64(points)),
  };
}

/** @param {Frame} frame */
export function numbersOf({ header }) {
  return {
    epoch: header[0],
    lossTrain: header[1],
    lossTest: header[2],
    /** -1 if it did not */
    divergedAt: header[3],
    historyLength: header[4],
    /** the stop condition that is met */
    stoppedBy: STOPS[header[5]],
    /** shares; NaN for regression */
    accuracyTrain: header[6],
    accuracyTest: header[7],
    learningRate: header[8],
    /** number of the unit or feature that fills the output's map; 0 for the output itself */
    looked: header[9],
    /** of the watched parameter: gradient, last change, and over how many epochs; NaN without one */
    gradient: header[10],
    change: header[11],
    changeEpochs: header[12],
    /** pieces of the line between the sides that are in use */
    contourLength: header[13],
    /** whether the maps are computed coarsely */
    coarse: header[14] > 0,
    /** whether they may be computed finely */
    mayBeFiner: header[14] === 1,
    /** whether the losses are those under a dropout mask */
    masked: header[15] === 1,
    /** of a regression, in the units of the labels; NaN for classes */
    rmseTrain: header[16],
    rmseTest: header[17],
    r2Train: header[18],
    r2Test: header[19],
    /** epochs that are left of those that were asked for: a request trains for a short time at the most */
    left: header[20],
    /** how much of an epoch is done that is under way, 0 to 1 */
    share: header[21],
  };
}

/**
 * What the output's map shows: values from -1 to +1, the likeliest class, or how sure the network is.
 * @param {Frame} frame
 * @returns {"scale" | "classes" | "confidence"}
 */
export function mapKind({ layout, header }) {
  if (header[9] !== 0 || layout.classes === 0) return "scale"; // see `looked`
  if (layout.settings.confidence) return "confidence";
  return layout.classes > 2 ? "classes" : "scale";
}

/**
 * Where each layer's matrix (units, inputs + 1) starts among the parameters; the last column of a row is the bias.
 * @param {number[]} shape active inputs, hidden layers, outputs
 * @returns {{ units: number, inputs: number, start: number }[]}
 */
export function layersOf(shape) {
  let start = 0;
  return shape.slice(1).map((units, index) => {
    const inputs = shape[index];
    const layer = { units, inputs, start };
    start += units * (inputs + 1);
    return layer;
  });
}

/**
 * @param {ArrayBuffer} buffer
 * @param {Section} section
 */
function doubles(buffer, { offset, length, type }) {
  if (type !== "f64") throw new TypeError(`this section should hold f64, the layout says ${type}`);
  return new Float64Array(buffer, offset, length);
}

/**
 * @param {ArrayBuffer} buffer
 * @param {Section} section
 */
function floats(buffer, { offset, length, type }) {
  if (type !== "f32") throw new TypeError(`this section should hold f32, the layout says ${type}`);
  return new Float32Array(buffer, offset, length);
}

/**
 * @param {ArrayBuffer} buffer
 * @param {Section} section
 */
function bytes(buffer, { offset, length, type }) {
  if (type !== "u8") throw new TypeError(`this section should hold u8, the layout says ${type}`);
  return new Uint8Array(buffer, offset, length);
}

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let text = "";
  // In pieces, for a call takes only so many arguments.
  for (let start = 0; start < bytes.length; start += 8192) text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(text);
}

/**
 * @param {string} text
 * @returns {ArrayBuffer}
 */
export function fromBase64(text) {
  const binary = atob(text);
  const target = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) target[i] = binary.charCodeAt(i);
  return target.buffer;
}
