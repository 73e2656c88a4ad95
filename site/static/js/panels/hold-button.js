/** A button that does something again and again for as long as it is held: by pointer, by the space bar, or by Enter. */

export class HoldButton {
  #button;
  #every;
  #act;
  #ended;
  #timer = 0;

  /**
   * @param {HTMLButtonElement} button
   * @param {number} every milliseconds
   * @param {(isFirst: boolean) => boolean} act false ends it
   * @param {() => void} ended
   */
  constructor(button, every, act, ended) {
    this.#button = button;
    this.#every = every;
    this.#act = act;
    this.#ended = ended;
    button.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || button.disabled) return;
      button.setPointerCapture(event.pointerId);
      this.#begin();
    });
    for (const name of ["pointerup", "pointercancel", "lostpointercapture", "blur"]) button.addEventListener(name, () => this.end());
    button.addEventListener("keydown", (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      if (!event.repeat) this.#begin();
    });
    button.addEventListener("keyup", (event) => {
      if (event.key === " " || event.key === "Enter") this.end();
    });
    button.addEventListener("contextmenu", (event) => event.preventDefault()); // what a long touch would open
    document.addEventListener("visibilitychange", () => document.hidden && this.end());
  }

  get isHeld() {
    return this.#timer !== 0;
  }

  #begin() {
    if (this.isHeld || this.#button.disabled) return;
    this.#button.setAttribute("data-held", "");
    if (!this.#act(true)) {
      this.#button.removeAttribute("data-held");
      return;
    }
    this.#timer = setInterval(() => {
      if (!this.#act(false)) this.end();
    }, this.#every);
  }

  end() {
    if (!this.isHeld) return;
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#button.removeAttribute("data-held");
    this.#ended();
  }
}
