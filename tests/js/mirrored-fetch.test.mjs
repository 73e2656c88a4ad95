import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { integrityOf, mirroredFetch } from "../../site/static/js/python/mirrored-fetch.js";

const BASE = "http://site.test/sub/";
const OWN = `${BASE}runtime/a.wasm`;
const OTHER = "http://cdn.test/v1/runtime/a.wasm";
const SHA = createHash("sha256").update("a").digest("hex");

/** A fetch with what each URL answers (a Response, or an Error), and what was asked for. */
function network(answers) {
  const asked = [];
  const said = [];
  const fetch = async (url, init) => {
    asked.push([url, init?.integrity ?? ""]);
    const answer = answers[url] ?? new Response("own");
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const options = { mirror: "http://cdn.test/v1/", base: BASE, files: { [OWN]: { bytes: 1, sha256: SHA } }, fetch, say: (words) => said.push(words) };
  return { asked, said, fetch: mirroredFetch(options), without: mirroredFetch({ ...options, mirror: "" }) };
}

test("a file comes from the mirror, with the digest for the browser to check", async () => {
  const { asked, said, fetch } = network({ [OTHER]: new Response("theirs") });
  assert.equal(await (await fetch(OWN)).text(), "theirs");
  assert.deepEqual([asked, said], [[[OTHER, integrityOf(SHA)]], []]);
  assert.equal(integrityOf(SHA), `sha256-${createHash("sha256").update("a").digest("base64")}`);
});

test("what the mirror has not comes from the site, and what it has still from there", async () => {
  const { asked, said, fetch } = network({ [OTHER]: new Response("", { status: 404, statusText: "Not Found" }) });
  assert.equal(await (await fetch(OWN)).text(), "own");
  await fetch(OWN);
  assert.deepEqual(asked.map(([url]) => url), [OTHER, OWN, OTHER, OWN]);
  assert.equal(said[0], `${OTHER} could not be used: the server answered 404 Not Found`);
});

test("a mirror that is out of reach or has other bytes is not asked again", async () => {
  const { asked, said, fetch } = network({ [OTHER]: new TypeError("Failed to fetch") });
  for (let i = 0; i < 2; i += 1) assert.equal(await (await fetch(OWN)).text(), "own");
  assert.deepEqual(asked.map(([url]) => url), [OTHER, OWN, OWN]);
  assert.deepEqual(said, [`${OTHER} could not be used: Failed to fetch`]);
});

test("nothing else is asked for there, and nothing at all without a mirror", async () => {
  const { asked, fetch, without } = network({});
  await fetch(`${BASE}sw.js`);
  await without(OWN);
  assert.deepEqual(asked.map(([url]) => url), [`${BASE}sw.js`, OWN]);
});
