/** The side of the page around a frame of ours: gives the frame its height and the page's theme, and drives what is in it. */

import { messageIn, VERSION } from "../model/frame-messages.js";
import { pythonClient, siteUrl } from "../python/page-python.js";
import { schemeOf } from "../panels/theme-palette.js";

/** @import { ToFrame } from "../model/frame-messages.js" */

/** @type {WeakMap<HTMLIFrameElement, FrameDriver>} */
const drivers = new WeakMap();

/**
 * Drives the playground or widget in one frame, as its element would be driven; tells its events: "ready", "frame", "settings",
 * "stopped", "change" and "error".
 */
export class FrameDriver extends EventTarget {
  #frame;
  #origin;
  #last = 0;
  /** @type {Map<number, { resolve: (value: unknown) => void, reject: (error: Error) => void }>} */
  #waiting = new Map();
  #greeted;
  /** @type {() => void} */
  #nowGreeted = () => {};

  /** @param {HTMLIFrameElement} frame */
  constructor(frame) {
    super();
    this.#frame = frame;
    this.#origin = new URL(frame.src, document.baseURI).origin;
    this.#greeted = new Promise((/** @type {(value: void) => void} */ resolve) => {
      this.#nowGreeted = resolve;
    });
    addEventListener("message", ({ source, origin, data }) => {
      if (source !== frame.contentWindow || origin !== this.#origin) return;
      const message = messageIn(data);
      if (message) this.#heard(message);
    });
    this.#greet();
  }

  /** What the element in the frame says of itself: its `state`. @returns {Promise<any>} */
  get state() {
    return this.#ask((id) => ({ type: "state", id }));
  }

  /** @param {number} [n] */
  step(n = 1) {
    return this.call("step", n);
  }

  play() {
    return this.call("play");
  }

  pause() {
    return this.call("pause");
  }

  reset() {
    return this.call("reset");
  }

  /** @param {Record<string, unknown>} changes by address key */
  configure(changes) {
    return this.call("configure", changes);
  }

  /** @param {string} address */
  open(address) {
    return this.call("open", address);
  }

  /**
   * Calls a method of the element in the frame; resolves with its state afterwards, rejects with its sentence.
   * @param {string} name
   * @param {unknown[]} args
   * @returns {Promise<any>}
   */
  call(name, ...args) {
    return this.#ask((id) => ({ type: "call", id, name, args }));
  }

  /** @param {(id: number) => ToFrame} messageOf */
  async #ask(messageOf) {
    await this.#greeted; // a frame that is still loading would not hear it
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#say(messageOf(id));
    });
  }

  #greet() {
    // A frame that is still empty has the origin of this page, and sent to another the message would be told as an error. A theme is no secret.
    this.#say({ type: "hello", theme: schemeOf(this.#frame) }, "*");
  }

  /** @param {ToFrame} message @param {string} [origin] that may read it */
  #say(message, origin = this.#origin) {
    this.#frame.contentWindow?.postMessage({ pyground: VERSION, ...message }, origin);
  }

  /** @param {Record<string, unknown>} message */
  #heard(message) {
    if (message.type === "height" && typeof message.height === "number") {
      this.#frame.style.height = `${message.height}px`;
      // It speaks as soon as it can hear; loaded anew, it has to be greeted anew.
      this.#greet();
      this.#nowGreeted();
    } else if (message.type === "event" && typeof message.name === "string") {
      this.dispatchEvent(new CustomEvent(message.name, { detail: message.detail }));
    } else if (typeof message.id === "number") {
      const asked = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.type === "answer") asked?.resolve(message.value);
      else asked?.reject(new Error(String(message.message)));
    }
  }
}

/** The driver of a frame of ours; one for each frame. @param {HTMLIFrameElement} frame */
export function drive(frame) {
  let driver = drivers.get(frame);
  if (!driver) drivers.set(frame, (driver = new FrameDriver(frame)));
  return driver;
}

/** Gives every frame of our site on this page its height and theme, those that come later, too. */
export function fitFrames() {
  const site = siteUrl("");
  const fit = () => {
    for (const frame of document.querySelectorAll("iframe")) if (frame.src.startsWith(site)) drive(frame);
  };
  addEventListener("message", ({ origin, data }) => {
    if (origin !== new URL(site).origin || !messageIn(data)) return;
    fit();
    void pythonClient().joinFrames();
  });
  fit();
}
