// Measures in JavaScript's hosts, Node and the browser's worker: the baseline and Python take turns, so that both meet the same machine.

import { check, emptyMaps, epoch, inputsFor, loss, maps, Network } from "./baseline.mjs";

/**
 * Loads Pyodide and measures every scenario.
 *
 * `loadPyodide` is the runtime's; `indexURL` its folder, with a slash at the end; `archive` a zip (ArrayBuffer) of pycore and of
 * scenarios.py; `scenarios` the {name, against} of each; `rounds` how many samples are taken, `sampleMs` how long a sample is
 * to take; `say` is told what comes next.
 * Returns {host, numpy, scenarios: [{name, against, python: [ms], baseline: [ms]}]}: element k of both is from round k.
 */
export async function measure({ loadPyodide, indexURL, archive, scenarios, rounds, sampleMs, say }) {
  check();
  const python = await loadPyodide({ indexURL, packages: ["numpy"] });
  python.unpackArchive(archive, "zip", { extractDir: "/home/pyodide" });
  const { Stopwatch } = python.pyimport("scenarios");
  const measured = [];
  for (const { name, against } of scenarios) {
    say(name);
    const watch = Stopwatch(name);
    const other = against ? Stopwatch(against) : baseline(JSON.parse(watch.baseline()));
    measured.push({ name, against, ...takeTurns(watch, other, rounds, sampleMs) });
    watch.destroy();
    other.destroy?.();
  }
  return { numpy: python.pyimport("numpy").__version__, scenarios: measured };
}

function takeTurns(watch, other, rounds, sampleMs) {
  const counts = [watch, other].map((one) => enough(one, sampleMs));
  const python = [];
  const baseline = [];
  for (let round = 0; round < rounds; round++) {
    python.push(watch.sample(counts[0]));
    baseline.push(other.sample(counts[1]));
  }
  return { python, baseline };
}

/** How often the work has to be done for a sample of about `sampleMs`; finding out warms it up. */
function enough(one, sampleMs) {
  let count = 1;
  for (;;) {
    const each = one.sample(count);
    if (each * count >= sampleMs / 4) return Math.max(1, Math.round(sampleMs / each));
    count *= 2;
  }
}

/** The baseline's answer to a Stopwatch: `sample(count)` gives the milliseconds of one piece of work. */
function baseline({ work, sizes, features, batchSize, learningRate, training, test, side }) {
  let k = 0;
  const network = new Network(sizes, () => 0.5 * Math.sin(++k));
  const inputsOf = inputsFor(features);
  const [trainingPoints, testPoints] = [training, test].map((points) => points.map(([x1, x2, label]) => ({ x1, x2, label })));
  const pictures = emptyMaps(network, side);
  const train = () => epoch(network, trainingPoints, inputsOf, batchSize, learningRate);
  const draw = () => maps(network, inputsOf, side, pictures);
  const works = {
    epoch: train,
    picture: draw,
    frame: () => {
      train();
      loss(network, trainingPoints, inputsOf);
      loss(network, testPoints, inputsOf);
      draw();
    },
  };
  for (let i = 0; i < 20; i++) train();
  return {
    sample(count) {
      const start = performance.now();
      for (let i = 0; i < count; i++) works[work]();
      return (performance.now() - start) / count;
    },
  };
}
