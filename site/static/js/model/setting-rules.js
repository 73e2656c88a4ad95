/** What settings mean for each other on the page: which have nothing to act on, and what choosing one brings along. */

/** @import { SettingRow, SettingValue } from "../types.js" */

/** @typedef {Record<string, SettingValue>} Values by address key */

/**
 * Why a setting has no effect beside the others, as its row of the table says; "" if it has.
 * @param {Pick<SettingRow, "needs" | "idle">} row
 * @param {Values} settings
 */
export function idleReason({ needs, idle }, settings) {
  const acts = needs.some((way) => Object.entries(way).every(([key, values]) => values.includes(settings[key])));
  return needs.length === 0 || acts ? "" : idle;
}

/** Dropout draws new units every epoch; faster than this share of the frames, in percent, the picture only flickers. */
const CALM_SPEED = 5;
/** Preventing loss increases needs a tuner that moves the rate up again; this one hardly explores. */
const CALM_TUNING = 0.0001;
/** A regularisation at a rate of 0 does nothing; at this one it does something that can be seen. */
const FIRST_RATE = 0.001;

/**
 * The reader's changes, with what the page changes along with them.
 * @param {Values} changes
 * @param {Values} settings in force
 * @returns {Values}
 */
export function withConsequences(changes, settings) {
  const all = { ...changes };
  const speed = settings.animationSpeed;
  if (Number(changes.dropout) > 0 && !Object.hasOwn(changes, "animationSpeed") && (speed === "max" || Number(speed) > CALM_SPEED)) {
    all.animationSpeed = CALM_SPEED;
  }
  if (changes.preventLossIncreases === true && !Object.hasOwn(changes, "learningRateAutotuning") && settings.learningRateAutotuning === -1) {
    all.learningRateAutotuning = CALM_TUNING;
  }
  const regularises = Object.hasOwn(changes, "regularization") && changes.regularization !== "none";
  if (regularises && !Object.hasOwn(changes, "regularizationRate") && settings.regularizationRate === 0) all.regularizationRate = FIRST_RATE;
  return all;
}
