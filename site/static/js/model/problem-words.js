/** What the page says when training or Python stops: a title, a sentence, the details, and the one thing to do. */

import { wholeText } from "../draw/number-text.js";
import { PythonFailure } from "../python/client.js";

/** @import { CallName, Problem, SettingRow, SettingValue } from "../types.js" */

/**
 * @param {number} epoch
 * @param {number | undefined} rate a smaller learning rate to offer
 * @returns {Problem}
 */
export function ranAway(epoch, rate) {
  const title = "The training ran away";
  const what = `At epoch ${wholeText(epoch)} the loss stopped being a number.`;
  if (rate === undefined) return { title, message: `${what} Choose a smaller learning rate, then reset.`, details: "", action: "reset" };
  return { title, message: `${what} Smaller steps may keep it together.`, details: "", action: "slower", rate };
}

/**
 * The next smaller learning rate that the page offers; undefined if there is none.
 * @param {SettingRow[]} table
 * @param {SettingValue} rate
 */
export function smallerRate(table, rate) {
  const options = table.find(({ key }) => key === "learningRate")?.options ?? [];
  return options.map(([option]) => Number(option)).filter((option) => option < Number(rate)).sort((a, b) => b - a)[0];
}

/**
 * A stop condition of the settings is met: nothing is wrong, but Run would do nothing.
 * @param {"epoch" | "loss" | "patience"} condition
 * @param {number} epoch
 * @param {Record<string, SettingValue>} settings
 * @param {boolean} changeable whether the reader has all settings at hand
 * @returns {Problem}
 */
export function stopped(condition, epoch, settings, changeable) {
  const why = {
    epoch: `this is the epoch at which it should stop`,
    loss: `the test loss is below ${settings.stopLoss}`,
    patience: `the test loss has not been lower for ${settings.stopPatience} epochs`,
  }[condition];
  return {
    title: `Stopped at epoch ${wholeText(epoch)}`,
    message: `A stop condition is met: ${why}. ${changeable ? "Change it in All settings to train on, or reset." : "Reset to train again."}`,
    details: "",
    action: "",
  };
}

/**
 * What attributes ask for can't be had. The network goes on as it was.
 * @param {Record<string, string>} refused sentence by attribute
 * @returns {Problem | null}
 */
export function refusedOf(refused) {
  const [name, ...others] = Object.keys(refused);
  if (name === undefined) return null;
  const titles = new Map([["src", "The saved network can't be shown"], ["data", "The data can't be used"], ["address", "Not all of the address is read"]]);
  const title = (!others.length && titles.get(name)) || "What this page asks for can't be shown";
  return { title, message: Object.values(refused).join(" "), details: "", action: "" };
}

/**
 * @param {unknown} error
 * @returns {Problem}
 */
export function stoppedAt(error) {
  return { title: "Python stopped at an error", ...wordsOf(error), action: "reset" };
}

/** What Python does in the calls that may take long. @type {Partial<Record<CallName, string>>} */
const WORK = {
  open: "It opens this network",
  configure: "It makes the network anew",
  use: "It reads the data",
  load: "It opens the saved network",
  frame: "It trains, and draws what comes of it",
};

/** @param {CallName} call that waits long @returns {Problem} */
export function atWork(call) {
  const message = `${WORK[call] ?? "It works out what was asked for"}, which takes longer than usual. You can wait, or stop it: what was there before goes on.`;
  return { title: "Python is at work", message, details: "", action: "stop" };
}

/**
 * Python holds much of the device's memory.
 * @param {number} bytes
 * @param {number[] | null} smaller hidden layers to offer
 * @returns {Problem}
 */
export function muchMemory(bytes, smaller) {
  const offer = smaller ? ` One with ${smaller.join(", ")} neurons needs less.` : "";
  return {
    title: "This network needs much of the device's memory",
    message: `Python holds ${wholeText(Math.round(bytes / 1e6))} MB. A browser may end a page that takes more.${offer}`,
    details: "",
    action: smaller ? "smaller" : "",
  };
}

/**
 * @param {unknown} error
 * @returns {Problem}
 */
export function couldNotStart(error) {
  if (error instanceof PythonFailure && error.isStopped) {
    return { title: "Stopped", message: "This network was not opened: you did not want to wait for it.", details: "", action: "retry" };
  }
  return { title: "Python could not start", ...wordsOf(error), action: "retry" };
}

/** @param {unknown} error */
function wordsOf(error) {
  if (error instanceof PythonFailure) return { message: error.message, details: error.traceback };
  if (error instanceof Error) return { message: error.message, details: error.stack ?? "" };
  return { message: String(error), details: "" };
}
