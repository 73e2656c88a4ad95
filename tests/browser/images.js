// What tests of images.html do in the page: make pictures, hand them over, and read what it says.
const part = (name, root = document) => root.querySelector(`[data-part="${name}"]`);
const card = (at) => document.querySelectorAll("[data-class]")[at];
const until = async (condition) => {
  for (let left = 1500; !condition(); left--) {
    if (!left) throw new Error(`it never came to ${condition}; ${part("gather-told").textContent} ${part("train-told").textContent} ${part("verdict").textContent}`);
    await new Promise((done) => setTimeout(done, 20));
  }
};

/** A picture file: a disc for kind 0, a square for kind 1, each a little elsewhere and on another ground. */
async function picture(kind, number, { width = 120, height = 120, type = "image/png" } = {}) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d");
  pen.scale(width / 120, height / 120);
  pen.fillStyle = `hsl(${(number * 37) % 360} 20% 90%)`;
  pen.fillRect(0, 0, 120, 120);
  pen.fillStyle = kind ? "#2266cc" : "#cc4422";
  pen.beginPath();
  if (kind) pen.rect(20 + (number % 20), 25 + (number % 15), 60, 50);
  else pen.arc(50 + (number % 25), 60, 30, 0, 7);
  pen.fill();
  const blob = await new Promise((done) => canvas.toBlob(done, type));
  return new File([blob], `${kind}-${number}.${type.split("/")[1]}`);
}
const pictures = (kind, count) => Promise.all(Array.from({ length: count }, (_, number) => picture(kind, number)));

function drop(place, files) {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  place.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}

/** Drops files on a class, and waits until they have been looked at. */
async function give(at, files) {
  const told = part("gather-told");
  told.textContent = "";
  drop(card(at), files);
  await until(() => told.textContent && part("keeping").dataset.state !== "writing");
}

/** The page is put aside, as when another tab comes to the front. */
function putAside() {
  Object.defineProperty(document, "hidden", { value: true, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
  delete document.hidden;
}

/** The page as at a first visit, but for Python and the network. */
async function anew() {
  document.querySelector("[data-action=forget]").click();
  for (const _ of [0, 1]) document.querySelector("[data-action=add-class]").click();
  part("faults").hidden = true;
  await until(() => document.querySelectorAll("[data-class]").length === 2 && !document.querySelector("[data-picture]"));
  await until(() => part("keeping").dataset.state !== "writing");
  const target = part("target");
  target.selectedIndex = 0;
  target.dispatchEvent(new Event("change"));
}
/** How many pictures each class has, by its name. */
const countsByName = () => Object.fromEntries([...document.querySelectorAll("[data-class]")].map((each) => [part("name", each).value, parseInt(part("count", each).textContent, 10)]));
const bytesOf = async (file) => [...new Uint8Array(await file.arrayBuffer())];
const counts = () => [...document.querySelectorAll("[data-class]")].map((each) => parseInt(part("count", each).textContent, 10));
const faults = () => [...part("faults").children].map((row) => row.textContent);
const shares = () => [...part("bars").children].map((row) => Number(row.style.getPropertyValue("--share")));

async function train() {
  const begun = document.querySelector("[data-action=train]");
  part("report").hidden = true;
  begun.click();
  await until(() => !part("report").hidden || !part("train-fault").hidden);
}

/** Shows the network a picture; what it says of it. */
async function show(file) {
  part("mattered-text").textContent = "";
  drop(part("try-card"), [file]);
  await until(() => part("mattered-text").textContent);
  return { shares: shares(), verdict: part("verdict").textContent };
}
