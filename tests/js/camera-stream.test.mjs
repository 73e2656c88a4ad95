import assert from "node:assert/strict";
import test from "node:test";
import { CameraStream } from "../../site/static/js/model/camera-stream.js";

/** A browser with two cameras, and what it was asked for. */
function browser({ refuses = "" } = {}) {
  const asked = [];
  const streams = [];
  return {
    asked,
    streams,
    getUserMedia: async ({ video }) => {
      asked.push(video);
      if (refuses) throw Object.assign(new Error(refuses), { name: refuses });
      const track = Object.assign(new EventTarget(), { live: true, stop: () => (track.live = false), getSettings: () => ({ deviceId: video.deviceId?.exact ?? "front" }) });
      const stream = { track, getTracks: () => [track], getVideoTracks: () => [track] };
      streams.push(stream);
      return stream;
    },
    enumerateDevices: async () => [
      { kind: "audioinput", deviceId: "ear", label: "" },
      { kind: "videoinput", deviceId: "front", label: "Front camera" },
      { kind: "videoinput", deviceId: "back", label: "" },
    ],
  };
}

test("another camera that is chosen is asked for by its id, and the first one is let go", async () => {
  const devices = browser();
  const camera = new CameraStream(() => {}, devices);
  await camera.start();
  assert.equal(devices.asked[0].facingMode, "user");
  assert.deepEqual(camera.cameras, [{ id: "front", name: "Front camera" }, { id: "back", name: "Camera 2" }]);
  await camera.start("back");
  assert.deepEqual([devices.asked[1].deviceId, camera.chosen, camera.phase], [{ exact: "back" }, "back", "on"]);
  assert.deepEqual(devices.streams.map(({ track }) => track.live), [false, true]);
  camera.stop("Released.");
  assert.deepEqual([devices.streams[1].track.live, camera.phase, camera.words], [false, "off", "Released."]);
});

test("a camera that is switched off before the browser has answered never goes on", async () => {
  const devices = browser();
  const camera = new CameraStream(() => {}, devices);
  const starting = camera.start();
  camera.stop();
  await starting;
  assert.deepEqual([camera.phase, camera.stream, devices.streams[0].track.live], ["off", null, false]);
});

test("a camera that goes by itself is told, and one that was replaced says nothing", async () => {
  const devices = browser();
  const camera = new CameraStream(() => {}, devices);
  await camera.start();
  await camera.start("back");
  devices.streams[0].track.dispatchEvent(new Event("ended"));
  assert.equal(camera.phase, "on");
  devices.streams[1].track.dispatchEvent(new Event("ended"));
  assert.equal(camera.phase, "off");
  assert.match(camera.words, /unplugged/);
});

test("a refusal leaves the camera off with a sentence", async () => {
  const camera = new CameraStream(() => {}, browser({ refuses: "NotAllowedError" }));
  await camera.start();
  assert.equal(camera.phase, "off");
  assert.match(camera.words, /Allow it/);
});
