/** One place for what a widget shows: a state that is replaced, never changed, and listeners that are told. */

import { report } from "./report-error.js";

/**
 * @template {object} State
 */
export class Store {
  /** @type {State} */
  #state;
  /** @type {Set<(state: State, before: State) => void>} */
  #listeners = new Set();
  #fault;

  /**
   * @param {State} state
   * @param {(error: unknown) => void} [fault] told when a listener has thrown; the others are told of the state all the same
   */
  constructor(state, fault = report) {
    this.#state = state;
    this.#fault = fault;
  }

  get() {
    return this.#state;
  }

  /**
   * Replaces the state by one with these changes; listeners hear of it once, at once.
   * @param {Partial<State>} changes
   */
  set(changes) {
    const before = this.#state;
    this.#state = { ...before, ...changes };
    for (const listener of this.#listeners) {
      try {
        listener(this.#state, before);
      } catch (error) {
        this.#fault(error);
      }
    }
  }

  /**
   * @param {(state: State, before: State) => void} listener
   * @returns {() => void} stops listening
   */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
