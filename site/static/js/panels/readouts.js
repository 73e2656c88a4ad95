/** Writes a playground's state as words and numbers: epoch, losses, boot progress, what went wrong, and the live region. */

import { numbersOf } from "../draw/frame-views.js";
import { errorText, lossText, wholeText } from "../draw/number-text.js";
import { halfOf } from "../model/device-memory.js";
import { atWork, muchMemory, refusedOf, stopped } from "../model/problem-words.js";
import { isLarge } from "./network-buttons.js";
import { find, ifThere, part } from "./marked-elements.js";

/** @import { Layout, PlaygroundState, Problem } from "../types.js" */

/** While training runs, a screen reader hears the numbers this often. */
const SPEAK_EVERY_MS = 10000;

/** @type {Record<Problem["action"], (problem: Problem) => string>} */
const BUTTON_OF = { retry: () => "Try again", reset: () => "Reset", slower: ({ rate }) => `Start again with ${rate}`, stop: () => "Stop it", smaller: () => "Take the smaller network", "": () => "" };

export class Readouts {
  #parts;
  #run;
  #noticeButton;
  #bar;
  #sizeNote;
  #rates;
  #spokenAt = -Infinity;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#parts = Object.fromEntries(
      ["epoch", "loss-train", "loss-test", "accuracy-train", "accuracy-test", "summary", "boot", "boot-text", "notice", "notice-title", "notice-message", "notice-details", "live"].map(
        (name) => [name, part(root, name)],
      ),
    );
    this.#run = find(root, "[data-action=toggle]");
    this.#noticeButton = find(root, "[data-action=notice]");
    this.#rates = [...root.querySelectorAll("[data-control=learningRate] .k")].map((label) => ({ label, text: label.textContent ?? "" }));
    this.#bar = part(root, "boot-bar");
    this.#sizeNote = ifThere(root, "[data-part=size-note]", (note) => note);
    this.root = root;
  }

  /**
   * @param {PlaygroundState} state
   * @param {PlaygroundState | null} before
   */
  show(state, before) {
    // A drawing of the builder's has its numbers beside it.
    if (!this.root.hasAttribute("data-still")) {
      this.#showNumbers(state);
      this.#showAccuracy(state);
    }
    this.#showRate(state);
    if (state.layout !== before?.layout || !state.frame !== !before?.frame) {
      this.#parts.summary.textContent = state.frame ? summaryOf(state.layout) : "";
      if (this.#sizeNote) this.#sizeNote.hidden = !isLarge(state.layout.shape);
    }
    if (state.phase !== before?.phase || state.progress !== before?.progress) this.#showBoot(state);
    const condition = stopOf(state);
    if (state.problem !== before?.problem || state.refused !== before.refused || state.long !== before.long || state.heavy !== before.heavy || condition !== (before && stopOf(before))) this.#showProblem(state);
    const pressed = state.playing || state.eager;
    this.root.toggleAttribute("data-pressed", pressed);
    this.root.toggleAttribute("data-preparing", state.frame === null);
    mark(this.#run, "aria-label", pressed ? "Pause" : "Run");
    mark(this.root, "data-status", statusOf(state));
    if (state.phase === "open") this.#speak(state, before);
  }

  /** @param {PlaygroundState} state */
  #showNumbers({ frame }) {
    const numbers = frame && numbersOf(frame);
    const under = numbers?.share ? ` + ${Math.floor(100 * numbers.share)}%` : "";
    write(this.#parts.epoch, numbers ? wholeText(numbers.epoch) + under : "–");
    for (const [name, loss] of /** @type {const} */ ([["loss-train", numbers?.lossTrain], ["loss-test", numbers?.lossTest]])) {
      const text = loss === undefined ? "–" : lossText(loss);
      write(this.#parts[name], text);
      this.#parts[name].toggleAttribute("data-long", text.length > 8);
    }
  }

  /** @param {PlaygroundState} state */
  #showAccuracy({ frame }) {
    const numbers = frame && numbersOf(frame);
    for (const [name, text] of /** @type {const} */ ([
      ["accuracy-train", numbers ? rightText(numbers.accuracyTrain, numbers.rmseTrain, numbers.r2Train) : ""],
      ["accuracy-test", numbers ? rightText(numbers.accuracyTest, numbers.rmseTest, numbers.r2Test) : ""],
    ])) {
      write(this.#parts[name], text);
      this.#parts[name].toggleAttribute("data-long", text.length > 12);
    }
    this.root.toggleAttribute("data-masked", numbers?.masked ?? false);
  }

  /** Autotuning and preventing loss increases move the learning rate; then its label says where it is. @param {PlaygroundState} state */
  #showRate({ frame, layout }) {
    const rate = frame ? numbersOf(frame).learningRate : NaN;
    const moved = frame !== null && rate !== layout.settings.learningRate;
    for (const { label, text } of this.#rates) {
      const words = moved ? `${text}, now ${rate}` : text;
      if (label.textContent !== words) label.textContent = words;
    }
  }

  /** @param {PlaygroundState} state */
  #showBoot({ phase, progress, eager }) {
    this.#parts.boot.hidden = phase !== "booting" || progress.stage === "waiting";
    const percent = progress.total ? Math.floor((100 * progress.loaded) / progress.total) : 0;
    const words = {
      waiting: "",
      downloading: `Python is on its way · ${megabytes(progress.loaded)} of ${megabytes(progress.total)} MB`,
      starting: "Python is here and starting",
      importing: "Python is loading the network",
      ready: "",
    }[progress.stage];
    this.#parts["boot-text"].textContent = eager && words ? `${words}. It runs as soon as it can.` : words;
    this.#bar.setAttribute("aria-valuenow", String(percent));
    this.#bar.setAttribute("aria-valuetext", words);
    this.#bar.style.setProperty("--part", String(percent / 100));
  }

  /** @param {PlaygroundState} state */
  #showProblem(state) {
    const condition = stopOf(state);
    const refused = refusedOf(state.refused);
    const problem = state.problem ?? refused ?? tiresome(state) ?? (condition ? this.#stopped(condition, state) : null);
    this.#parts.notice.hidden = problem === null;
    if (!problem) return;
    this.#parts.notice.dataset.tone = !state.problem ? (refused ? "warn" : "info") : state.phase === "open" && !problem.details ? "warn" : "bad";
    this.#parts["notice-title"].textContent = problem.title;
    this.#parts["notice-message"].textContent = problem.message;
    this.#parts["notice-details"].textContent = problem.details;
    const details = find(this.#parts.notice, "details");
    details.hidden = problem.details === "";
    this.#noticeButton.textContent = BUTTON_OF[problem.action](problem);
    this.#noticeButton.hidden = problem.action === "";
  }

  /**
   * @param {"epoch" | "loss" | "patience"} condition
   * @param {PlaygroundState} state
   */
  #stopped(condition, { frame, layout }) {
    const changeable = this.root.querySelector("[data-action=settings]:not([data-put-away])") !== null;
    return stopped(condition, frame ? numbersOf(frame).epoch : 0, layout.settings, changeable);
  }

  /** Has a screen reader say something. @param {string} words */
  speak(words) {
    this.#parts.live.textContent = words;
  }

  /**
   * @param {PlaygroundState} state
   * @param {PlaygroundState | null} before
   */
  #speak({ frame, playing }, before) {
    if (!frame || (frame === before?.frame && playing === before.playing)) return;
    const now = performance.now();
    if (playing && now - this.#spokenAt < SPEAK_EVERY_MS) return;
    const { epoch, lossTrain, lossTest } = numbersOf(frame);
    this.#spokenAt = now;
    this.#parts.live.textContent = `Epoch ${epoch}. Test loss ${lossText(lossTest)}, training loss ${lossText(lossTrain)}.`;
  }
}

