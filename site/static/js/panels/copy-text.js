/** Copies a text for the reader, and says that it has, or how else to get it. */

/**
 * @param {string} text
 * @param {string} what it is, as a sentence begins: "The tag"
 * @param {() => void} select selects the text where it stands, for a page without the right to write into the clipboard
 * @returns {Promise<string>} what to tell the reader
 */
export async function copyText(text, what, select) {
  try {
    await navigator.clipboard.writeText(text);
    return `${what} is copied.`;
  } catch (error) {
    select();
    return `${what} is selected: copy it by hand. (${error instanceof Error ? error.message : error})`;
  }
}
