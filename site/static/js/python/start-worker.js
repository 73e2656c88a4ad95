/** Starts the worker that Python lives in: of the page's own origin, of another one, or one that several frames share, and tags beside them. */

import { failureOf } from "./failure.js";
import { RUNTIME } from "./protocol.js";

/** @import { WorkerLink } from "./protocol.js" */

/**
 * @typedef {object} Surroundings what the browser has; tests hand in others
 * @property {typeof Worker} [Worker]
 * @property {typeof SharedWorker} [SharedWorker]
 * @property {unknown} [WebAssembly]
 * @property {string} origin
 * @property {boolean} framed whether the page stands in a frame of another
 * @property {(site: string) => boolean} hasFramesOf whether frames of that site stand on the page
 * @property {typeof borrowLazily} borrow
 * @property {(words: string) => void} say a word for the console
 */

/** @returns {Surroundings} */
function surroundings() {
  return {
    Worker: globalThis.Worker,
    SharedWorker: globalThis.SharedWorker,
    WebAssembly: globalThis.WebAssembly,
    origin: globalThis.origin,
    framed: isFramed(),
    hasFramesOf,
    borrow: borrowLazily,
    say: (words) => console.info(words),
  };
}

/** Few pages need it. @param {string} lender @param {string} build */
async function borrowLazily(lender, build) {
  const { borrowPort } = await import("./borrow-python.js");
  const failed = (/** @type {string} */ message) => link.onerror?.({ message, preventDefault() {} });
  const { port, stop } = await borrowPort(lender, build, failed);
  const link = portLink(port, stop);
  return link;
}

/**
 * The number of a page's next worker: one more than its last. Frames of one tab go by what any of them has reached, or one that comes
 * after a shared worker's death would have another Python than those that were there.
 * @param {number} last
 * @param {string} build
 * @param {{ shared: boolean, kept: () => Storage }} tab
 */
export function nextGeneration(last, build, tab) {
  const next = last + 1;
  if (!tab.shared) return next;
  const key = `pyground worker ${build}`;
  try {
    const reached = Math.max(next, Number(tab.kept().getItem(key)) || 0);
    tab.kept().setItem(key, String(reached));
    return reached;
  } catch {
    return next; // storage is denied
  }
}

/** What `nextGeneration` goes by. @param {string} [lender] as for `startWorker` */
export function tabOf(lender = "") {
  return { shared: isFramed() || isBesideFrames(lender), kept: () => sessionStorage };
}

/** What a worker is called that all frames of one build on a page share. @param {string} build @param {number} generation */
export function sharedName(build, generation) {
  return `pyground ${build} ${generation}`;
}

/** Whether the page stands in a frame of another. */
function isFramed() {
  return typeof window === "object" && window.top !== window;
}

/**
 * Whether frames of the site stand on the page, whose Python it had better share.
 * @param {string} lender in a folder of that site, "" for none
 * @param {{ hasFramesOf: (site: string) => boolean }} [browser]
 */
export function isBesideFrames(lender, browser = { hasFramesOf }) {
  return lender !== "" && browser.hasFramesOf(new URL("..", lender).href);
}

/** @param {string} site URL of its top */
function hasFramesOf(site) {
  return typeof document === "object" && [...document.querySelectorAll("iframe")].some(({ src }) => src.startsWith(site));
}

/**
 * @param {object} options
 * @param {string} options.url of worker.js, absolute
 * @param {string} options.build what tells this version from others that may stand on the same page
 * @param {number} options.generation
 * @param {string} [options.lender] of the page that hands over the worker which frames share, in a folder of the site
 * @param {Surroundings} [browser]
 * @returns {WorkerLink | Promise<WorkerLink>}
 * @throws {PythonFailure} naming what the browser lacks
 */
export function startWorker({ url, build, generation, lender = "" }, browser = surroundings()) {
  if (!browser.WebAssembly) throw failureOf("This browser has no WebAssembly, or it is switched off; Python can't run here without it.", "Unsupported");
  if (!browser.Worker) throw failureOf("This browser has no web workers, or they are switched off; Python can't run here without one.", "Unsupported");
  // A script that the page has made itself is whole; opened from disk, Chromium starts it as a module nowhere.
  if (url.startsWith("blob:")) return linkOf(new browser.Worker(url, { name: "pyground" }));
  const sameOrigin = new URL(url).origin === browser.origin;
  const { Worker } = browser;
  const besideFrames = isBesideFrames(lender, browser);
  if (sameOrigin && (browser.framed || besideFrames)) {
    const shared = sharedWorker(url, sharedName(build, generation), browser);
    if (shared) return shared;
  }
  if (!sameOrigin && besideFrames) {
    return browser.borrow(lender, build).catch((error) => {
      browser.say(`The tags of this page have a Python of their own, apart from that of its frames: ${error instanceof Error ? error.message : error}`);
      return ownWorker(url, sameOrigin, Worker);
    });
  }
  return ownWorker(url, sameOrigin, Worker);
}

/**
 * @param {string} url
 * @param {boolean} sameOrigin
 * @param {typeof Worker} Worker
 * @returns {WorkerLink}
 */
function ownWorker(url, sameOrigin, Worker) {
  if (sameOrigin) return linkOf(new Worker(url, { type: "module", name: "pyground" }));
  // A worker's own script must be of the page's origin; what that imports need not.
  const start = URL.createObjectURL(new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" }));
  const worker = new Worker(start, { type: "module", name: "pyground" });
  const end = worker.terminate.bind(worker);
  worker.terminate = () => {
    end();
    URL.revokeObjectURL(start);
  };
  return linkOf(worker);
}

/** A worker of its own is its link: it has all that a link has. @param {Worker} worker */
function linkOf(worker) {
  return /** @type {WorkerLink} */ (/** @type {unknown} */ (worker));
}

/**
 * @param {string} url
 * @param {string} name
 * @param {Surroundings} browser
 * @returns {WorkerLink | null} null where there is none to be had
 */
function sharedWorker(url, name, { SharedWorker, say }) {
  if (!SharedWorker) {
    say("This browser has no shared workers: each frame on the page has a Python of its own.");
    return null;
  }
  let worker;
  try {
    worker = new SharedWorker(url, { type: "module", name });
  } catch (error) {
    say(`The frames of this page can't share one Python: ${error instanceof Error ? error.message : error}`);
    return null;
  }
  const link = portLink(worker.port);
  worker.onerror = (event) => link.onerror?.(event);
  return link;
}

/**
 * A worker that others may use, too, by the way to it.
 * @param {MessagePort} port
 * @param {() => void} [ended] told when this page ends it for itself
 * @returns {WorkerLink}
 */
function portLink(port, ended) {
  /** @type {WorkerLink} */
  const link = {
    shared: true,
    onmessage: null,
    onerror: null,
    postMessage: (message, transfer) => port.postMessage(message, transfer),
    terminate() {
      ended?.();
      port.postMessage({ generation: 0, handle: RUNTIME, call: 0, name: "goodbye", args: [] });
      port.close();
    },
  };
  port.onmessage = (event) => link.onmessage?.(event);
  return link;
}
