/** Hands the Python that frames of this site share to the page around this one, whose tags are of another origin. */

import { BORROW, LEND } from "../python/borrow-python.js";
import { nextGeneration, sharedName, tabOf } from "../python/start-worker.js";

/** @import { Lent } from "../python/borrow-python.js" */

const { worker = "", build = "" } = document.documentElement.dataset;
let generation = 0;

addEventListener("message", ({ source, origin, data }) => {
  if (window.parent === window || source !== window.parent || data?.pyground !== BORROW) return;
  /** @param {Partial<Lent>} message @param {Transferable[]} [transfer] */
  const say = (message, transfer = []) => window.parent.postMessage({ pyground: LEND, build, ...message }, origin === "null" ? "*" : origin, transfer);
  if (typeof SharedWorker !== "function") {
    say({ fault: "this browser has no shared workers" });
    return;
  }
  try {
    generation = nextGeneration(generation, build, tabOf());
    const shared = new SharedWorker(new URL(worker, document.baseURI), { type: "module", name: sharedName(build, generation) });
    shared.onerror = (event) => {
      event.preventDefault(); // told where the reader is
      say({ failed: event.message ?? "" });
    };
    say({}, [shared.port]);
  } catch (error) {
    say({ fault: error instanceof Error ? error.message : String(error) });
  }
});
