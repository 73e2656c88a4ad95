// What tests of lessons do with widgets, by the name of their element: read them, operate them, wait for them.

const widget = (name) => document.querySelector(name);
const text = (name, part) => widget(name).querySelector(`[data-text="${part}"]`).textContent;
const shown = (name, part) => widget(name).querySelector(`[data-shown="${part}"]`).checkVisibility();
const cells = (name) => [...widget(name).querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
const click = (name, label) => {
  const found = [...widget(name).querySelectorAll("button")].find((button) => button.textContent.trim() === label);
  if (!found) throw new Error(`${name} has no button ${label}`);
  found.click();
};
const turn = (name, part, value) => {
  const input = widget(name).querySelector(`input[data-set="${part}"]:not([type=radio]), input[data-set="${part}"][value="${value}"]`);
  if (input.type === "checkbox" || input.type === "radio") input.checked = value;
  else input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
};
const until = async (test) => {
  for (let i = 0; i < 3000; i++) {
    if (test()) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`never: ${test}`);
};
