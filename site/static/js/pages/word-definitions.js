/** Shows what a word means when the reader points at it or reaches it by keyboard; without a script it is a link to the glossary. */

/** @param {HTMLElement} root */
export function explainTerms(root) {
  const card = document.createElement("div");
  card.className = "term-card";
  card.role = "tooltip";
  card.id = "term-card";
  card.hidden = true;
  document.body.append(card);

  const show = (/** @type {Event} */ event) => {
    const term = event.target instanceof Element ? event.target.closest("a.term") : null;
    if (!(term instanceof HTMLElement)) return;
    card.textContent = term.dataset.definition ?? "";
    card.hidden = false;
    term.setAttribute("aria-describedby", card.id);
    const box = term.getBoundingClientRect();
    const left = Math.max(14, Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 14));
    const isLow = box.bottom + card.offsetHeight + 12 > innerHeight && box.top > card.offsetHeight + 12;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(isLow ? box.top - card.offsetHeight - 6 : box.bottom + 6) + scrollY}px`;
  };
  const hide = () => {
    card.hidden = true;
    root.querySelector("a.term[aria-describedby]")?.removeAttribute("aria-describedby");
  };
  for (const name of ["pointerover", "focusin"]) root.addEventListener(name, show);
  for (const name of ["pointerout", "focusout"]) root.addEventListener(name, hide);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
}
