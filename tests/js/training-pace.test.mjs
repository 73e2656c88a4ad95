import assert from "node:assert/strict";
import test from "node:test";
import { LONGEST_MS, Pace } from "../../site/static/js/model/training-pace.js";

/** How many of `frames` animation frames train at this speed. */
const trained = (speed, frames) => {
  const pace = new Pace();
  return Array.from({ length: frames }, (_, i) => pace.next(speed, Infinity, 16 * i)).filter(Boolean).length;
};

test("at a share of the speed, only so many of the frames train, and the first one does", () => {
  assert.deepEqual([100, 50, 25, 10, 5, 1].map((speed) => trained(speed, 1000)), [1000, 500, 250, 100, 50, 10]);
  assert.equal(trained(1, 1), 1);
});

test("at full speed the training takes what the rest of a round leaves", () => {
  const pace = new Pace();
  let now = 0;
  for (let i = 0; i < 50; i++) {
    const { epochs, milliseconds } = pace.next("max", Infinity, now);
    assert.equal(epochs, -1);
    now += milliseconds + 5; // what drawing the maps and handing them over takes
    pace.came(now);
    pace.drew(3);
  }
  assert.ok(Math.abs(pace.budget - 35) < 1, `${pace.budget}`);
});

test("where pictures take long, training still gets half of the time", () => {
  const pace = new Pace();
  let now = 0;
  for (let i = 0; i < 50; i++) {
    now += pace.next("max", Infinity, now).milliseconds + 200;
    pace.came(now);
  }
  assert.ok(Math.abs(pace.budget - 200) < 5, `${pace.budget}`);
});

test("where drawing takes long, pictures come less often", () => {
  const pace = new Pace();
  for (let i = 0; i < 50; i++) pace.drew(50);
  assert.ok(pace.budget > 150, `${pace.budget}`);
});

test("on the way to a goal no more epochs are asked for than are left", () => {
  assert.equal(new Pace().next(100, 7, 0).epochs, 7);
});

test("after ten minutes in which the tab slept, the next round is as long as the one before", () => {
  const pace = new Pace();
  const before = pace.budget;
  pace.next("max", Infinity, 0);
  pace.came(600000);
  pace.drew(600000);
  assert.equal(pace.budget, before);
});

test("however slow everything else is, a round of training has its longest time", () => {
  const pace = new Pace();
  let now = 0;
  for (let i = 0; i < 200; i++) {
    now += pace.next("max", Infinity, now).milliseconds + 3000;
    pace.came(now);
    pace.drew(3000);
  }
  assert.equal(pace.budget, LONGEST_MS);
});
