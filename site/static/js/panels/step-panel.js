/** The next update, term by term, as Python works it out: what the batch's points give, and how each weight of a neuron moves. */

import { wholeText } from "../draw/number-text.js";
import { digits, makeTable } from "./number-tables.js";
import { asked } from "./reader-request.js";

/**
 * What `explain_step` of pycore.nn.inspection says; matrices are (units, inputs and bias) or (units, points).
 * @typedef {object} Explained
 * @property {number} epoch
 * @property {number} count how many points' gradients are averaged
 * @property {number} learningRate
 * @property {string[]} inputs
 * @property {number[][]} points
 * @property {number[]} losses
 * @property {number | null} loss
 * @property {{ activation: string, z: number[][], a: number[][], gradient: number[][], old: number[][], new: number[][], step?: number[][], pull?: number[][] }[]} layers
 */

export class StepPanel {
  #place;
  #ask;
  #chosen = "0 0";

  /**
   * @param {HTMLElement} button
   * @param {HTMLElement} place
   * @param {() => Promise<Explained>} ask
   */
  constructor(button, place, ask) {
    this.#place = place;
    this.#ask = ask;
    button.addEventListener("click", () => asked(this.#explain()));
  }

  async #explain() {
    const explained = await this.#ask();
    const words = document.createElement("p");
    words.textContent =
      `The first update of epoch ${wholeText(explained.epoch)} follows the mean gradient of ${explained.count} points. ` +
      `Their mean loss is ${digits(explained.loss)}, the learning rate is ${explained.learningRate}.`;
    const outputs = explained.layers[explained.layers.length - 1].a;
    const points = makeTable(
      "The points",
      ["Point", "x₁", "x₂", "label", ...outputs.map((_, unit) => (outputs.length > 1 ? `output ${unit + 1}` : "output")), "loss"],
      explained.points.map(([x1, x2, label], index) => [
        `Point ${index + 1}`, digits(x1), digits(x2), String(Number(label.toFixed(3))), ...outputs.map((unit) => digits(unit[index])), digits(explained.losses[index]),
      ]),
    );
    const neuron = document.createElement("div");
    const select = this.#select(explained);
    const show = () => {
      this.#chosen = select.value;
      neuron.replaceChildren(neuronTable(explained, ...indexes(select.value)));
    };
    select.addEventListener("change", show);
    const label = document.createElement("label");
    label.append("How the weights of ", select, " move");
    this.#place.replaceChildren(words, points, label, neuron);
    show();
  }

  /** @param {Explained} explained */
  #select({ layers }) {
    const select = document.createElement("select");
    layers.forEach((layer, index) => {
      layer.old.forEach((_, unit) => {
        const name = index === layers.length - 1 ? (layer.old.length > 1 ? `output ${unit + 1}` : "the output") : `neuron ${unit + 1} of layer ${index + 1}`;
        select.append(new Option(name, `${index} ${unit}`));
      });
    });
    select.value = this.#chosen;
    if (!select.value) select.selectedIndex = 0;
    return select;
  }
}

/** @param {string} value @returns {[number, number]} */
function indexes(value) {
  const [layer, unit] = value.split(" ").map(Number);
  return [layer, unit];
}

/**
 * @param {Explained} explained
 * @param {number} layer
 * @param {number} unit
 */
function neuronTable({ layers, inputs }, layer, unit) {
  const { old, new: moved, gradient, step, pull, z, a, activation } = layers[layer];
  const names = layer === 0 ? inputs : layers[layer - 1].old.map((_, index) => `neuron ${index + 1}`);
  const terms = step && pull;
  const head = ["From", "old", "gradient", ...(terms ? ["− learning rate × gradient", "− regularisation"] : []), "= new"];
  const rows = old[unit].map((weight, index) => [
    index < names.length ? names[index] : "bias",
    digits(weight),
    digits(gradient[unit][index]),
    ...(terms ? [digits(-step[unit][index]), digits(-pull[unit][index])] : []),
    digits(moved[unit][index]),
  ]);
  const first = `At point 1 its weighted sum is ${digits(z[unit][0])}, of which ${activation} makes ${digits(a[unit][0])}.`;
  return makeTable(first, head, rows);
}
