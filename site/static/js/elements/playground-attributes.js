/** The attributes of <py-playground>: settings by the address's keys in kebab case, `src` for a saved model and `data` for a table. */

import { attributeOf, formatAddress } from "../model/address.js";
import { settingsTable } from "../python/page-python.js";

/** @import { PyPlayground } from "./py-playground.js" */

/** A file that an attribute names is read up to here. */
const MOST_BYTES = 20e6;

export class PlaygroundAttributes {
  #element;
  #isIn = false;
  /** what has changed in this turn @type {Set<string>} */
  #changed = new Set();

  /** @param {PyPlayground} element */
  constructor(element) {
    this.#element = element;
  }

  /** The settings that the attributes ask for, as an address. */
  get address() {
    const pairs = new Map();
    for (const { key } of settingsTable()) {
      // HTML writes all names small: `networkShape` is understood, too.
      const value = this.#element.getAttribute(attributeOf(key)) ?? this.#element.getAttribute(key);
      if (value !== null) pairs.set(key, value);
    }
    return formatAddress(pairs);
  }

  /** The element has its inside: what `src` and `data` name is fetched. */
  entered() {
    this.#isIn = true;
    for (const name of ["src", "data"]) if (this.#element.hasAttribute(name)) this.changed(name);
  }

  left() {
    this.#isIn = false;
    this.#changed.clear();
  }

  /** An attribute has changed; those of one turn are followed together. @param {string} name */
  changed(name) {
    // Settings of a playground that still waits are read when it opens.
    if (!this.#isIn || (!this.#element.isAwake && name !== "src" && name !== "data")) return;
    if (!this.#changed.size) queueMicrotask(() => this.#follow());
    this.#changed.add(name);
  }

  async #follow() {
    const names = [...this.#changed];
    this.#changed.clear();
    if (!this.#isIn) return;
    await this.#element.opened;
    if (names.some((name) => name !== "src" && name !== "data")) {
      // What Python refuses of settings, the playground says beside their controls.
      await this.#element.follow(this.address).catch((error) => this.#element.dispatchEvent(new CustomEvent("error", { detail: error })));
    }
    if (names.includes("src")) await this.#take("src", (src) => this.#load(src));
    if (names.includes("data")) await this.#take("data", (data) => this.#use(data));
  }

  /**
   * Each by itself: what can't be had of one is told, and holds up nothing else.
   * @param {string} name
   * @param {(value: string | null) => Promise<void>} take
   */
  async #take(name, take) {
    const value = this.#element.getAttribute(name);
    const words = await take(value).then(() => "", (error) => (error instanceof Error ? error.message : String(error)));
    // What has been asked for meanwhile has an end of its own.
    if (this.#isIn && this.#element.getAttribute(name) === value) this.#element.refused(name, words);
  }

  /** @param {string | null} url of a saved model, JSON or NPZ */
  async #load(url) {
    if (!url) return;
    const bytes = await fetched(url);
    const isText = new Uint8Array(bytes, 0, Math.min(1, bytes.byteLength))[0] === 0x7b; // "{"
    await this.#element.load(isText ? new TextDecoder().decode(bytes) : bytes);
  }

  /** @param {string | null} data a table's text, if it has several lines, else the URL of one */
  async #use(data) {
    if (!data) await this.#element.use(null);
    else await this.#element.use(data.includes("\n") ? data : new TextDecoder().decode(await fetched(data)));
  }
}

/** The bytes at a URL, of which no more is read than may be. @param {string} url relative to the page */
async function fetched(url) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(new URL(url, document.baseURI));
  } catch (error) {
    throw new Error(`${url}: expected a file, it could not be fetched: ${error instanceof Error ? error.message : error}`);
  }
  if (!response.ok) throw new Error(`${url}: expected a file, the server answered ${response.status} ${response.statusText}`);
  return upTo(MOST_BYTES, url, response);
}

/** @param {number} most @param {string} url @param {Response} response */
async function upTo(most, url, response) {
  const reader = response.body?.getReader();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let size = 0;
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    parts.push(part.value);
    size += part.value.length;
    if (size <= most) continue;
    void reader?.cancel();
    throw new RangeError(`${url.slice(0, 80)}: expected a file of at most ${most / 1e6} MB, it has more`);
  }
  return new Blob(parts).arrayBuffer();
}
