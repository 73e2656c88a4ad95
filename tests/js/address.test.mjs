import assert from "node:assert/strict";
import test from "node:test";
import { addressOf, formatAddress, guessSettings, mergeAddress, MOST_CHARACTERS, parseAddress } from "../../site/static/js/model/address.js";
import { TABLE } from "./samples.mjs";

test("an address is read in order, and the last of two equal keys counts", () => {
  assert.deepEqual([...parseAddress("#activation=relu&seed=a=b&activation=tanh&lonely&=x")], [["activation", "tanh"], ["seed", "a=b"]]);
});

test("a lone percent sign of a hand-written link is taken as it stands", () => {
  assert.equal(parseAddress("seed=100%").get("seed"), "100%");
});

test("what is written can be read again", () => {
  const pairs = new Map([["seed", "a b&c#d%e"], ["networkShape", "4,2"], ["empty", ""]]);
  assert.deepEqual(parseAddress(formatAddress(pairs)), pairs);
  assert.equal(formatAddress(new Map([["networkShape", "4,2"]])), "networkShape=4,2");
});

test("after a change, unknown keys stay and known ones that are default again go", () => {
  const merged = mergeAddress("#noise=10&foo=bar&learningRate_hide=true", "activation=relu", TABLE);
  assert.equal(merged, "activation=relu&foo=bar&learningRate_hide=true");
});

test("settings are guessed from the address by their kinds, and impossible ones are left out", () => {
  const guess = guessSettings("activation=relu&learningRate=x&noise=5&networkShape=&showTestData=0&seed=7&activation_hide=true", TABLE);
  assert.deepEqual(guess, { activation: "relu", noise: 5, networkShape: [], showTestData: true, seed: "7" });
  assert.deepEqual(guessSettings("activation=nope&noise=&networkShape=8,8", TABLE), { networkShape: [8, 8] });
});

test("keys that every object has are kept in the address and are no settings", () => {
  const fragment = "__proto__=1&constructor=2&hasOwnProperty=3&noise=5";
  assert.deepEqual(guessSettings(fragment, TABLE), { noise: 5 });
  assert.equal(mergeAddress(fragment, "noise=5", TABLE), "noise=5&__proto__=1&constructor=2&hasOwnProperty=3");
});

test("an address that is too long is not taken apart, but handed on whole for Python to tell", () => {
  const fits = `seed=${"7".repeat(MOST_CHARACTERS - 5)}`;
  assert.equal(parseAddress(fits).get("seed")?.length, MOST_CHARACTERS - 5);
  for (const address of [`${fits}7`, "a=1&".repeat(2_500_000)]) {
    assert.equal(parseAddress(address).size, 0);
    assert.deepEqual(guessSettings(address, TABLE), {});
    assert.equal(mergeAddress(address, "noise=5", TABLE), "noise=5");
    assert.equal(addressOf({ search: "?noise=5", hash: `#${address}` }), `?noise=5#${address}`);
    assert.equal(addressOf({ search: `?${address}`, hash: "" }).length, address.length + 1);
  }
});
