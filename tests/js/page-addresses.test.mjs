import assert from "node:assert/strict";
import test from "node:test";
import { pageAddress, pageAsked } from "../../site/static/js/model/page-addresses.js";

test("pages are files beside each other", () => {
  assert.equal(pageAddress("softmax", "", false), "softmax.html");
  assert.equal(pageAddress("index", "dataset=xor&seed=1", false), "index.html#dataset=xor&seed=1");
});

test("in the one file they stand behind the sign for it, and can be read from there", () => {
  for (const [page, place] of [["softmax", ""], ["softmax", "quiz-1"], ["glossary", "a/b"]]) {
    assert.deepEqual(pageAsked(pageAddress(page, place, true)), { page, place });
  }
  assert.equal(pageAddress("index", "dataset=xor", true), "#dataset=xor");
  assert.deepEqual(pageAsked(pageAddress("index", "", true)), { page: "", place: "" });
});

test("addresses of settings name no page", () => {
  for (const address of ["", "#", "#dataset=spiral&seed=1", "#features=x/y", "tutorial=softmax", "#x/y"]) assert.equal(pageAsked(address), null, address);
});
