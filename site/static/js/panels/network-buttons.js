/** The network's buttons, over its drawing: inputs to switch on and off, layers and neurons to add and take away. */

import { activeIn } from "./marked-elements.js";

/** @import { Layout, NetworkGeometry, SettingRow, SettingValue } from "../types.js" */

/** Buttons stop here; the address may go further. */
const MOST_LAYERS = 10;
const MOST_NEURONS = 16;

/** Whether a network is larger than the buttons make it. @param {number[]} shape inputs, hidden layers, outputs */
export function isLarge(shape) {
  const hidden = shape.slice(1, -1);
  return hidden.length > MOST_LAYERS || hidden.some((units) => units > MOST_NEURONS);
}

/** What a button does now. @type {WeakMap<Element, () => void>} */
const acts = new WeakMap();

/**
 * Puts the buttons in place.
 * @param {HTMLElement} overlay
 * @param {object} options
 * @param {NetworkGeometry} options.geometry
 * @param {Layout} options.layout
 * @param {SettingRow[]} options.table
 * @param {(changes: Record<string, SettingValue>) => void} options.change
 * @param {() => Record<string, SettingValue>} options.now the settings as the reader has them by now; Python may still be on its way
 * @param {Set<string>} options.hidden names of the parts that are not to be shown
 * @param {() => void} options.toggleFold
 */
export function placeOverlay(overlay, { geometry, layout, table, change, now, hidden, toggleFold }) {
  const known = new Set(table.map((row) => row.key));
  const nodes = [];
  for (const { layer, unit, x, y, side, active, label } of geometry.nodes) {
    if (layer !== 0) continue;
    const { key } = layout.features[unit];
    if (!known.has("features" in layout.settings ? "features" : key)) continue;
    const toggled = () => (known.has(key) ? { [key]: !now()[key] } : { features: listOf(now().features, ";").filter((formula) => formula !== key) });
    const toggle = square(`feature-${key}`, known.has(key) ? `Input ${label}` : `Formula ${label}, remove`, x, y, side, () => change(toggled()));
    toggle.setAttribute("aria-pressed", String(active));
    nodes.push(toggle);
  }
  if (geometry.folded) {
    const { x, y, side, count } = geometry.folded;
    nodes.push(square("unfold", `Show ${count} more inputs`, x, y, side, toggleFold));
  }
  nodes.push(...heads(geometry, layout, hidden, known.has("networkShape") ? change : null, now));
  fill(overlay, nodes);
}

/**
 * The names above the columns, with buttons for the neurons of each hidden layer.
 * @param {NetworkGeometry} geometry
 * @param {Layout} layout
 * @param {Set<string>} hidden `numNodes1` for the buttons of the first layer, and so on
 * @param {((changes: Record<string, SettingValue>) => void) | null} change
 * @param {() => Record<string, SettingValue>} now
 */
function heads({ columns, compact, stacked, width }, layout, hidden, change, now) {
  const sizes = layout.shape.slice(1, -1);
  const apart = (columns[1] ?? 0) - (columns[0] ?? 0);
  const crowded = compact || stacked || apart < 130;
  return columns.map((x, layer) => {
    const head = document.createElement("div");
    head.className = layer === columns.length - 1 ? "column last" : "column";
    head.style.left = `${layer === columns.length - 1 ? width : x}px`;
    head.toggleAttribute("data-stacked", stacked);
    head.style.setProperty("--apart", `${apart}px`);
    const isHidden = layer > 0 && layer <= sizes.length;
    const units = sizes[layer - 1];
    const text = document.createElement("span");
    text.textContent = layer === 0 ? "Inputs" : !isHidden ? "Output" : crowded ? String(units) : `${units} neuron${units === 1 ? "" : "s"}`;
    head.append(text);
    if (!isHidden || !change || hidden.has(`numNodes${layer}`)) return head;
    /** @param {number} step */
    const resize = (step) => change({ networkShape: shapeOf(now()).map((count, index) => (index === layer - 1 ? resized(count, step) : count)) });
    head.append(
      small(`less-${layer}`, "−", `One neuron less in layer ${layer}`, units <= 1, () => resize(-1)),
      small(`more-${layer}`, "+", `One neuron more in layer ${layer}`, units >= MOST_NEURONS, () => resize(1)),
    );
    return head;
  });
}

