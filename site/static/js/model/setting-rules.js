/** What settings mean for each other on the page: which have nothing to act on, and what choosing one brings along. */

/** @import { SettingValue } from "../types.js" */

/** @typedef {Record<string, SettingValue>} Values by address key */

/** @type {(key: string, ...values: SettingValue[]) => (settings: Values) => boolean} */
const is = (key, ...values) => (settings) => values.includes(settings[key]);

const usesClasses = (/** @type {Values} */ settings) => settings.problem === "classification" && is("dataset", "blobs", "rings")(settings);

/** Settings that act only under a condition, with what to say when it does not hold. @type {Record<string, [(settings: Values) => boolean, string]>} */
const NEEDS = {
  regularizationRate: [(settings) => settings.regularization !== "none", "No regularisation is chosen."],
  momentum: [is("optimizer", "sgd"), "Belongs to the optimiser SGD."],
  layerwiseGradientNormalization: [is("optimizer", "sgd"), "Belongs to the optimiser SGD."],
  beta1: [is("optimizer", "momentum", "nesterov", "adam", "adamw"), "Belongs to the optimisers Momentum, Nesterov, Adam and AdamW."],
  beta2: [is("optimizer", "adam", "adamw"), "Belongs to the optimisers Adam and AdamW."],
  alpha: [is("optimizer", "rmsprop"), "Belongs to the optimiser RMSProp."],
  epsilon: [is("optimizer", "rmsprop", "adam", "adamw"), "Belongs to the optimisers RMSProp, Adam and AdamW."],
  weightDecay: [is("optimizer", "adamw"), "Belongs to the optimiser AdamW."],
  scheduleEpochs: [is("schedule", "step", "cosine"), "The schedule is constant."],
  scheduleFactor: [is("schedule", "step"), "Belongs to the schedule Step."],
  dataset: [is("problem", "classification"), "The problem is regression."],
  regDataset: [is("problem", "regression"), "The problem is classification."],
  classes: [usesClasses, "Only the points of Blobs and Rings come in several classes."],
  loss: [
    (settings) => settings.problem === "classification" && !(usesClasses(settings) && Number(settings.classes) > 2),
    "Regression has the squared loss, and several classes have the log loss.",
  ],
  confidence: [is("problem", "classification"), "A predicted number has no confidence."],
  initialization: [(settings) => settings.initZero !== true, "All weights start at zero."],
};

/**
 * Why a setting has no effect beside the others; "" if it has.
 * @param {string} key
 * @param {Values} settings
 */
export function idleReason(key, settings) {
  if (!Object.hasOwn(NEEDS, key)) return "";
  const [holds, reason] = NEEDS[key];
  return holds(settings) ? "" : reason;
}

/** Dropout draws new units every epoch; faster than this share of the frames, in percent, the picture only flickers. */
const CALM_SPEED = 5;
/** Preventing loss increases needs a tuner that moves the rate up again; this one hardly explores. */
const CALM_TUNING = 0.0001;

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
  return all;
}
