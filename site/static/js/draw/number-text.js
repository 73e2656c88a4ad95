/** Says numbers as readers see them. */

/** Made once: toLocaleString makes a new one at each call, which costs more than a picture has to spare. */
const WHOLE = new Intl.NumberFormat("en-US");

/** With commas between thousands. @param {number} number */
export function wholeText(number) {
  return WHOLE.format(number);
}

/** Three decimals as long as they say something. @param {number} loss */
export function lossText(loss) {
  if (Number.isNaN(loss)) return "not a number";
  if (!Number.isFinite(loss)) return "infinite";
  return Math.abs(loss) < 10000 ? loss.toFixed(3) : loss.toExponential(2);
}
