/** Loads the text of an element's inside by the element's name, and the style sheet's as `styles`. In a bundle the builder's list stands in place of this one. */

/** @type {Record<string, () => Promise<{ default: string }>>} */
export const loaders = {};
