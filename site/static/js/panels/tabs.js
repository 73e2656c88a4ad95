/** Tabs by the pattern of WAI-ARIA: the arrow keys choose, one panel is shown. */

/**
 * @param {HTMLElement} root holds the tabs (role=tab, aria-controls) and their panels
 * @param {(name: string) => void} chosen told the data-tab of the one that is shown from now on
 * @returns {() => string} what is shown
 */
export function connectTabs(root, chosen) {
  const tabs = [...root.querySelectorAll("[role=tab]")].filter((tab) => tab instanceof HTMLElement);
  const panels = [...root.querySelectorAll("[role=tabpanel]")].filter((panel) => panel instanceof HTMLElement);
  let shown = tabs[0]?.dataset.tab ?? "";
  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener("click", () => show(index));
    tab.addEventListener("keydown", (event) => {
      const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      const target = (next + tabs.length) % tabs.length;
      show(target);
      tabs[target].focus();
    });
  }

  /** @param {number} index */
  function show(index) {
    tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", String(i === index));
      tab.tabIndex = i === index ? 0 : -1;
    });
    tabs[index].scrollIntoView({ block: "nearest", inline: "nearest" }); // on a narrow page they are wider than their row
    for (const panel of panels) panel.hidden = panel.dataset.tab !== tabs[index].dataset.tab;
    shown = tabs[index].dataset.tab ?? "";
    chosen(shown);
  }
  return () => shown;
}
