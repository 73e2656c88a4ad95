/** Takes frames, settings and errors from Python into the state that is shown. */

import { decodeFrame, numbersOf } from "../draw/frame-views.js";
import { PythonFailure } from "../python/client.js";
import { changedWords, withMark } from "./change-marks.js";
import { couldNotStart, ranAway, smallerRate, stoppedAt } from "./problem-words.js";
import { report } from "./report-error.js";
import { Store } from "./state-store.js";

/** @import { Changes } from "./change-queue.js" */
/** @import { Configured, Opened, PlaygroundState, SettingRow } from "../types.js" */

/** @typedef {(name: "ready" | "frame" | "settings" | "error", error?: unknown) => void} Tell */

export class ShownModel {
  /** @type {Store<PlaygroundState>} */
  store;
  #table;
  #tell;

  /**
   * @param {PlaygroundState} state to begin with
   * @param {SettingRow[]} table
   * @param {Tell} tell told what has happened, after the state has changed
   */
  constructor(state, table, tell) {
    this.store = new Store(state, (error) => this.#notDrawn(error));
    this.#table = table;
    this.#tell = tell;
  }

  get state() {
    return this.store.get();
  }

  /** @param {Partial<PlaygroundState>} changes */
  set(changes) {
    this.store.set(changes);
  }

  get epoch() {
    const { frame } = this.state;
    return frame ? numbersOf(frame).epoch : 0;
  }

  /** Whether the loss has stopped being a number. */
  get hasDiverged() {
    const { frame } = this.state;
    return frame !== null && numbersOf(frame).divergedAt >= 0;
  }

  /**
   * @param {ArrayBuffer} buffer
   * @returns {ArrayBuffer | null} of the frame before, to be filled again
   */
  show(buffer) {
    const { layout, frame: before, problem } = this.state;
    const frame = decodeFrame(layout, buffer);
    const { divergedAt } = numbersOf(frame);
    this.set({ frame });
    if (divergedAt >= 0 && !problem) this.set({ playing: false, problem: ranAway(divergedAt, smallerRate(this.#table, layout.settings.learningRate)) });
    return before?.buffer.byteLength === buffer.byteLength ? before.buffer : null;
  }

  /** The frame's picture is drawn. */
  drawn() {
    this.#tell("frame");
  }

  /** @param {Opened} opened */
  opened({ layout, points, frame }) {
    const faults = Object.fromEntries(layout.problems.map(({ key, message }) => [key, message]));
    // What has no control, or one in a window alone, is told in the open, until something is changed.
    const rows = new Map(this.#table.map((row) => [row.key, row]));
    const open = layout.problems.filter(({ key }) => (rows.get(key)?.kind ?? "shape") === "shape");
    const others = without(this.state.refused, ["address"]);
    const refused = open.length ? { ...others, address: open.map(({ message }) => message).join(" ") } : others;
    this.set({ phase: "open", layout, points, faults, refused, frame: decodeFrame(layout, frame), problem: null, marks: [], playing: false, eager: false });
    this.#tell("settings");
  }

  /** Changes are on their way. @param {Changes} changes @param {boolean} soon whether Python can be asked now */
  asked(changes, soon) {
    const { pending, faults, frame, refused } = this.state;
    const spoiled = this.#table.some((row) => Object.hasOwn(changes, row.key) && row.restarts !== "no");
    this.set({
      pending: { ...pending, ...changes },
      faults: without(faults, Object.keys(changes)),
      refused: without(refused, ["address"]),
      // A picture of other settings is not shown while Python is still on its way.
      frame: spoiled && !soon ? null : frame,
    });
  }

  /** Other settings, points or weights are in force. @param {Configured} configured @param {Changes} pending that wait still */
  configured({ restarted, layout, points, frame }, pending) {
    const { state } = this;
    this.set({
      layout,
      points: points ?? state.points,
      frame: decodeFrame(layout, frame),
      pending,
      problem: restarted === "no" ? state.problem : null,
      marks: restarted === "no" ? withMark(state.marks, this.epoch, changedWords(this.#table, state.layout, layout)) : [],
    });
    this.#tell("settings");
    this.#tell("frame");
  }

  /**
   * @param {unknown} error
   * @param {Changes} changes
   * @param {Changes} pending that wait still
   */
  refused(error, changes, pending) {
    if (isOver(error)) {
      this.set({ pending });
      return;
    }
    if (!(error instanceof PythonFailure) || error.kind !== "SettingError") {
      this.set({ pending });
      this.stopped(error);
      return;
    }
    const keys = Object.keys(changes);
    const { faults, layout } = this.state;
    // In one step: a change that is neither pending nor at fault looks accepted.
    this.set({ pending, faults: { ...faults, [error.key || keys[0]]: error.message }, layout: { ...layout } });
    this.#tell("error", error);
  }

  /** This model stopped at an error; others of the page go on. @param {unknown} error */
  stopped(error) {
    this.set({ playing: false, eager: false, problem: stoppedAt(error) });
    this.#tell("error", error);
  }

  /** Python is not there. @param {unknown} error */
  failed(error) {
    this.set({ playing: false, problem: couldNotStart(error) });
    this.#tell("error", error);
  }

  /** Something that shows the state could not; the rest of the page, and Python, go on. @param {unknown} error */
  #notDrawn(error) {
    report(error);
    this.#tell("error", error);
  }
}

/** Whether an answer does not come because the model or its worker has gone, of which its phase tells. @param {unknown} error */
export function isOver(error) {
  return error instanceof PythonFailure && error.isOver;
}

/**
 * @template T
 * @param {Record<string, T>} record
 * @param {string[]} keys
 * @returns {Record<string, T>}
 */
function without(record, keys) {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}
