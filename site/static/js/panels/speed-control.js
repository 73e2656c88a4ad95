/** The three speeds: slow, one epoch per frame, and as fast as the page stays smooth. */

/** @import { Change } from "./control-kinds.js" */
/** @import { PlaygroundState, SettingValue } from "../types.js" */

/** What "Slow" means until the reader has chosen another share, in percent. */
const SLOW = 10;

/** Numbers the groups of radio buttons, which are told apart by their names all over the page. */
let groups = 0;

export class SpeedControl {
  #radios;
  #slow = SLOW;

  /**
   * @param {HTMLElement} group with radio buttons of the values "slow", "100" and "max"
   * @param {Change} change
   */
  constructor(group, change) {
    this.#radios = [...group.querySelectorAll("input")];
    const name = `speed-${++groups}`;
    for (const radio of this.#radios) {
      radio.name = name;
      radio.addEventListener("change", () => change({ animationSpeed: this.#speedOf(radio.value) }));
    }
  }

  /** @param {PlaygroundState} state */
  show({ layout, pending }) {
    const speed = pending.animationSpeed ?? layout.settings.animationSpeed;
    const chosen = choiceOf(speed);
    if (chosen === "slow") this.#slow = Number(speed);
    for (const radio of this.#radios) {
      radio.checked = radio.value === chosen;
      const share = radio.closest("label")?.querySelector("[data-share]");
      if (share) share.textContent = chosen === "slow" ? ` ${this.#slow}%` : "";
    }
  }

  /** @param {string} choice */
  #speedOf(choice) {
    if (choice === "slow") return this.#slow;
    return choice === "max" ? choice : Number(choice);
  }
}

/** @param {SettingValue} speed */
function choiceOf(speed) {
  if (speed === "max") return "max";
  return Number(speed) < 100 ? "slow" : "100";
}
