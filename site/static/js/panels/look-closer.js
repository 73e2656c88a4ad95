/** "Look closer": its tabs, each of which asks Python only while it is shown. */

import "./later-shared.js";
import { asked } from "./reader-request.js";
import { find, part } from "./marked-elements.js";
import { Comparison } from "./comparison-panel.js";
import { LayersPanel } from "./layers-panel.js";
import { connectLoading } from "./load-panel.js";
import { connectSaving, pictureOf } from "./save-panel.js";
import { StepPanel } from "./step-panel.js";
import { connectTabs } from "./tabs.js";

/** @import { Session } from "../model/session.js" */
/** @import { PlaygroundState } from "../types.js" */
/** @import { Change } from "./control-kinds.js" */

export class Closer {
  #tab;
  #layers;
  #comparison;
  /** @type {PlaygroundState | null} */
  #state = null;

  /**
   * @param {HTMLElement} root of the playground
   * @param {Session} session
   * @param {Change} change
   */
  constructor(root, session, change) {
    const closer = part(root, "closer");
    this.#tab = connectTabs(closer, () => this.#state && this.show(this.#state));
    this.#layers = new LayersPanel(part(closer, "layers"), () => session.ask("layers"));
    this.#comparison = new Comparison(find(closer, "[role=tabpanel][data-tab=seeds]"), {
      open: (kind) => session.compare(kind),
      choose: (changes) => {
        change(changes);
        asked(session.reset()); // after the change, so that it begins as the small one has begun
      },
    });
    new StepPanel(part(closer, "step-run"), part(closer, "step"), () => session.ask("explainStep"));
    const files = find(closer, "[role=tabpanel][data-tab=save]");
    connectLoading(files, part(closer, "load-note"), (saved, binary) => session.load(saved, binary));
    connectSaving(files, part(closer, "save-note"), {
      ask: (what) => session.ask("save", { what }),
      picture: () => pictureOf(find(root, ".field-map", HTMLCanvasElement), [".contour", ".points"].map((name) => find(root, `.map ${name}`, HTMLCanvasElement))),
      link: () => new URL(`#${session.store.get().layout.hash}`, location.href).href,
    });
  }

  /** @param {PlaygroundState} state */
  show(state) {
    const other = state.layout !== this.#state?.layout || state.phase !== this.#state.phase;
    this.#state = state;
    if (this.#tab() === "layers") this.#layers.show(state);
    if (other) this.#comparison.show(state);
  }

  dispose() {
    void this.#comparison.close();
  }
}
