import assert from "node:assert/strict";
import test from "node:test";
import { lessonAsked } from "../../site/static/js/pages/tutorial-link.js";

const LESSONS = ["01-lines", "02-gradients"];

test("a lesson is opened by its name", () => {
  assert.equal(lessonAsked("#noise=5&tutorial=02-gradients", LESSONS), "02-gradients");
});

test("nothing else is opened", () => {
  for (const name of ["", "index", "02-gradients.html", "../02-gradients", "https://example.org", "javascript:alert(1)", "01-lines%2F..", "length", "constructor"]) {
    assert.equal(lessonAsked(`#tutorial=${name}`, LESSONS), null, name);
  }
  assert.equal(lessonAsked("", LESSONS), null);
});

test("where the text is hidden there is no lesson", () => {
  assert.equal(lessonAsked("#tutorial=01-lines&hideText=true", LESSONS), null);
  assert.equal(lessonAsked("#tutorial=01-lines&hideText=false", LESSONS), "01-lines");
});
