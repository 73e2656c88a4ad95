/** A script that is loaded when the reader first wants what it does; if that fails, a sentence says so and offers another try. */

/** @template Module */
export class LaterScript {
  #what;
  #load;
  /** @type {Promise<Module> | null} */
  #module = null;
  #failures = 0;

  /**
   * @param {string} what it is for, as a sentence begins: "Your own data"
   * @param {() => Promise<Module>} load nothing but `() => import("…")`
   */
  constructor(what, load) {
    this.#what = what;
    this.#load = load;
  }

  /**
   * Has the script loaded, once, and uses it.
   * @param {Element} place that was pressed; a failure is told behind it
   * @param {(module: Module) => void} use
   * @returns {Promise<void>}
   */
  async wanted(place, use) {
    noteBehind(place)?.remove();
    place.setAttribute("aria-busy", "true");
    /** @type {Module} */
    let module;
    try {
      module = await (this.#module ??= this.#begin());
    } catch (error) {
      this.#module = null;
      this.#failures++;
      console.info(error);
      tell(place, `${this.#what} could not be loaded. Is the network there?`, () => void this.wanted(place, use));
      return;
    } finally {
      place.removeAttribute("aria-busy");
    }
    use(module);
  }

  /** @returns {Promise<Module>} */
  #begin() {
    // Many browsers remember that a script could not be had: the next try has to ask by another address, which stands in the function.
    const address = /import\(["'`]([^"'`]+)["'`]\)/.exec(String(this.#load))?.[1];
    if (!this.#failures || !address) return this.#load();
    return import(new URL(`${address}?try=${this.#failures}`, import.meta.url).href);
  }
}

/**
 * One thing that a later script makes, once, when it is first wanted.
 * @template Module, Thing
 */
export class LaterThing {
  #script;
  #place;
  #make;
  #isOver = false;
  /** what was made @type {Thing | null} */
  thing = null;

  /**
   * @param {LaterScript<Module>} script
   * @param {Element} place where a failure is told
   * @param {(module: Module) => Thing} make
   */
  constructor(script, place, make) {
    this.#script = script;
    this.#place = place;
    this.#make = make;
  }

  /** @param {(thing: Thing) => void} [use] */
  wanted(use) {
    void this.#script.wanted(this.#place, (module) => {
      if (this.#isOver) return;
      this.thing ??= this.#make(module);
      use?.(this.thing);
    });
  }

  /** Makes nothing from now on. @returns {Thing | null} what is to be disposed of */
  over() {
    this.#isOver = true;
    return this.thing;
  }
}

/** @param {Element} place */
function noteBehind(place) {
  const next = place.nextElementSibling;
  return next?.hasAttribute("data-not-loaded") ? next : null;
}

/** @param {Element} place @param {string} words @param {() => void} again */
function tell(place, words, again) {
  const note = document.createElement("p");
  note.className = "fault";
  note.setAttribute("role", "alert");
  note.dataset.notLoaded = "";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ghost";
  button.textContent = "Try again";
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    again();
  });
  note.append(`${words} `, button);
  place.after(note);
}
