import assert from "node:assert/strict";
import test from "node:test";
import { PictureSet } from "../../site/static/js/model/picture-set.js";
import { SIDE } from "../../site/static/js/model/picture-pixels.js";
import { PictureWorkshop } from "../../site/static/js/model/picture-workshop.js";

const pixels = (count) => Array.from({ length: count }, () => new Uint8Array(3 * SIDE * SIDE));

/** A Python that trains in three portions, and what it was asked. */
function world({ failing = "" } = {}) {
  const asked = [];
  const models = [];
  let left = 0;
  const answers = {
    state: () => ({ side: 4 }),
    begin: () => ((left = 3), { phase: "features", points: [] }),
    portion: () => ({ phase: --left ? "training" : "done", points: [] }),
    stop: () => ({ phase: "stopped", points: [] }),
    export: () => ({ text: "the model" }),
    import: () => ({ classes: [{ id: "c1", name: "Cat" }] }),
  };
  const client = {
    stand: async (model) => void (models.push(model), await model.open()),
    generation: 1,
    close: async () => {},
    callModel: async (_, name, [question, details, data]) => {
      if (name === "pictures") return null;
      asked.push([question, JSON.parse(details), data?.byteLength ?? 0]);
      if (question === failing) throw new Error(`no ${question}`);
      return JSON.stringify(answers[question]?.() ?? {});
    },
  };
  const set = new PictureSet(0);
  const [cat, dog] = [set.addClass("Cat"), set.addClass("Dog")];
  return { asked, models, client, set, cat, dog, workshop: new PictureWorkshop(set, client) };
}
const added = (asked) => asked.filter(([question]) => question === "add").map(([, { class_id, ids }, bytes]) => [class_id, ids.length, bytes]);

test("Python is told of new pictures once, in portions, and of those that went", async () => {
  const { asked, set, cat, dog, workshop } = world();
  set.add(cat, pixels(260));
  set.add(dog, pixels(2));
  const phases = [];
  await workshop.train({ epochs: 3 }, false, ({ phase }) => phases.push(phase));
  assert.deepEqual(phases, ["features", "training", "training", "done"]);
  assert.deepEqual(added(asked), [[cat, 250, 250 * 48], [cat, 10, 10 * 48], [dog, 2, 96]]);
  assert.deepEqual([workshop.isTrained, workshop.model, workshop.classes.length], [true, "the model", 2]);
  asked.length = 0;
  const [gone] = set.idsOf(cat);
  set.remove([gone]);
  set.add(dog, pixels(1));
  await workshop.train({}, true, () => {});
  assert.deepEqual(asked.slice(0, 2), [["remove", { ids: [gone] }, 0], ["add", { class_id: dog, ids: [263] }, 48]]);
  assert.deepEqual(asked[2], ["begin", { settings: {}, further: true }, 0]);
});

test("Stop ends a training at its next portion, and what was learned is kept", async () => {
  const { set, cat, dog, workshop } = world();
  set.add(cat, pixels(1));
  set.add(dog, pixels(1));
  const last = await workshop.train({}, false, () => workshop.stop());
  assert.deepEqual([last.phase, workshop.model], ["stopped", "the model"]);
});

test("a new worker is given the model again, and the pictures when they are needed", async () => {
  const { asked, models, set, cat, dog, workshop } = world();
  set.add(cat, pixels(2));
  set.add(dog, pixels(2));
  await workshop.train({}, false, () => {});
  asked.length = 0;
  models[0].oninterrupted();
  models[0].onreopened();
  await workshop.predict(pixels(1)[0]).catch(() => {}); // this Python has no answer to that
  assert.deepEqual(asked.map(([question]) => question), ["state", "import", "predict"]);
  await workshop.train({}, false, () => {});
  assert.deepEqual(added(asked), [[cat, 2, 96], [dog, 2, 96]]);
});

test("a training that fails leaves what was there, and the next one begins", async () => {
  const { set, cat, dog, workshop } = world({ failing: "begin" });
  workshop.remember("an earlier model", [{ id: "c1", name: "Cat" }]);
  set.add(cat, pixels(1));
  set.add(dog, pixels(1));
  for (let turn = 0; turn < 2; turn++) await assert.rejects(workshop.train({}, false, () => {}), /no begin/);
  assert.equal(workshop.model, "an earlier model");
});
