import assert from "node:assert/strict";
import test from "node:test";
import { MOST_CLASSES, MOST_PICTURES, PictureSet, PictureSetError } from "../../site/static/js/model/picture-set.js";

const pixels = (count) => Array.from({ length: count }, (_, at) => Uint8Array.of(at % 256, 0, 0));

/** A set with two classes, and what it has told of its changes. */
function made() {
  const set = new PictureSet();
  const changes = [];
  set.onchange((change) => changes.push(change));
  return { set, changes, cat: set.addClass("Cat"), dog: set.addClass("Dog") };
}

test("pictures come into classes, are deleted, and come back by undo", () => {
  const { set, changes, cat, dog } = made();
  assert.equal(set.add(cat, pixels(3)), 3);
  set.add(dog, pixels(2));
  const [first] = set.idsOf(cat);
  set.remove([first]);
  assert.deepEqual([set.countOf(cat), set.countOf(dog), set.size], [2, 2, 4]);
  assert.deepEqual(changes.at(-1), { put: [], gone: [first], hasClasses: false });
  assert.equal(set.undo(), "1 picture deleted");
  assert.deepEqual([set.countOf(cat), set.picture(first).class], [3, cat]);
  assert.equal(set.undo(), "pictures added to “Dog”");
  assert.equal(set.countOf(dog), 0);
});

test("a recording is one step to undo, however long it was, and ends with another step", () => {
  const { set, cat, dog } = made();
  set.add(cat, pixels(1));
  for (let at = 0; at < 200; at++) set.add(cat, pixels(1), true);
  assert.equal(set.countOf(cat), 201);
  set.add(dog, pixels(1), true);
  set.undo();
  assert.deepEqual([set.countOf(cat), set.countOf(dog)], [201, 0]);
  set.undo();
  assert.equal(set.size, 0);
});

test("a class goes with its pictures and comes back with them, in its place and under its name", () => {
  const { set, cat, dog } = made();
  set.add(cat, pixels(4));
  const ids = set.idsOf(cat);
  set.removeClass(cat);
  assert.deepEqual([set.classes.map(({ id }) => id), set.size], [[dog], 0]);
  set.undo();
  assert.deepEqual(set.classes.map(({ name }) => name), ["Cat", "Dog"]);
  assert.deepEqual(set.idsOf(cat), ids);
});

test("all classes go in one step, and what was added after that goes when they come back", () => {
  const { set, changes, cat } = made();
  set.add(cat, pixels(3));
  const ids = set.idsOf(cat);
  set.removeAll();
  assert.deepEqual([set.size, set.classes, changes.at(-1).gone], [0, [], ids]);
  set.undo();
  assert.deepEqual([set.idsOf(cat), set.classes.map(({ name }) => name)], [ids, ["Cat", "Dog"]]);
  assert.deepEqual(changes.at(-1).put.map(({ id }) => id), ids);
});

test("names are trimmed, short, and each there once; what is refused changes nothing", () => {
  const { set, cat } = made();
  set.rename(cat, "  A   tabby\ncat ");
  assert.equal(set.nameOf(cat), "A tabby cat");
  set.rename(cat, "é".repeat(90));
  assert.equal([...set.nameOf(cat)].length, 40);
  assert.throws(() => set.rename(cat, "Dog"), new PictureSetError("There is a class “Dog” already."));
  assert.throws(() => set.rename(cat, " "), PictureSetError);
  set.undo();
  assert.equal(set.nameOf(cat), "A tabby cat");
});

test("there are ten classes and 5,000 pictures at the most", () => {
  const { set, cat } = made();
  while (set.classes.length < MOST_CLASSES) set.addClass();
  assert.throws(() => set.addClass(), PictureSetError);
  assert.equal(set.add(cat, pixels(MOST_PICTURES - 1)), MOST_PICTURES - 1);
  assert.equal(set.add(cat, pixels(5)), 1);
  assert.equal(set.add(cat, pixels(5)), 0);
  assert.equal(set.size, MOST_PICTURES);
});

test("what was kept comes back, and new numbers go on from there", () => {
  const set = new PictureSet(0);
  set.restore([{ id: "c7", name: "Leaf" }], [{ id: 41, class: "c7", pixels: pixels(1)[0] }, { id: 42, class: "gone", pixels: pixels(1)[0] }]);
  assert.deepEqual([set.size, set.undoable], [1, ""]);
  assert.equal(set.addClass(), "c8");
  set.add("c7", pixels(1));
  assert.deepEqual(set.idsOf("c7"), [41, 42]);
});
