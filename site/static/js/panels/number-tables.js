/** Small tables of numbers, made from rows of texts. */

/**
 * @param {string} caption
 * @param {string[]} head
 * @param {(string | Node)[][]} rows the first cell of each names it
 */
export function makeTable(caption, head, rows) {
  const table = document.createElement("table");
  if (caption) table.createCaption().textContent = caption;
  const line = table.createTHead().insertRow();
  for (const text of head) line.append(heading(text, "col"));
  const body = table.createTBody();
  for (const [name, ...cells] of rows) {
    const row = body.insertRow();
    row.append(heading(name, "row"));
    for (const cell of cells) row.insertCell().append(cell);
  }
  return table;
}

/**
 * @param {string | Node} content
 * @param {"row" | "col"} scope
 */
function heading(content, scope) {
  const cell = document.createElement("th");
  cell.scope = scope;
  cell.append(content);
  return cell;
}

/** A number with about four digits. @param {number | null} value null for what is no number */
export function digits(value) {
  if (value === null || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  const text = size !== 0 && (size < 0.0005 || size >= 10000) ? value.toExponential(2) : value.toFixed(4);
  return text.replace("-", "−");
}
