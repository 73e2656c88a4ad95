/** A widget's window with what others need to have it, with its values as they are now: the link, the tag and the frame. */

import { frameText, tagText } from "../model/embed-snippets.js";
import { widgetParts } from "../model/hidden-parts.js";
import { copyText } from "./copy-text.js";

/** CSS pixels; without our script on the page around it a frame keeps this height. */
const FRAME_HEIGHT = 720;

/**
 * @typedef {object} Embedded
 * @property {HTMLElement} inside of the widget
 * @property {string} tag
 * @property {string} title
 * @property {Record<string, unknown>} values
 * @property {string[]} hidden names of what it hides already
 * @property {(path: string) => string} siteUrl
 */

/** Shows the window. @param {Embedded} embedded */
export function openEmbed(embedded) {
  const { inside, title, values, hidden } = embedded;
  const { settable, beyond } = sorted(inside, values);
  const dialog = document.createElement("dialog");
  dialog.className = "settings embed";
  dialog.dataset.part = "embed";
  const heading = document.createElement("h2");
  heading.textContent = "Embed";
  dialog.setAttribute("aria-label", `Embed: ${title}`);
  const close = button("Close", () => dialog.close());
  const header = document.createElement("header");
  header.append(heading, close);
  const note = document.createElement("p");
  note.className = "k";
  note.setAttribute("role", "status");
  const body = document.createElement("section");
  body.append(paragraph(`It begins with the values that it has now.${beyond.length ? ` Beyond what can be set, and left out: ${beyond.join(", ")}.` : ""}`));
  const words = {
    Link: "Link: the widget on a page of its own",
    Tag: "Tag for a page of yours, in its light or dark",
    Frame: "Frame, where a page takes no scripts",
  };
  /** @type {Map<string, HTMLTextAreaElement>} */
  const fields = new Map();
  const choices = choicesOf(inside, hidden, () => write());
  body.append(choices);
  const write = () => {
    const ticked = Array.from(choices.querySelectorAll("input:checked"), (box) => /** @type {HTMLInputElement} */ (box).value);
    for (const [name, text] of Object.entries(textsOf(embedded, settable, ticked))) {
      const field = fields.get(name);
      if (field) field.value = text;
    }
    note.textContent = "";
  };
  for (const name of Object.keys(words)) {
    const label = document.createElement("label");
    const field = document.createElement("textarea");
    field.rows = name === "Frame" ? 4 : 3;
    field.readOnly = true;
    field.spellcheck = false;
    field.dataset.embed = name.toLowerCase();
    fields.set(name, field);
    label.append(words[/** @type {keyof typeof words} */ (name)], field);
    body.append(label);
    body.append(button(`Copy ${name.toLowerCase()}`, async () => (note.textContent = await copyText(field.value, `The ${name.toLowerCase()}`, () => field.select()))));
  }
  write();
  body.append(note);
  dialog.append(header, body);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close()); // beside its contents
  inside.append(dialog);
  dialog.showModal();
}

/**
 * @param {Embedded} embedded
 * @param {[string, string][]} settable
 * @param {string[]} hidden
 */
function textsOf({ tag, title, siteUrl }, settable, hidden) {
  const pairs = [...settable, ...hidden.map((name) => [`${name}_hide`, "true"])];
  const address = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`).join("&");
  const behind = address && `#${address}`;
  /** @type {[string, string][]} */
  const attributes = hidden.length ? [...settable, ["hide", hidden.join(" ")]] : settable;
  return {
    Link: siteUrl(`widget-${tag.replace(/^py-/, "")}.html${behind}`),
    Tag: tagText(tag, attributes, siteUrl("pyground.js")),
    Frame: frameText(siteUrl(`embed/${tag}.html${behind}`), title, FRAME_HEIGHT),
  };
}

/** A box for each part that can be hidden. @param {HTMLElement} inside @param {string[]} hidden @param {() => void} changed */
function choicesOf(inside, hidden, changed) {
  const group = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = "Hide";
  group.append(legend);
  for (const [name, { label }] of widgetParts(inside)) {
    const line = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = name;
    box.checked = hidden.includes(name);
    line.append(box, label);
    group.append(line);
  }
  group.addEventListener("change", changed);
  return group;
}

/**
 * The values as texts of attributes, and the names of those that training has driven beyond the range of their control.
 * @param {HTMLElement} inside
 * @param {Record<string, unknown>} values
 */
function sorted(inside, values) {
  /** @type {[string, string][]} */
  const settable = [];
  /** @type {string[]} */
  const beyond = [];
  for (const [name, value] of Object.entries(values)) {
    const control = inside.querySelector(`input[data-set="${CSS.escape(name)}"][max]`);
    const isBeyond = typeof value === "number" && control instanceof HTMLInputElement && (value < Number(control.min) || value > Number(control.max));
    if (isBeyond) beyond.push(name);
    else settable.push([name, String(value)]);
  }
  return { settable, beyond };
}

/** @param {string} words @param {() => void} press */
function button(words, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "ghost";
  made.textContent = words;
  made.addEventListener("click", press);
  return made;
}

/** @param {string} words */
function paragraph(words) {
  const made = document.createElement("p");
  made.textContent = words;
  return made;
}