/** How right the network is: of classes a share, of numbers how far off. @param {number} share @param {number} rmse @param {number} r2 */
function rightText(share, rmse, r2) {
  return Number.isNaN(share) ? errorText(rmse, r2) : `${(100 * share).toFixed(1)}% right`;
}

/** What takes long or much. @param {PlaygroundState} state */
function tiresome({ long, heavy, layout }) {
  if (long) return atWork(long);
  return heavy ? muchMemory(heavy, halfOf(layout.settings)) : null;
}

/** The stop condition that holds the training. @param {PlaygroundState} state */
function stopOf({ frame }) {
  return frame ? numbersOf(frame).stoppedBy : "";
}

/**
 * @param {PlaygroundState} state
 * @returns {"waiting" | "booting" | "ready" | "running" | "paused" | "stopped" | "failed" | "diverged"}
 */
export function statusOf({ phase, playing, frame, problem }) {
  if (phase === "failed" || phase === "waiting") return phase;
  if (phase === "booting" || !frame) return "booting";
  const { divergedAt, epoch } = numbersOf(frame);
  if (divergedAt >= 0) return "diverged";
  if (problem) return "failed";
  if (playing) return "running";
  if (numbersOf(frame).stoppedBy) return "stopped";
  return epoch > 0 ? "paused" : "ready";
}

/** @param {Layout} layout */
function summaryOf({ shape }) {
  const parameters = shape.slice(1).reduce((sum, units, index) => sum + units * (shape[index] + 1), 0);
  return `${wholeText(parameters)} parameter${parameters === 1 ? "" : "s"}`;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

/**
 * @param {HTMLElement} element with nothing but text
 * @param {string} text
 */
function write(element, text) {
  const { firstChild } = element;
  if (!(firstChild instanceof Text)) element.textContent = text;
  else if (firstChild.data !== text) firstChild.data = text; // cheaper than another text
}

/**
 * @param {HTMLElement} element
 * @param {string} attribute
 * @param {string} value
 */
function mark(element, attribute, value) {
  if (element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
}
