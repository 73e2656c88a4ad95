/** The camera in the page: switched on and off, chosen, shown as in a mirror, and read as it is. */

import { CameraStream } from "../model/camera-stream.js";
import { squareOf } from "./picture-reading.js";
import { find, part } from "./marked-elements.js";

export class CameraView {
  #video;
  #off;
  #button;
  #choices;
  #select;
  #told;
  #changed;
  #camera;

  /**
   * @param {HTMLElement} box
   * @param {() => void} changed it goes on or off
   */
  constructor(box, changed) {
    this.#video = find(box, "[data-part=video]", HTMLVideoElement);
    this.#off = part(box, "camera-off");
    this.#button = find(box, "[data-action=camera]", HTMLButtonElement);
    this.#choices = part(box, "cameras");
    this.#select = find(box, "[data-part=camera-choice]", HTMLSelectElement);
    this.#told = part(box, "camera-told");
    this.#changed = changed;
    this.#camera = new CameraStream(() => this.#show());
    this.#button.addEventListener("click", () => {
      if (this.#camera.phase === "off") void this.#camera.start();
      else this.#camera.stop("The camera is released.");
    });
    this.#select.addEventListener("change", () => void this.#camera.start(this.#select.value));
    this.#video.addEventListener("loadeddata", () => this.#changed());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#camera.stop("The camera was released when this page went out of sight. Switch it on again when you want it.");
    });
    addEventListener("pagehide", () => this.#camera.stop("The camera was released when you left the page."));
  }

  get isOn() {
    return this.#camera.phase === "on" && this.#video.readyState >= 2;
  }

  /** @param {string} words why, "" for none */
  stop(words) {
    this.#camera.stop(words);
  }

  /** The picture of this moment, not mirrored. @returns {Uint8Array | null} */
  grab() {
    const { videoWidth, videoHeight } = this.#video;
    return this.isOn && videoWidth ? squareOf(this.#video, videoWidth, videoHeight) : null;
  }

  #show() {
    const { phase, words, stream, cameras, chosen, isFront } = this.#camera;
    if (this.#video.srcObject !== stream) {
      this.#video.srcObject = stream;
      if (stream) void this.#video.play().catch(() => {}); // it was switched off before it could begin
    }
    this.#video.toggleAttribute("data-mirrored", isFront);
    this.#off.hidden = phase === "on";
    this.#off.textContent = phase === "asking" ? "The browser asks you whether this page may use the camera." : "The camera is off.";
    this.#button.textContent = phase === "off" ? "Switch the camera on" : "Switch it off";
    this.#told.textContent = words;
    this.#choices.hidden = phase !== "on" || cameras.length < 2;
    const options = cameras.map(({ id, name }) => new Option(name, id, false, id === chosen));
    this.#select.replaceChildren(...options);
    this.#changed();
  }
}
