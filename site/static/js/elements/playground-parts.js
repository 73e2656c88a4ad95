/** What stands inside <py-playground>: each part is brought to life, told what the reader does, and shown every state of the session. */

import { guessSettings } from "../model/address.js";
import { decodeFirst } from "../draw/frame-views.js";
import { hideParts } from "../model/hidden-parts.js";
import { PLAYGROUND, pageAddress } from "../model/page-addresses.js";
import { withConsequences } from "../model/setting-rules.js";
import { pythonClient, settingsTable } from "../python/page-python.js";
import { asked } from "../panels/reader-request.js";
import { Controls } from "../panels/setting-controls.js";
import { Inspector } from "../panels/part-inspector.js";
import { placeLayerButtons, placeOverlay } from "../panels/network-buttons.js";
import { GoTo } from "../panels/go-to-epoch.js";
import { find, ifThere, part } from "../panels/marked-elements.js";
import { Readouts } from "../panels/readouts.js";
import { SpeedControl } from "../panels/speed-control.js";
import { View } from "../panels/playground-view.js";

/** @import { Changes } from "../model/change-queue.js" */
/** @import { Session } from "../model/session.js" */
/** @import { First, OwnTable, PlaygroundState } from "../types.js" */
/** @import { LaterScript } from "../panels/later-script.js" */
/** @import { PyPlayground } from "./py-playground.js" */

/** What whole playgrounds have beyond those in lessons; whole-playground.js brings it, for the pages that have these parts. */
export const whole = {
  /** the scripts of the larger parts @type {LaterScript<typeof import("../panels/own-data.js")> | null} */
  own: null,
  /** @type {LaterScript<typeof import("../panels/look-closer.js")> | null} */
  closer: null,
  /** @type {LaterScript<typeof import("../panels/settings-search.js")> | null} */
  search: null,
  /** @type {typeof import("../panels/batch-note.js").BatchNote | null} */
  BatchNote: null,
  /** @type {typeof import("../panels/confusion-tables.js").ConfusionTables | null} */
  ConfusionTables: null,
  /** @type {typeof import("../panels/formula-field.js").FormulaField | null} */
  FormulaField: null,
  /** @type {typeof import("./playground-attributes.js").PlaygroundAttributes | null} */
  PlaygroundAttributes: null,
  /** @type {typeof import("../panels/undo-buttons.js").UndoButtons | null} */
  UndoButtons: null,
  /** @type {typeof import("../panels/weights-table.js").WeightsTable | null} */
  WeightsTable: null,
  /** @type {typeof import("../panels/later-closer.js").LaterCloser | null} */
  LaterCloser: null,
  /** @type {typeof import("../panels/later-own-data.js").LaterOwnData | null} */
  LaterOwnData: null,
};

/**
 * What is shown until Python answers: the builder's frame, if that is what the address asks for.
 * @param {HTMLElement} inside
 * @param {string} address
 * @param {Set<string>} hidden names of parts
 * @param {boolean} isBooting whether Python has been asked for
 * @returns {PlaygroundState}
 */
export function firstState(inside, address, hidden, isBooting) {
  /** @type {First} */
  const first = JSON.parse(find(inside, "script[data-part=first]", HTMLScriptElement).textContent ?? "");
  // In a lesson the picture is a drawing only, until Python sends the first frame.
  const { frame, points } = decodeFirst(first);
  inside.toggleAttribute("data-still", frame === null);
  const drawn = { ...Object.fromEntries(settingsTable().map((row) => [row.key, row.default])), ...first.layout.settings };
  const guess = guessSettings(address, settingsTable());
  const settings = { ...drawn, ...guess };
  const whole = first.layout.features.every(({ key }) => !hidden.has(key));
  const same = whole && Object.keys(guess).every((key) => key === "hideText" || String(guess[key]) === String(drawn[key]));
  return {
    phase: isBooting ? "booting" : "waiting",
    playing: false,
    eager: false,
    progress: { stage: "waiting", loaded: 0, total: 0 },
    layout: { ...first.layout, settings },
    frame: same ? frame : null,
    points: same ? points : null,
    pending: {},
    marks: [],
    faults: {},
    refused: {},
    long: "",
    heavy: 0,
    problem: null,
  };
}

