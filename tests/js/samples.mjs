/** Small made-up layouts, frames and tables for the tests. */

/** A layout of `shape` with all sections, as pycore.picture.frame writes it, but with small maps. */
export function layoutOf(shape, { side = 4, unitSide = 2, history = 8, train = 3, test = 2 } = {}) {
  const units = shape.slice(1).reduce((sum, count) => sum + count, 0);
  const parameters = shape.slice(1).reduce((sum, count, index) => sum + count * (shape[index] + 1), 0);
  const sizes = {
    header: [24, "f64", 8],
    parameters: [parameters, "f64", 8],
    history: [history * 5, "f64", 8],
    output: [side * side, "u8", 1],
    units: [units * unitSide * unitSide, "u8", 1],
    features: [7 * unitSide * unitSide, "u8", 1],
    kept: [shape.slice(1, -1).reduce((sum, count) => sum + count, 0), "u8", 1],
  };
  const sections = {};
  let offset = 0;
  for (const [name, [length, type, bytes]] of Object.entries(sizes)) {
    sections[name] = { offset, length, type };
    offset += Math.ceil((length * bytes) / 8) * 8;
  }
  return {
    hash: "",
    settings: { learningRate: 0.03, activation: "tanh", noise: 0, networkShape: shape.slice(1, -1), showTestData: false },
    problems: [],
    shape,
    classes: 2,
    features: featuresOf(shape[0]),
    mapSide: side,
    unitSide,
    shades: 31,
    extent: 6,
    points: { train, test },
    sections,
    bytes: offset,
  };
}

export function featuresOf(active) {
  return ["x", "y", "xSquared", "ySquared", "xTimesY", "sinX", "sinY"].map((key, index) => ({ key, label: key, active: index < active }));
}

export const TABLE = [
  row({ key: "activation", kind: "choice", default: "tanh", options: [["tanh", "Tanh"], ["relu", "ReLU"]], restarts: "network" }),
  row({ key: "learningRate", kind: "number", default: 0.03, options: [[0.03, "0.03"], [0.1, "0.1"]] }),
  row({ key: "noise", kind: "number", default: 0, slider: [0, 50, 5], restarts: "data" }),
  row({ key: "networkShape", kind: "shape", default: [4, 2], restarts: "network" }),
  row({ key: "showTestData", kind: "flag", default: false }),
  row({ key: "seed", kind: "text", default: "0.12345", restarts: "data" }),
];

function row(fields) {
  return { name: fields.key, label: fields.key, options: [], minimum: null, maximum: null, slider: [], restarts: "no", group: "", ...fields };
}

export const TOKENS = {
  "--neg": "#f59322", "--zero": "#e8eaeb", "--pos": "#0877bd", "--card": "#ffffff", "--ink": "#1b2330", "--ink-2": "#566070", "--ink-3": "#6f7887",
  "--line": "#e3dfd6", "--line-strong": "#c9c3b6", "--sunken": "#f3f1ec", "--train": "#8a8f98", "--test": "#1b2330", "--focus": "#6a4bd8",
  "--class-1": "#e69f00", "--class-2": "#0072b2", "--class-3": "#009e73", "--class-4": "#cc79a7", "--class-5": "#56b4e9", "--class-6": "#d55e00", "--font": "sans-serif",
};

/** A drawing context that writes down what is called and which properties are set. */
export function recorder() {
  const calls = [];
  const context = new Proxy({}, {
    get: (_, name) => (...args) => calls.push([name, ...args]),
    set: (_, name, value) => {
      calls.push([`${name} =`, value]);
      return true;
    },
  });
  return { context, calls, named: (name) => calls.filter(([called]) => called === name) };
}

/** A history as in a frame: rows of epoch, both losses and, unless they are given, both accuracies. */
export const historyOf = (...rows) => Float64Array.from(rows.flatMap(([epoch, train, test, ...shares]) => [epoch, train, test, ...(shares.length ? shares : [NaN, NaN])]));

/** A promise that has had the time to settle: lets everything that waits for settled promises run. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));
