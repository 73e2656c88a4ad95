/** What is pasted into a page to have an element of ours there: the tag with its script, or the frame. */

/**
 * A tag and the script that it needs.
 * @param {string} tag
 * @param {Iterable<[string, string]>} attributes
 * @param {string} script URL of pyground.js
 */
export function tagText(tag, attributes, script) {
  const written = Array.from(attributes, ([name, value]) => ` ${name}="${escaped(value)}"`).join("");
  return `<script type="module" src="${escaped(script)}"></script>\n<${tag}${written}></${tag}>`;
}

/**
 * A frame on an address.
 * @param {string} url
 * @param {string} title
 * @param {number} height CSS pixels; without our script on the page around it a frame keeps it
 */
export function frameText(url, title, height) {
  return `<iframe src="${escaped(url)}"\n  title="${escaped(title)}" width="100%" height="${height}" loading="lazy" style="border: 0"></iframe>`;
}

/** @param {string} text to stand in an attribute */
function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
}
