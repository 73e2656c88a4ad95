/** The camera: asked for when the reader wants it, changed to another one for real, let go when nobody looks; what fails is a sentence. */

/** @typedef {{ id: string, name: string }} CameraChoice */
/** @typedef {"off" | "asking" | "on"} CameraPhase */

/** Choices that name no camera but a side of the device; telephones have them. */
const SIDES = ["user", "environment"];

export class CameraStream {
  /** @type {CameraPhase} */
  phase = "off";
  /** a sentence on why it is off, "" for none */
  words = "";
  /** @type {CameraChoice[]} */
  cameras = [];
  /** the id of the camera that is on */
  chosen = "";
  /** whether it looks at the reader, who expects a mirror */
  isFront = true;
  /** @type {MediaStream | null} */
  stream = null;
  #devices;
  #changed;
  #tries = 0;

  /**
   * @param {() => void} changed
   * @param {MediaDevices | undefined} [devices]
   */
  constructor(changed, devices = navigator.mediaDevices) {
    this.#changed = changed;
    this.#devices = devices;
    devices?.addEventListener?.("devicechange", () => void (this.phase === "on" && this.#list().then(changed)));
  }

  /** @param {string} [id] of a camera, or of a side of the device; the one of last time without it */
  async start(id = this.chosen) {
    const turn = ++this.#tries;
    this.#release();
    if (!this.#devices?.getUserMedia) {
      this.#become("off", isSecureContext ? "This browser gives pages no camera." : "A browser gives pages the camera only over https, or on localhost.");
      return;
    }
    this.#become("asking", "");
    const size = { width: { ideal: 640 }, height: { ideal: 480 } };
    const video = !id ? { ...size, facingMode: "user" } : SIDES.includes(id) ? { ...size, facingMode: { ideal: id } } : { ...size, deviceId: { exact: id } };
    try {
      const stream = await this.#devices.getUserMedia({ video, audio: false });
      if (turn !== this.#tries) {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      const [track] = stream.getVideoTracks();
      track.addEventListener("ended", () => {
        if (this.stream === stream) this.stop("The camera has gone: it was unplugged, or another program took it. What was recorded is still here.");
      });
      this.stream = stream;
      const { deviceId = "", facingMode } = track.getSettings();
      this.chosen = deviceId || id;
      this.isFront = facingMode !== "environment" && id !== "environment";
      await this.#list();
      if (this.stream === stream) this.#become("on", "");
    } catch (error) {
      if (turn === this.#tries) this.#become("off", wordsOf(error));
    }
  }

  /** @param {string} [words] why */
  stop(words = "") {
    this.#tries++;
    const wasOn = this.phase !== "off";
    this.#release();
    if (wasOn) this.#become("off", words);
  }

  #release() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
  }

  async #list() {
    const found = (await this.#devices.enumerateDevices()).filter(({ kind, deviceId }) => kind === "videoinput" && deviceId);
    this.cameras = found.map(({ deviceId, label }, number) => ({ id: deviceId, name: label || `Camera ${number + 1}` }));
    // Telephones that name one camera only can still be asked for the other side.
    if (this.cameras.length < 2 && typeof matchMedia === "function" && matchMedia("(pointer: coarse)").matches) {
      this.cameras = [{ id: "user", name: "Front camera" }, { id: "environment", name: "Back camera" }];
      this.chosen = this.isFront ? "user" : "environment";
    }
  }

  /** @param {CameraPhase} phase @param {string} words */
  #become(phase, words) {
    this.phase = phase;
    this.words = words;
    this.#changed();
  }
}

/** @param {unknown} error */
export function wordsOf(error) {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return "The browser may not use the camera here. Allow it beside the page’s address, or in the browser’s settings for this site; or choose files, or draw.";
    case "NotFoundError":
    case "DevicesNotFoundError":
      return "There is no camera. Choose files, draw, or take the prepared pictures.";
    case "NotReadableError":
    case "TrackStartError":
    case "AbortError":
      return "The camera is there but gives no picture: perhaps another program uses it. Close that, and try again.";
    case "OverconstrainedError":
      return "That camera is no longer there. Choose another.";
    default:
      return `The camera could not be started${error instanceof Error && error.message ? `: ${error.message}` : ""}.`;
  }
}
