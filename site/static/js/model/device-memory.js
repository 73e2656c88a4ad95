/** How much of the device's memory Python may hold before the reader is told: some browsers end a page that takes more, without a word. */

/** @import { SettingValue } from "../types.js" */

const GIGABYTE = 2 ** 30;
/** Where the browser does not say what the device has. */
const USUAL_GIGABYTES = 4;
const SHARE = 1 / 4;

/** @param {{ deviceMemory?: number }} [device] gigabytes, as browsers round them: at most 8 */
export function mostMemory(device = /** @type {{ deviceMemory?: number }} */ (globalThis.navigator ?? {})) {
  return SHARE * GIGABYTE * (device.deviceMemory ?? USUAL_GIGABYTES);
}

/**
 * Hidden layers with half the neurons each; null where there is nothing to halve.
 * @param {Record<string, SettingValue>} settings
 * @returns {number[] | null}
 */
export function halfOf({ networkShape }) {
  const hidden = /** @type {number[]} */ (networkShape);
  return hidden.some((units) => units > 1) ? hidden.map((units) => Math.ceil(units / 2)) : null;
}
