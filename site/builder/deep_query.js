// For programs that look at a page of ours: `deep` and `deepAll` are querySelector and querySelectorAll through open shadow roots,
// in which a descendant may stand any number of roots below its ancestor; `deepActive` is what has the focus, inside elements, too.
{
  const parentOf = (node) => node.parentElement ?? (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null);

  /** Splits at top-level blanks: "a b > c" is ["a", "b > c"]. */
  const compoundsOf = (selector) => {
    const found = [""];
    let depth = 0;
    for (const character of selector.trim().replace(/\s*([>+~])\s*/g, "$1")) {
      if ("([".includes(character)) depth++;
      if (")]".includes(character)) depth--;
      if (character === " " && depth === 0) found.push("");
      else found[found.length - 1] += character;
    }
    return found.filter(Boolean);
  };
  const partsOf = (selector) => {
    const found = [""];
    let depth = 0;
    for (const character of selector) {
      if ("([".includes(character)) depth++;
      if (")]".includes(character)) depth--;
      if (character === "," && depth === 0) found.push("");
      else found[found.length - 1] += character;
    }
    return found.map(compoundsOf);
  };
  const matches = (element, compounds) => {
    if (!element.matches(compounds[compounds.length - 1])) return false;
    let at = element;
    for (let index = compounds.length - 2; index >= 0; index--) {
      do at = parentOf(at);
      while (at && !at.matches(compounds[index]));
      if (!at) return false;
    }
    return true;
  };
  const everything = function* (root) {
    for (const element of root.children ?? []) {
      yield element;
      if (element.shadowRoot) yield* everything(element.shadowRoot);
      yield* everything(element);
    }
  };
  globalThis.deepAll = (selector, root = document) => {
    const parts = partsOf(selector);
    const roots = root instanceof Element && root.shadowRoot ? [root.shadowRoot, root] : [root];
    return roots.flatMap((each) => [...everything(each)]).filter((element) => parts.some((compounds) => matches(element, compounds)));
  };
  globalThis.deep = (selector, root = document) => globalThis.deepAll(selector, root)[0] ?? null;
  globalThis.deepActive = () => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active;
  };
}
