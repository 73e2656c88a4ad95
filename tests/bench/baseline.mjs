// The yardstick of the bench: a network with an object for each unit and each link, as pages like this are usually written. Used only here.

const ACTIVATIONS = {
  tanh: { of: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
  relu: { of: (z) => Math.max(0, z), slope: (z) => (z > 0 ? 1 : 0) },
  sigmoid: { of: (z) => 1 / (1 + Math.exp(-z)), slope: (z) => { const a = 1 / (1 + Math.exp(-z)); return a * (1 - a); } },
  linear: { of: (z) => z, slope: () => 1 },
};

/** The inputs by their keys in the address: functions of a point's two coordinates. */
export const FEATURES = {
  x: (x1) => x1,
  y: (_, x2) => x2,
  xSquared: (x1) => x1 * x1,
  ySquared: (_, x2) => x2 * x2,
  xTimesY: (x1, x2) => x1 * x2,
  sinX: (x1) => Math.sin(x1),
  sinY: (_, x2) => Math.sin(x2),
};

class Link {
  constructor(source, target, weight) {
    this.source = source;
    this.target = target;
    this.weight = weight;
    this.gradient = 0;
    this.gradientSum = 0;
    this.gradientCount = 0;
    source.outgoing.push(this);
    target.incoming.push(this);
  }
}

class Unit {
  constructor(activation) {
    this.activation = activation;
    this.bias = 0.1;
    this.incoming = [];
    this.outgoing = [];
    this.sum = 0;
    this.output = 0;
    this.outputSlope = 0;
    this.sumSlope = 0;
    this.gradientSum = 0;
    this.gradientCount = 0;
  }

  run() {
    this.sum = this.bias;
    for (let i = 0; i < this.incoming.length; i++) {
      const link = this.incoming[i];
      this.sum += link.weight * link.source.output;
    }
    this.output = this.activation.of(this.sum);
    return this.output;
  }
}

export class Network {
  /** `sizes`: inputs, hidden ..., outputs. `weight()` is asked for each link's first weight, unit by unit. */
  constructor(sizes, weight, hidden = "tanh", output = "tanh") {
    this.layers = sizes.map((count, layer) =>
      Array.from({ length: count }, () => new Unit(ACTIVATIONS[layer === sizes.length - 1 ? output : hidden])));
    for (let layer = 1; layer < this.layers.length; layer++) {
      for (const target of this.layers[layer]) {
        for (const source of this.layers[layer - 1]) new Link(source, target, weight());
      }
    }
  }

  forward(inputs) {
    const entry = this.layers[0];
    for (let i = 0; i < entry.length; i++) entry[i].output = inputs[i];
    for (let layer = 1; layer < this.layers.length; layer++) {
      const units = this.layers[layer];
      for (let i = 0; i < units.length; i++) units[i].run();
    }
    return this.layers[this.layers.length - 1][0].output;
  }

  /** Adds the gradient of (output - label)² / 2 at the last `forward` to what each unit and link has gathered. */
  backward(label) {
    const last = this.layers[this.layers.length - 1][0];
    last.outputSlope = last.output - label;
    for (let layer = this.layers.length - 1; layer > 0; layer--) {
      const units = this.layers[layer];
      for (let i = 0; i < units.length; i++) {
        const unit = units[i];
        unit.sumSlope = unit.outputSlope * unit.activation.slope(unit.sum);
        unit.gradientSum += unit.sumSlope;
        unit.gradientCount++;
      }
      for (let i = 0; i < units.length; i++) {
        const unit = units[i];
        for (let j = 0; j < unit.incoming.length; j++) {
          const link = unit.incoming[j];
          link.gradient = unit.sumSlope * link.source.output;
          link.gradientSum += link.gradient;
          link.gradientCount++;
        }
      }
      if (layer === 1) continue;
      const below = this.layers[layer - 1];
      for (let i = 0; i < below.length; i++) {
        const unit = below[i];
        unit.outputSlope = 0;
        for (let j = 0; j < unit.outgoing.length; j++) {
          const link = unit.outgoing[j];
          unit.outputSlope += link.weight * link.target.sumSlope;
        }
      }
    }
  }

  update(rate) {
    for (let layer = 1; layer < this.layers.length; layer++) {
      const units = this.layers[layer];
      for (let i = 0; i < units.length; i++) {
        const unit = units[i];
        if (unit.gradientCount > 0) {
          unit.bias -= (rate * unit.gradientSum) / unit.gradientCount;
          unit.gradientSum = 0;
          unit.gradientCount = 0;
        }
        for (let j = 0; j < unit.incoming.length; j++) {
          const link = unit.incoming[j];
          if (link.gradientCount > 0) {
            link.weight -= (rate / link.gradientCount) * link.gradientSum;
            link.gradientSum = 0;
            link.gradientCount = 0;
          }
        }
      }
    }
  }
}

/** One pass over `points` ([{x1, x2, label}]), an update after every full batch. */
export function epoch(network, points, inputsOf, batchSize, rate) {
  for (let i = 0; i < points.length; i++) {
    const point = points[i];
    network.forward(inputsOf(point.x1, point.x2));
    network.backward(point.label);
    if ((i + 1) % batchSize === 0) network.update(rate);
  }
}

/** The mean of (output - label)² / 2. */
export function loss(network, points, inputsOf) {
  let sum = 0;
  for (const { x1, x2, label } of points) sum += 0.5 * (network.forward(inputsOf(x1, x2)) - label) ** 2;
  return sum / points.length;
}

/** The output of every unit at `side` times `side` points of the plane, written into `pictures`: rows of numbers for each unit. */
export function maps(network, inputsOf, side, pictures) {
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      network.forward(inputsOf(-6 + (12 * column) / (side - 1), 6 - (12 * row) / (side - 1)));
      let picture = 0;
      for (let layer = 1; layer < network.layers.length; layer++) {
        const units = network.layers[layer];
        for (let i = 0; i < units.length; i++) pictures[picture++][row][column] = units[i].output;
      }
    }
  }
}