/**
 * @typedef {object} Surroundings
 * @property {() => Set<string>} hidden names of the parts that are hidden now
 * @property {boolean} isLean whether it stands in a lesson, with less around it
 * @property {string} start when Python is asked for
 * @property {() => void} wake asks for Python
 * @property {(name: string) => void} tell dispatches an event of the element
 */

/**
 * @param {PyPlayground} element
 * @param {Session} session
 * @param {Surroundings} surroundings
 * @returns {(() => void)[]} what lets go of everything again
 */
export function connectParts(element, session, { hidden, isLean, start, wake, tell }) {
  const table = settingsTable();
  const root = element.inside;
  const change = (/** @type {Changes} */ changes) => {
    const all = withConsequences(changes, element.state.settings);
    const others = table.filter(({ key }) => Object.hasOwn(all, key) && !Object.hasOwn(changes, key));
    if (others.length) readouts.speak(others.map(({ key, label }) => `${label} is ${all[key]} now.`).join(" "));
    return asked(session.configure(all));
  };
  const controls = new Controls(root, table, change);
  const formula = ifThere(root, "[data-part=formula]", (place) => new (named("FormulaField"))(place, change));
  const batchNote = ifThere(root, "[data-part=batch-note]", (place) => new (named("BatchNote"))(place, change));
  const speed = new SpeedControl(part(root, "speed"), change);
  const goTo = ifThere(root, "[data-part=goto]", (place) => new GoTo(place, find(root, "[data-action=goto]"), (epoch) => asked(session.goTo(epoch))));
  const dialog = root.querySelector("dialog[data-part=settings]");
  const readouts = new Readouts(root);
  const overlay = part(root, "overlay");
  const layerButtons = root.querySelector("[data-part=layer-buttons]");
  const inspector = new Inspector(part(root, "network"), part(root, "stops"), part(root, "part-card"), {
    inspect: (look, watch) => session.inspect(look, watch),
    setParameter: (index, value) => {
      const done = session.setParameter(index, value);
      asked(done);
      return done;
    },
    mark: (marked) => view.mark(marked),
    speak: (words) => readouts.speak(words),
  });
  /** @type {import("../panels/settings-search.js").SettingsSearch | null} */
  let search = null;
  const undo = ifThere(root, "[data-part=undo]", () => new (named("UndoButtons"))(root, session, (words) => readouts.speak(words)));
  const weights = ifThere(root, "[data-part=weights-tables]", (place) => new (named("WeightsTable"))(find(root, "details[data-part=weights]", HTMLDetailsElement), place));
  const confusion = ifThere(
    root,
    "[data-part=confusion-tables]",
    (place) => new (named("ConfusionTables"))(find(root, "details[data-part=confusion]", HTMLDetailsElement), place, () => session.ask("confusion")),
  );
  const closer = ifThere(root, "[data-part=closer]", () => new (named("LaterCloser"))(root, session, change, named("closer")));
  const ownModel = {
    ready: session.ready,
    ask: (/** @type {string} */ question, /** @type {object | undefined} */ details) => session.ask(question, details),
    use: (/** @type {OwnTable | null} */ table) => session.use(table),
    refresh: () => session.store.set({ layout: { ...session.store.get().layout } }),
  };
  const own = ifThere(root, "dialog[data-part=own]", () => new (named("LaterOwnData"))(root, ownModel, { remembers: element.dataset.address === "page" }, named("own")));
  const view = new View(root, (geometry, layout) => {
    inspector.placed(geometry, layout);
    const now = () => element.state.settings;
    placeOverlay(overlay, { geometry, layout, table, change, now, hidden: hidden(), toggleFold: () => view.toggleFold() });
    if (layerButtons instanceof HTMLElement) placeLayerButtons(layerButtons, layout, change, now);
  });
  if (isLean) view.expect(session.store.get().layout);
  const actions = {
    toggle: () => session.toggle(),
    step: () => asked(session.step()),
    reset: () => asked(session.reset()),
    goto: () => goTo?.toggle(),
    seed: () => asked(session.newSeed()),
    notice: () => asked(session.recover()),
    settings: () => {
      if (!(dialog instanceof HTMLDialogElement)) return;
      dialog.showModal();
      void whole.search?.wanted(find(dialog, ".sift"), ({ SettingsSearch }) => (search ??= new SettingsSearch(dialog, table, session.store)));
    },
    own: () => own?.open(),
    keys: () => element.showKeys(),
    tour: () => {
      root.querySelector("dialog[open]")?.closest("dialog")?.close();
      tell("tour");
    },
    "close-dialog": () => root.querySelector("dialog[open]")?.closest("dialog")?.close(),
  };
  const onclick = (/** @type {MouseEvent} */ event) => {
    if (event.target instanceof HTMLDialogElement) event.target.close(); // beside its contents
    const button = event.target instanceof Element ? event.target.closest("[data-action]") : null;
    const action = button?.getAttribute("data-action") ?? "";
    wake();
    if (action in actions) actions[/** @type {keyof typeof actions} */ (action)]();
  };
  root.addEventListener("click", onclick);
  // Several entries may come at once, the latest last.
  const sight = new IntersectionObserver((entries) => {
    session.visible = entries[entries.length - 1].isIntersecting;
  });
  sight.observe(element);
  const near = new IntersectionObserver(([entry]) => entry.isIntersecting && wake(), { rootMargin: "50% 0px" });
  if (start === "near") near.observe(element);
  const openLink = element.parentElement?.querySelector(":scope > figcaption [data-part=open-link]");
  /** @type {PlaygroundState | null} */
  let shown = null;
  return [
    () => view.dispose(),
    () => own?.dispose(),
    () => closer?.dispose(),
    () => sight.disconnect(),
    () => near.disconnect(),
    pythonClient().onprogress((progress) => {
      if (session.store.get().phase === "booting") session.store.set({ progress });
    }),
    session.store.listen((state) => {
      if (state.frame || Object.keys(state.pending).length) root.removeAttribute("data-still"); // the drawing is of other settings, or not needed
      readouts.show(state, shown);
      if (state.layout !== shown?.layout || state.pending !== shown.pending || state.faults !== shown.faults) {
        controls.show(state);
        if (state.layout !== shown?.layout && !isLean) hideParts(root, hidden()); // boards are left by what a setting shows, too
        formula?.show(state);
        batchNote?.show(state.layout);
        speed.show(state);
        own?.show(state.layout);
        if (openLink instanceof HTMLAnchorElement && state.layout.hash !== shown?.layout.hash) openLink.href = pageAddress(PLAYGROUND, state.layout.hash);
      }
      if (state.frame !== shown?.frame || state.fine !== shown?.fine || state.pending !== shown?.pending) view.draw(state);
      closer?.show(state);
      undo?.show(state);
      if (state.frame && state.frame !== shown?.frame) {
        inspector.show(state.frame);
        weights?.show(state.frame, state.playing);
        confusion?.show(state);
      }
      element.dataset.status = root.dataset.status;
      if (shown?.playing && !state.playing) queueMicrotask(() => tell("stopped"));
      shown = state;
    }),
  ];
}

/** @template {keyof typeof whole} Name @param {Name} name @returns {NonNullable<(typeof whole)[Name]>} */
function named(name) {
  const thing = whole[name];
  if (!thing) throw new Error(`this playground has a part for "${name}", and its page does not import whole-playground.js`);
  return thing;
}
