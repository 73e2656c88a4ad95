// What tests of lessons do with widgets, by the name of their element: read them, operate them, wait for them.

const widget = (name) => deep(name);
const text = (name, part) => deep(`[data-text="${part}"]`, widget(name)).textContent;
const shown = (name, part) => deep(`[data-shown="${part}"]`, widget(name)).checkVisibility();
const cells = (name) => [...deepAll("tbody tr", widget(name))].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
const click = (name, label) => {
  const found = [...deepAll("button", widget(name))].find((button) => button.textContent.trim() === label);
  if (!found) throw new Error(`${name} has no button ${label}`);
  found.click();
};
const turn = (name, part, value) => {
  const input = deep(`input[data-set="${part}"]:not([type=radio]), input[data-set="${part}"][value="${value}"]`, widget(name));
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
