/** One place for what a widget shows: a state that is replaced, never changed, and listeners that are told. */

/**
 * @template {object} State
 */
export class Store {
  /** @type {State} */
  #state;
  /** @type {Set<(state: State, before: State) => void>} */
  #listeners = new Set();

  /** @param {State} state */
  constructor(state) {
    this.#state = state;
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
    for (const listener of this.#listeners) listener(this.#state, before);
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
