/** The classes with their pictures, as the reader sees and changes them: names, counts, the latest pictures, and all of them by pages. */

import { FEWEST_CLASSES, MOST_CLASSES, MOST_PICTURES, PictureSetError } from "../model/picture-set.js";
import { find, part } from "./marked-elements.js";
import { showThumbs } from "./picture-thumbs.js";

/** @import { PictureSet } from "../model/picture-set.js" */

/** Pictures that a class shows, and those of a page of all: drawing thousands would stop a telephone. */
const FEW = 14;
const PAGE = 120;

export class ClassShelves {
  #set;
  #list;
  #template;
  #does;
  /** how many pictures of a class are shown, by its id @type {Map<string, number>} */
  #shown = new Map();
  #isDue = false;

  /**
   * @param {HTMLElement} list
   * @param {HTMLTemplateElement} template
   * @param {PictureSet} set
   * @param {{ tell: (words: string) => void, take: (files: File[], id: string) => void, target: (id: string) => void }} does
   */
  constructor(list, template, set, does) {
    this.#list = list;
    this.#template = template;
    this.#set = set;
    this.#does = does;
    set.onchange(() => this.#draw());
    list.addEventListener("change", (event) => this.#changed(event));
    list.addEventListener("click", (event) => this.#clicked(event));
    list.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target instanceof HTMLInputElement && event.target.dataset.part === "name") event.target.blur();
    });
    list.addEventListener("focusin", ({ target }) => this.#does.target(idOf(target)));
  }

  /** Draws once in a frame, however much has changed. */
  #draw() {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.show();
    });
  }

  show() {
    const { classes } = this.#set;
    const cards = new Map([...this.#list.children].map((card) => [idOf(card), card]));
    classes.forEach(({ id, name }, at) => {
      const card = /** @type {HTMLElement} */ (cards.get(id) ?? this.#made(id));
      cards.delete(id);
      if (this.#list.children[at] !== card) this.#list.insertBefore(card, this.#list.children[at] ?? null);
      this.#fill(card, id, name);
    });
    for (const card of cards.values()) card.remove();
  }

  /** @param {string} id */
  #made(id) {
    const card = /** @type {HTMLElement} */ (this.#template.content.firstElementChild?.cloneNode(true));
    card.dataset.class = id;
    return card;
  }

  /** @param {HTMLElement} card @param {string} id @param {string} name */
  #fill(card, id, name) {
    const field = find(card, "[data-part=name]", HTMLInputElement);
    // What is being typed stays.
    if (field !== document.activeElement || field.value === field.dataset.shown) field.value = name;
    field.dataset.shown = name;
    field.setAttribute("aria-label", `Name of the class ${name}`);
    const count = this.#set.countOf(id);
    part(card, "count").textContent = count === 1 ? "1 picture" : `${count} pictures`;
    find(card, "[data-action=remove-class]").setAttribute("aria-label", `Remove the class ${name}`);
    find(card, "[data-part=files]").setAttribute("aria-label", `Choose pictures for ${name}`);
    const most = this.#shown.get(id) ?? FEW;
    const ids = this.#set.idsOf(id).reverse().slice(0, most);
    showThumbs(part(card, "pictures"), ids.flatMap((each, at) => {
      const picture = this.#set.picture(each);
      return picture ? [{ id: each, pixels: picture.pixels, words: `Delete picture ${count - at} of ${name}` }] : [];
    }));
    const more = find(card, "[data-action=more]");
    more.hidden = count <= FEW;
    more.textContent = count > ids.length ? `Show ${Math.min(PAGE, count - ids.length)} more of ${count}` : "Show fewer";
    more.setAttribute("aria-label", `${more.textContent}: ${name}`);
    const empty = find(card, "[data-action=empty]");
    empty.hidden = !(this.#shown.get(id) ?? 0) || !count;
    empty.textContent = `Delete all ${count}`;
    empty.setAttribute("aria-label", `Delete all ${count} pictures of ${name}`);
  }

  /** @param {Event} event */
  #changed({ target }) {
    if (!(target instanceof HTMLInputElement)) return;
    const id = idOf(target);
    if (target.dataset.part === "files") {
      this.#does.take([...(target.files ?? [])], id);
      target.value = "";
    } else {
      this.#try(() => this.#set.rename(id, target.value));
      target.value = this.#set.nameOf(id);
    }
  }

  /** @param {MouseEvent} event */
  #clicked({ target }) {
    const button = target instanceof Element ? target.closest("button") : null;
    if (!button) return;
    const id = idOf(button);
    const picture = button.closest("[data-picture]");
    if (picture instanceof HTMLElement) this.#delete(picture);
    else if (button.dataset.action === "remove-class") {
      const name = this.#set.nameOf(id);
      this.#set.removeClass(id);
      this.#does.tell(`“${name}” is removed. Undo brings it back.`);
    } else if (button.dataset.action === "more") {
      const most = this.#shown.get(id) ?? FEW;
      if (this.#set.countOf(id) > most) this.#shown.set(id, most + PAGE);
      else this.#shown.delete(id);
      this.show();
    } else if (button.dataset.action === "empty") this.#set.remove(this.#set.idsOf(id));
  }

  /** The next picture gets the focus, so that a keyboard can go on. @param {HTMLElement} row */
  #delete(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const card = row.closest("[data-class]");
    this.#set.remove([Number(row.dataset.picture)]);
    this.#does.tell("The picture is deleted. Undo brings it back.");
    this.show();
    const place = next?.isConnected ? next.querySelector("button") : card?.querySelector("[data-part=name]");
    if (place instanceof HTMLElement) place.focus({ preventScroll: true });
  }

  /** @param {() => void} change */
  #try(change) {
    try {
      change();
    } catch (error) {
      if (!(error instanceof PictureSetError)) throw error;
      this.#does.tell(error.message);
    }
  }
}

/** How much there is, in words. @param {PictureSet} set */
export function countedWords(set) {
  const { length } = set.classes;
  const pictures = set.size === 1 ? "1 picture" : `${set.size} pictures`;
  if (length < FEWEST_CLASSES) return `${pictures}. A network needs two classes at least.`;
  const rest = set.size >= MOST_PICTURES ? `, as many as there can be` : length >= MOST_CLASSES ? ", ten being the most" : "";
  return `${pictures} in ${length} classes${rest}.`;
}

/** @param {unknown} place inside a card */
function idOf(place) {
  const card = place instanceof Element ? place.closest("[data-class]") : null;
  return card instanceof HTMLElement ? (card.dataset.class ?? "") : "";
}
