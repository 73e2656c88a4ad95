/** Remembers at which epochs settings changed while training went on. */

/** @import { Layout, Mark, SettingRow, SettingValue } from "../types.js" */

/** So many are remembered; of more, the oldest are forgotten. */
const MOST_MARKS = 40;

/**
 * The training settings that differ between two layouts, as words; "" if none does.
 * @param {SettingRow[]} table
 * @param {Layout} before
 * @param {Layout} after
 */
export function changedWords(table, before, after) {
  const changed = table.filter(({ key, group }) => group === "training" && String(before.settings[key]) !== String(after.settings[key]));
  return changed.map(({ key, label, options }) => `${label} ${labelOf(options, after.settings[key])}`).join(", ");
}

/**
 * @param {Mark[]} marks
 * @param {number} epoch
 * @param {string} text
 * @returns {Mark[]}
 */
export function withMark(marks, epoch, text) {
  if (!text || epoch === 0) return marks;
  const others = marks.filter((mark) => mark.epoch !== epoch);
  const same = marks.find((mark) => mark.epoch === epoch);
  return [...others, { epoch, text: same ? `${same.text}, ${text}` : text }].slice(-MOST_MARKS);
}

/**
 * @param {SettingRow["options"]} options
 * @param {SettingValue} value
 */
function labelOf(options, value) {
  return options.find(([option]) => option === value)?.[1] ?? String(value === true ? "on" : value === false ? "off" : value);
}
