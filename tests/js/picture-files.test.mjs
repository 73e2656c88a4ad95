import assert from "node:assert/strict";
import test from "node:test";
import { deflateRawSync } from "node:zlib";
import { wordsOf } from "../../site/static/js/model/camera-stream.js";
import { filled, safeJson } from "../../site/static/js/model/network-page.js";
import { kindOf, looksLikePicture } from "../../site/static/js/model/picture-kinds.js";
import { packed, resized, SIDE, withoutAlpha } from "../../site/static/js/model/picture-pixels.js";
import { entriesOf, ZipError, zipOf } from "../../site/static/js/model/zip-archive.js";

const latin = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());

test("a file is known by its first bytes, and what can't be used is told with the way out", () => {
  const kinds = [
    ["\xff\xd8\xff\xe0", "jpeg", ""],
    ["\x89PNG\r\n\x1a\n", "png", ""],
    ["RIFF....WEBPVP8 ", "webp", ""],
    ["....ftypavif....", "avif", ""],
    ["....ftypheic....mif1", "heic", "Most Compatible"],
    ["....ftypisom....", "film", "film"],
    ["<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'>", "svg", "not run here"],
    ["%PDF-1.7", "pdf", "PDF"],
    ["II*\0", "tiff", "JPEG or PNG"],
    ["hello", "unknown", "JPEG, PNG"],
  ];
  for (const [head, kind, fault] of kinds) {
    const told = kindOf(latin(head), 1000);
    assert.equal(told.kind, kind);
    assert.equal(told.fault === "", fault === "", kind);
    assert.ok(told.fault.includes(fault), told.fault);
  }
  // Some browsers read these, and are asked first.
  assert.deepEqual(["....ftypheic....mif1", "<svg >", "\xff\xd8\xff"].map((head) => kindOf(latin(head), 100).isTried), [true, false, true]);
  assert.match(kindOf(latin(""), 0).fault, /empty/);
  assert.match(kindOf(latin("\xff\xd8\xff"), 2e8).fault, /200 MB/);
});

test("a picture that moves is taken, and that it moves is told", () => {
  const frame = "\x21\xf9\x04\0\0\0\0\0\x2c";
  assert.equal(kindOf(latin(`GIF89a${frame}`), 100).note, "");
  assert.match(kindOf(latin(`GIF89a${frame}${frame}`), 100).note, /first picture/);
  assert.match(kindOf(latin("\x89PNG\r\n\x1a\n....acTL"), 100).note, /first picture/);
});

test("in a folder only pictures are looked at", () => {
  assert.deepEqual(["a.JPG", "b.heic", "c.svg"].map(looksLikePicture), [true, true, true]);
  assert.deepEqual([".a.jpg", "Thumbs.db", "notes.txt"].map(looksLikePicture), [false, false, false]);
});

test("a smaller picture is the mean of what each of its pixels covers", () => {
  const two = Uint8Array.of(0, 10, 20, 100, 10, 20, 50, 10, 20, 50, 10, 20);
  assert.deepEqual([...resized(two, 2, 1)], [50, 10, 20]);
  assert.deepEqual([...resized(resized(two, 2, 4), 4, 2)], [...two]);
  const flat = new Uint8Array(3 * 64 * 64).fill(77);
  assert.ok(resized(flat, 64, 48).every((value) => value === 77));
  const one = new Uint8Array(3 * SIDE * SIDE).fill(9);
  assert.equal(packed([one, one], 32).byteLength, 2 * 3 * 32 * 32);
  assert.deepEqual([...withoutAlpha(Uint8ClampedArray.of(1, 2, 3, 255))], [1, 2, 3]);
});

test("a zip is read as it was written, and as others pack it", async () => {
  const entries = [{ name: "Höhe/1.png", data: latin("first") }, { name: "Höhe/2.png", data: new Uint8Array(3000).fill(7) }];
  const bytes = await bytesOf(zipOf(entries));
  const found = [];
  for await (const entry of entriesOf(bytes)) found.push(entry);
  assert.deepEqual(found.map(({ name, data }) => [name, [...data]]), entries.map(({ name, data }) => [name, [...data]]));
  for await (const { name, data } of entriesOf(deflated("a.txt", latin("x".repeat(500))))) assert.deepEqual([name, data.length], ["a.txt", 500]);
});

test("a damaged zip is told by what is wrong with it", async () => {
  const bytes = await bytesOf(zipOf([{ name: "a.png", data: latin("picture") }]));
  const all = async (given) => {
    for await (const entry of entriesOf(given)) assert.ok(entry);
  };
  await assert.rejects(all(latin("no zip at all, only a text that is long enough")), /no zip archive/);
  await assert.rejects(all(bytes.slice(0, -5)), ZipError);
  const other = bytes.slice();
  other[30 + 5 + 2] ^= 1;
  await assert.rejects(all(other), /“a\.png” is not what it was/);
  // One that promises few bytes and unpacks to many stops where it said it would.
  await assert.rejects(all(deflated("bomb", new Uint8Array(100_000), 10)), /longer than it says/);
});

/** A zip with one deflated entry, whose size may be told wrongly. */
function deflated(name, data, told = data.length) {
  const [named, body] = [latin(name), deflateRawSync(data)];
  let sum = ~0;
  for (const byte of data) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1;
  }
  const shared = (view, at) => {
    view.setUint16(at, 8, true);
    view.setUint32(at + 6, ~sum >>> 0, true);
    view.setUint32(at + 10, body.length, true);
    view.setUint32(at + 14, told, true);
    view.setUint16(at + 18, named.length, true);
  };
  const [local, central, end] = [30, 46, 22].map((size) => new DataView(new ArrayBuffer(size)));
  local.setUint32(0, 0x04034b50, true);
  shared(local, 8);
  central.setUint32(0, 0x02014b50, true);
  shared(central, 10);
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(10, 1, true);
  end.setUint32(16, 30 + named.length + body.length, true);
  return Uint8Array.from([local, named, body, central, named, end].flatMap((part) => [...new Uint8Array(part.buffer ?? part, part.byteOffset ?? 0, part.byteLength)]));
}

test("what the camera refuses is a sentence with a way out", () => {
  const named = (name) => Object.assign(new Error("as the browser says it"), { name });
  assert.match(wordsOf(named("NotAllowedError")), /Allow it/);
  assert.match(wordsOf(named("NotFoundError")), /no camera/);
  assert.match(wordsOf(named("NotReadableError")), /another program/);
  assert.match(wordsOf(named("OverconstrainedError")), /no longer there/);
  assert.match(wordsOf(named("Odd")), /as the browser says it/);
});

test("a network stands in its page as data that nothing can break out of", () => {
  const json = safeJson(JSON.stringify({ name: "</script><!--\u2028" }));
  assert.ok(!/[<\u2028]/.test(json));
  assert.equal(JSON.parse(json).name, "</script><!--\u2028");
  const page = filled("<a>\u0001model\u0001</a><b>\u0001python\u0001</b>", { model: "$& 1", python: "2" });
  assert.equal(page, "<a>$& 1</a><b>2</b>");
  assert.throws(() => filled("", { model: "1" }), /0 places for model/);
});
