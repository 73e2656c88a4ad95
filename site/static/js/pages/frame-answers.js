/** The side of a frame: tells the page around it how high it is and what happens, and does what that page asks for. */

import { CALLS, EVENTS, faultOf, messageIn, VERSION } from "../model/frame-messages.js";

/** @import { FromFrame } from "../model/frame-messages.js" */

/** Heights closer than this, in CSS pixels, are the same: a frame and its page must not chase each other. */
const SAME_HEIGHT = 2;

/** @typedef {HTMLElement & { state: unknown, ready: Promise<unknown> }} Answering */

/**
 * Speaks to the page around this one, if there is one. That page is told by its first word; then nobody else is believed.
 * @param {Answering} element
 */
export function answerHost(element) {
  if (window.parent === window) return;
  /** the origin of the page around this one, once it has spoken */
  let host = "";
  let told = -Infinity;
  /** @param {FromFrame} message */
  const say = (message) => window.parent.postMessage({ pyground: VERSION, ...message }, host || "*");

  // A height is no secret; everything else is for who has spoken first.
  const tellHeight = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (Math.abs(height - told) < SAME_HEIGHT) return;
    told = height;
    say({ type: "height", height });
  };
  if (typeof ResizeObserver === "function") new ResizeObserver(tellHeight).observe(document.body);
  tellHeight();

  const state = () => structuredClone(element.state);
  for (const name of EVENTS) {
    element.addEventListener(name, (event) => {
      if (!host) return;
      const detail = event instanceof CustomEvent ? event.detail : null;
      say({ type: "event", name, detail: name === "error" ? sentenceOf(detail) : state() });
    });
  }

  addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || (host && origin !== host)) return;
    const message = messageIn(data);
    if (!message) return;
    host = origin;
    if (message.type === "hello") {
      if (message.theme === "dark" || message.theme === "light") document.documentElement.dataset.theme = message.theme;
      told = -Infinity;
      tellHeight();
    } else if (typeof message.id === "number") {
      const { id } = message;
      answer(message).then(
        (value) => say({ type: "answer", id, value }),
        (error) => say({ type: "refusal", id, message: sentenceOf(error) }),
      );
    }
  });

  /** @param {Record<string, unknown>} message */
  async function answer({ type, name, args }) {
    if (type === "state") return state();
    const call = CALLS.find((known) => known === name);
    const method = call && /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (element))[call];
    if (type !== "call" || typeof method !== "function") throw new Error(`this frame can't do ${JSON.stringify(String(name).slice(0, 80))}; it can ${CALLS.join(", ")}`);
    const fault = faultOf(args);
    if (fault) throw new RangeError(`${call}: expected ${fault}`);
    await element.ready;
    await method.apply(element, Array.isArray(args) ? args : []);
    return state();
  }
}

/** @param {unknown} error */
function sentenceOf(error) {
  return error instanceof Error ? error.message : String(error);
}
