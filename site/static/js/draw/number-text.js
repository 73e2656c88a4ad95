/** Says numbers as readers see them. */

/** Made once: toLocaleString makes a new one at each call, which costs more than a picture has to spare. */
const WHOLE = new Intl.NumberFormat("en-US");

/** With commas between thousands. @param {number} number */
export function wholeText(number) {
  return WHOLE.format(number);
}

const FOUR_DIGITS = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });

/** How far a regression is off, and which share of the variance it explains; empty for classes. @param {number} rmse @param {number} r2 */
export function errorText(rmse, r2) {
  if (!Number.isFinite(rmse)) return "";
  const share = Number.isFinite(r2) ? ` · R²\u00a0${r2.toFixed(3)}` : "";
  return `RMSE\u00a0${FOUR_DIGITS.format(rmse)}${share}`;
}

/** Three decimals as long as they say something. @param {number} loss */
export function lossText(loss) {
  if (Number.isNaN(loss)) return "not a number";
  if (!Number.isFinite(loss)) return "infinite";
  return Math.abs(loss) < 10000 ? loss.toFixed(3) : loss.toExponential(2);
}