/** What a setting of several values holds, whether as a list or as text. @param {SettingValue} value @param {string} separator */
function listOf(value, separator) {
  return (Array.isArray(value) ? value : String(value).split(separator)).map(String).filter(Boolean);
}

/** @param {Record<string, SettingValue>} settings */
function shapeOf({ networkShape }) {
  return listOf(networkShape, ",").map(Number);
}

/** One neuron more or less, as far as buttons go. @param {number} count @param {number} step */
function resized(count, step) {
  return step > 0 ? Math.max(count, Math.min(MOST_NEURONS, count + step)) : Math.max(1, count + step);
}

/**
 * The buttons for whole layers, in the board's header.
 * @param {HTMLElement} place
 * @param {Layout} layout
 * @param {(changes: Record<string, SettingValue>) => void} change
 * @param {() => Record<string, SettingValue>} now
 */
export function placeLayerButtons(place, { shape }, change, now) {
  const hidden = shape.slice(1, -1);
  const count = document.createElement("span");
  count.className = "k";
  count.textContent = `${hidden.length} hidden layer${hidden.length === 1 ? "" : "s"}`;
  const buttons = [
    small("less", "−", "One hidden layer less", hidden.length === 0, () => change({ networkShape: shapeOf(now()).slice(0, -1) })),
    small("more", "+", "One hidden layer more", hidden.length >= MOST_LAYERS, () => {
      const shape = shapeOf(now());
      if (shape.length < MOST_LAYERS) change({ networkShape: [...shape, 2] });
    }),
  ];
  for (const button of buttons) button.className = "ghost icon";
  fill(place, [buttons[0], count, buttons[1]]);
}

/**
 * Has a place hold these elements. Where it holds the like already, they are made so: a press that has begun ends on its button.
 * Otherwise they are replaced, and the focus goes to the button of the same name.
 * @param {HTMLElement} place
 * @param {HTMLElement[]} elements
 */
function fill(place, elements) {
  const wanted = document.createElement("div");
  wanted.append(...elements);
  const present = [...place.querySelectorAll("*")];
  const fresh = [...wanted.querySelectorAll("*")];
  const kinds = (/** @type {Element[]} */ list) => list.map((element) => `${element.localName} ${element.getAttribute("data-name")}`).join();
  if (kinds(present) === kinds(fresh)) {
    fresh.forEach((element, index) => become(present[index], element));
    return;
  }
  const active = activeIn(place);
  const focused = active && place.contains(active) ? active.getAttribute("data-name") : null;
  place.replaceChildren(...elements);
  elements.flatMap((element) => [element, ...element.querySelectorAll("button")]).find((element) => element.dataset.name === focused)?.focus({ preventScroll: true });
}

/** @param {Element} element @param {Element} other what it is to be like */
function become(element, other) {
  for (const name of element.getAttributeNames()) if (!other.hasAttribute(name)) element.removeAttribute(name);
  for (const name of other.getAttributeNames()) {
    const value = other.getAttribute(name) ?? "";
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  if (!other.childElementCount && element.textContent !== other.textContent) element.textContent = other.textContent;
  const act = acts.get(other);
  if (act) acts.set(element, act);
}

/**
 * @param {string} name
 * @param {string} label
 * @param {() => void} act
 */
function button(name, label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.dataset.name = name;
  made.setAttribute("aria-label", label);
  acts.set(made, act);
  made.addEventListener("click", () => acts.get(made)?.());
  return made;
}

/**
 * @param {string} name
 * @param {string} label
 * @param {number} x
 * @param {number} y
 * @param {number} side
 * @param {() => void} act
 */
function square(name, label, x, y, side, act) {
  const made = button(name, label, act);
  made.className = "feature-toggle";
  made.style.cssText = `left: ${x}px; top: ${y}px; width: ${side + 4}px; height: ${side + 4}px`;
  return made;
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string} label
 * @param {boolean} disabled
 * @param {() => void} act
 */
function small(name, text, label, disabled, act) {
  const made = button(name, label, () => {
    if (!disabled) act();
  });
  made.className = "small";
  made.textContent = text;
  // Not `disabled`: a button that vanishes from the tab order at its limit would take the focus with it.
  made.setAttribute("aria-disabled", String(disabled));
  return made;
}