/** What `maps` writes into. */
export function emptyMaps(network, side) {
  return network.layers.slice(1).flat().map(() => Array.from({ length: side }, () => new Array(side).fill(0.5)));
}

/** Inputs of a point for the features of these keys, in the order of FEATURES. */
export function inputsFor(keys) {
  const functions = Object.keys(FEATURES).filter((key) => keys.includes(key)).map((key) => FEATURES[key]);
  return (x1, x2) => {
    const inputs = [];
    for (let i = 0; i < functions.length; i++) inputs.push(functions[i](x1, x2));
    return inputs;
  };
}

/** Throws unless two epochs' losses on a known problem are those of the reference (a spiral, weights 0.5 sin k). */
export function check() {
  const all = [];
  for (const [turn, label] of [[0, 1], [Math.PI, -1]]) {
    for (let i = 0; i < 250; i++) {
      const [radius, angle] = [(i / 250) * 5, ((1.75 * i) / 250) * 2 * Math.PI + turn];
      all.push({ x1: radius * Math.sin(angle), x2: radius * Math.cos(angle), label });
    }
  }
  const [training, test] = [0, 1].map((odd) => all.filter((_, i) => i % 2 === odd));
  let k = 0;
  const network = new Network([2, 4, 2, 1], () => 0.5 * Math.sin(++k));
  const inputsOf = inputsFor(["x", "y"]);
  const expected = { 0: [0.5104806783, 0.5100028595], 1: [0.5111429171, 0.51067813], 10: [0.5078460664, 0.5075773728],
    100: [0.4933939602, 0.4931871153] };
  for (let done = 0; done <= 100; done++) {
    if (expected[done]) {
      const found = [loss(network, training, inputsOf), loss(network, test, inputsOf)];
      if (found.some((value, i) => !(Math.abs(value - expected[done][i]) < 1e-9))) {
        throw new Error(`the baseline is wrong: losses ${found} at epoch ${done}, expected ${expected[done]}`);
      }
    }
    epoch(network, training, inputsOf, 10, 0.03);
  }
}
