/** Finds the marked elements of a widget's markup, and says which one is missing. */

/**
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new (...args: never[]) => T} [kind]
 * @returns {T}
 */
export function find(root, selector, kind = /** @type {never} */ (HTMLElement)) {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the markup has no ${kind.name} that matches ${selector}`);
  return found;
}

/**
 * @param {ParentNode} root
 * @param {string} name of a data-part
 */
export function part(root, name) {
  return find(root, `[data-part="${name}"]`);
}

/**
 * Makes something of a part, where the markup has it: a playground in a lesson has fewer parts.
 * @template T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {(place: HTMLElement) => T} make
 * @returns {T | null}
 */
export function ifThere(root, selector, make) {
  const place = root.querySelector(selector);
  return place instanceof HTMLElement ? make(place) : null;
}

/**
 * What has the focus, seen from inside the shadow root in which a node stands.
 * @param {Node} node
 * @returns {Element | null}
 */
export function activeIn(node) {
  const root = node.getRootNode();
  return root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null;
}
