/** A widget's window with what others need to have it, with its values as they are now: the link, the tag and the frame. */

import { frameText, tagText } from "../model/embed-snippets.js";
import { copyText } from "./copy-text.js";

/** CSS pixels; without our script on the page around it a frame keeps this height. */
const FRAME_HEIGHT = 720;

/**
 * @typedef {object} Embedded
 * @property {HTMLElement} inside of the widget
 * @property {string} tag
 * @property {string} title
 * @property {Record<string, unknown>} values
 * @property {(path: string) => string} siteUrl
 */

/** Shows the window. @param {Embedded} embedded */
export function openEmbed({ inside, tag, title, values, siteUrl }) {
  const { settable, beyond } = sorted(inside, values);
  const address = settable.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`).join("&");
  const behind = address && `#${address}`;
  const texts = {
    Link: siteUrl(`widget-${tag.replace(/^py-/, "")}.html${behind}`),
    Tag: tagText(tag, settable, siteUrl("pyground.js")),
    Frame: frameText(siteUrl(`embed/${tag}.html${behind}`), title, FRAME_HEIGHT),
  };
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
  for (const [name, text] of Object.entries(texts)) {
    const label = document.createElement("label");
    const field = document.createElement("textarea");
    field.rows = name === "Frame" ? 4 : 3;
    field.readOnly = true;
    field.spellcheck = false;
    field.dataset.embed = name.toLowerCase();
    field.value = text;
    label.append(words[/** @type {keyof typeof words} */ (name)], field);
    body.append(label);
    body.append(button(`Copy ${name.toLowerCase()}`, async () => (note.textContent = await copyText(text, `The ${name.toLowerCase()}`, () => field.select()))));
  }
  body.append(note);
  dialog.append(header, body);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close()); // beside its contents
  inside.append(dialog);
  dialog.showModal();
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
