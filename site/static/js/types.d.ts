/** Shapes that several modules share: the settings table, one frame of the model, and the calls a page makes to Python. */

export type SettingValue = string | number | boolean | number[] | string[] | null;

/** One row of pycore's settings table, as the builder writes it into the page. */
export interface SettingRow {
  key: string;
  name: string;
  kind: "choice" | "number" | "integer" | "flag" | "text" | "shape" | "names" | "integers" | "expressions";
  label: string;
  default: SettingValue;
  options: [SettingValue, string][];
  minimum: number | null;
  maximum: number | null;
  /** lowest, highest and step of the page's slider; empty when there is none */
  slider: number[];
  /** what a change draws anew */
  restarts: "no" | "picture" | "network" | "data";
  group: string;
  /** ways to have something to act on: the values that other settings need; empty for what always acts */
  needs: Record<string, SettingValue[]>[];
  /** what to say where none of them holds */
  idle: string;
}

export interface Section {
  /** bytes from the start of the frame */
  offset: number;
  /** items, not bytes */
  length: number;
  type: "f64" | "f32" | "u8";
}

export interface Feature {
  key: string;
  label: string;
  active: boolean;
}

/** What a frame's bytes mean. Changes only when settings do. */
export interface Layout {
  hash: string;
  settings: Record<string, SettingValue>;
  problems: { key: string; message: string }[];
  /** active inputs, units of each hidden layer, outputs */
  shape: number[];
  /** 0 for regression, else 2 or more; three and more have one output each */
  classes: number;
  /** all features, in the order of the input nodes */
  features: Feature[];
  mapSide: number;
  unitSide: number;
  shades: number;
  /** the maps show [-extent, extent] on both axes */
  extent: number;
  points: { train: number; test: number };
  sections: Record<SectionName, Section> & { contour?: Section };
  bytes: number;
  /** the reader's own data that are learned; the builder's first frame has no such field */
  own?: OwnDescription | null;
}

/** The reader's own data, as they are kept and given to Python. */
export interface OwnTable {
  /** CSV */
  text: string;
  /** whether rows that can't be used are left out */
  skipBad: boolean;
}

/** What Python says of the reader's own data. */
export interface OwnDescription {
  kind: "classification" | "regression";
  classes: string[];
  columns: string[];
  rows: number;
  /** rows that could not be used */
  leftOut: number;
  /** what was done to each axis, in words */
  scaling: string;
  /** sentences on what was chosen, or looks odd */
  notes: string[];
}

/** What pycore.data.table_editor says of a table while it is being made. */
export interface Sheet {
  text: string;
  /** how a file was read, where that was guessed */
  told: string;
  empty: boolean;
  /** null while the text gives no table */
  table: OwnDescription | null;
  goodRows: number;
  problems: { line: number; column: number; text: string }[];
  problemCount: number;
  columns: string[];
  /** line and three cells of the first rows */
  rows: [number, string, string, string][];
  rowCount: number;
  points: SheetPoints;
  brushes: { label: string; value: number }[];
}

/** Points in the drawing plane: the line of each, and x1, x2, label of all. */
export interface SheetPoints {
  lines: number[];
  places: number[];
  classes: number;
}

export type SectionName = "header" | "parameters" | "history" | "output" | "units" | "features" | "kept";

/** Typed views into one frame's buffer; no copies, so a view lives as long as the buffer does. */
export interface Frame {
  layout: Layout;
  buffer: ArrayBuffer;
  header: Float64Array;
  parameters: Float64Array;
  /** rows of epoch, training and test loss, training and test accuracy */
  history: Float64Array;
  output: Uint8Array;
  units: Uint8Array;
  features: Uint8Array;
  /** 0 for each hidden unit that dropout leaves out of the present epoch, else 1 */
  kept: Uint8Array;
  /** x1, x2, x1, x2 of each piece of the line between the sides; null when it is not asked for */
  contour: Float32Array | null;
}

/** The output's map of one frame once more, finer. */
export interface FineMap {
  frame: Frame;
  side: number;
  output: Uint8Array;
  /** as in the frame; all are in use */
  contour: number[];
}

/** The first frame, rendered by the builder into the page; both byte fields are base64. A lesson has the layout only, with the settings that are not as by default. */
export interface First {
  layout: Layout;
  frame?: string;
  points?: string;
}

export interface PinnedFile {
  bytes: number;
  sha256: string;
}

/** What the worker needs to start Python. */
/** The memory of a Python that has imported what a playground needs, made by the builder. */
export interface Snapshot {
  /** what it differs in from a memory at the start, compressed with gzip */
  url: string;
  /** the libraries of NumPy, in the order in which they are loaded; each path is below `folder` */
  libraries: { path: string; url: string }[];
  /** where packages lie in Pyodide */
  folder: string;
  /** bytes of the memory */
  heap: number;
  /** functions in the table */
  slots: number;
  /** what Pyodide keeps of itself beside the memory */
  state: unknown;
  /** the libraries' paths by Python's handles of them */
  handles: Record<string, string>;
  /** every file that such a start fetches, by URL */
  files: Record<string, PinnedFile>;
}

export interface PyodideConfig {
  /** URL of the top of the site */
  base: string;
  /** URL below which the same files lie as below that; "" for none */
  mirror: string;
  indexURL: string;
  lockFileURL: string;
  /** the modules of the standard library that a start imports */
  stdLibURL: string;
  packages: string[];
  /** every file fetched by a start without the snapshot, by URL */
  files: Record<string, PinnedFile>;
  /** null where there is none: Python then starts as Pyodide starts elsewhere */
  snapshot: Snapshot | null;
  /** archives that come when a module is missed, by what they have */
  late: Record<string, PinnedFile & { url: string }>;
}

export interface SiteConfig {
  /** names this build of the site */
  build: string;
  /** the worker's script, as all paths here relative to the top of the site */
  worker: string;
  /** the page that lends the Python which frames share */
  lender: string;
  settings: SettingRow[];
  /** the names of each widget's values */
  widgets: Record<string, string[]>;
  serviceWorker: string;
  /** the page that a reader's network is put into */
  networkPage: string;
  /** the lessons' names, as in their addresses */
  lessons: string[];
  /** whether all pages are in one file, which has no others beside it */
  isOneFile?: boolean;
}

export interface BootProgress {
  stage: "waiting" | "downloading" | "starting" | "importing" | "ready";
  /** bytes of the runtime received so far, and in all */
  loaded: number;
  total: number;
}

/** A newly opened instance, with its first frame. */
export interface Opened {
  layout: Layout;
  points: Float32Array;
  frame: ArrayBuffer;
}

export interface Configured {
  restarted: "no" | "network" | "data";
  layout: Layout;
  /** null when the points are the same as before */
  points: Float32Array | null;
  frame: ArrayBuffer;
  /** of "revert": which change it was, "" where there is none */
  words?: string;
}

export interface Diagnosis {
  /** pages and frames that use this worker */
  pages: number;
  instances: number;
  /** open widgets of lessons */
  widgets: number;
  /** Python objects that JavaScript holds; counted from the first diagnosis on */
  proxies: number;
  /** bytes of WebAssembly memory */
  heap: number;
}

/** Every call a page can make, with its arguments and its answer; all but the first and the last three concern one model. */
export interface Calls {
  /** `isPlain`: without the memory that the builder made */
  boot: { args: [isPlain: boolean]; result: null };
  /** `compared` is "" for one network, else what many differ in: a kind of pycore.page.comparison */
  open: { args: [hash: string, snapshot: string, data: string, compared: string]; result: Opened };
  /** a lesson's widget, its options as JSON; the view as JSON */
  exhibit: { args: [name: string, options: string]; result: string };
  /** what learns from a reader's pictures, pycore.page.bridge.PictureDesk */
  pictures: { args: []; result: null };
  /** a question of it, its details and the answer as JSON; `data` are bytes of pictures, or of a file */
  picturesAsk: { args: [question: string, details: string, data: ArrayBuffer | null]; result: string };
  frame: { args: [epochs: number, milliseconds: number, spare: ArrayBuffer | null]; result: ArrayBuffer };
  configure: { args: [changes: string]; result: Configured };
  /** own data as JSON */
  use: { args: [data: string]; result: Configured };
  /** the text of a saved playground, or its bytes in base64 */
  load: { args: [saved: string, binary: boolean]; result: Configured };
  /** takes the latest change back, or makes it again; the answer has it in "words" */
  revert: { args: [forwards: boolean]; result: Configured };
  reset: { args: []; result: ArrayBuffer };
  /** a question of pycore.page.bridge, its details and the answer as JSON */
  ask: { args: [question: string, details: string]; result: string };
  act: { args: [action: string, details: string]; result: string };
  /** sends a snapshot, if anything has changed since the last one */
  keep: { args: []; result: null };
  close: { args: []; result: null };
  diagnose: { args: []; result: Diagnosis };
  /** bytes of Python's memory */
  memory: { args: []; result: number };
  ping: { args: []; result: null };
  /** the page leaves; there is no answer */
  goodbye: { args: []; result: null };
}

export type CallName = keyof Calls;
export type Handlers = { [K in CallName]: (...args: Calls[K]["args"]) => Calls[K]["result"] | Promise<Calls[K]["result"]> };

export interface ErrorReport {
  /** class of the exception: "SettingError", "BootError", ... */
  kind: string;
  /** one sentence, the last line of the traceback */
  message: string;
  traceback: string;
  /** the setting at fault, when the error names one */
  key: string;
  /** true when Python can't go on and the worker has to be replaced */
  fatal: boolean;
}

/** The colours of one theme, made once from its tokens. */
export interface Palette {
  /** CSS colours of the 31 shades, then of "not a number" */
  solid: string[];
  /** the same at map strength over the card, as the Uint32 pixels of ImageData */
  map: Uint32Array;
  /** the same for how sure a network is: from undecided to certain */
  sureMap: Uint32Array;
  /** CSS colours of the classes, where there are several */
  classes: string[];
  /** pixels of 32 times a class plus its probability as 0 to 31 */
  classMap: Uint32Array;
  /** the same for each class alone */
  classMaps: Uint32Array[];
  ink: string;
  ink2: string;
  ink3: string;
  line: string;
  lineStrong: string;
  card: string;
  sunken: string;
  train: string;
  test: string;
  focus: string;
  font: string;
}

/** What the page says of a thing that went wrong. */
export interface Problem {
  title: string;
  message: string;
  details: string;
  /** what the one button does, if there is one */
  action: "retry" | "reset" | "slower" | "stop" | "smaller" | "";
  /** the learning rate that "slower" sets */
  rate?: number;
}

/** A moment at which settings changed while training went on. */
export interface Mark {
  epoch: number;
  /** what they changed to */
  text: string;
}

/** All that a playground shows. Replaced, never changed in place. */
export interface PlaygroundState {
  /** "waiting": Python has not been asked for it yet */
  phase: "waiting" | "booting" | "open" | "failed";
  playing: boolean;
  /** asked to run before Python was there */
  eager: boolean;
  progress: BootProgress;
  layout: Layout;
  /** null while no frame belongs to the settings on the page */
  frame: Frame | null;
  /** the frame's map once more, while nothing trains */
  fine?: FineMap | null;
  /** x1, x2, label of each point; the training points first */
  points: Float32Array | null;
  /** settings changed on the page that Python has not confirmed yet, by address key */
  pending: Record<string, SettingValue>;
  /** by rising epoch, since the training began */
  marks: Mark[];
  /** sentence to show beside a control, by address key */
  faults: Record<string, string>;
  /** sentence about what an attribute asks for and can't be had, by its name; what was there before goes on */
  refused: Record<string, string>;
  /** what Python has been at work on for so long that the reader may want to give it up; "" for nothing */
  long: CallName | "";
  /** bytes of Python's memory if they are more than the device bears well, else 0 */
  heavy: number;
  problem: Problem | null;
}

/** Where the network's parts stand, in CSS pixels of its drawing. */
export interface NetworkNode {
  /** 0 for the inputs, then hidden layers, the output last */
  layer: number;
  /** position within its layer; for inputs the position among all features */
  unit: number;
  /** centre */
  x: number;
  y: number;
  side: number;
  active: boolean;
  label: string;
}

export interface NetworkLink {
  /** layer the link ends in, counted from 0 for the first hidden one */
  layer: number;
  unit: number;
  input: number;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Something in the network that can be looked at. */
export interface NetworkPart {
  kind: "input" | "unit" | "bias" | "weight";
  name: string;
  /** its number in pycore.picture.frame's `look`; 0 for biases and weights */
  look: number;
  /** its place among the parameters; -1 for inputs and units */
  index: number;
  /** centre, and the side of the square around it, in CSS pixels */
  x: number;
  y: number;
  side: number;
  link: NetworkLink | null;
}

export interface NetworkGeometry {
  width: number;
  height: number;
  compact: boolean;
  nodes: NetworkNode[];
  /** layer by layer, by unit, by active input */
  links: NetworkLink[];
  /** the same links by the gap between two columns that they fill */
  gaps: NetworkLink[][];
  /** stands for inactive inputs folded away on a narrow page */
  folded: { x: number; y: number; side: number; count: number } | null;
  /** x of each layer's centre: inputs, hidden layers, output */
  columns: number[];
  /** whether the columns' buttons stand below their numbers */
  stacked: boolean;
  /** x right of the inputs with their outlines, left of all links */
  inputsEnd: number;
}

/** A colour of the page by name, or a number from -1 to 1 on the scale of orange and blue. */
export type Tone = string | number;

/** [tag, attributes, what is inside]: one SVG element. */
export type Shape = [tag: string, attributes: Record<string, string>, inside: Shape[] | string];

export interface PlotAxis {
  low: number;
  high: number;
  ticks: [number, string][];
  label: string;
  log: boolean;
}

/** What pycore.lessons.widgets.marks makes. */
export type PlotMark =
  | { mark: "line"; points: (number | null)[][]; tone: Tone; width: number; dashed: boolean; fade: number }
  | {
      mark: "dots";
      points: (number | null)[][];
      tones: Tone[];
      size: number;
      texts: string[];
      shape: "circle" | "square" | "diamond" | "ring";
      fade: number;
    }
  | { mark: "segments"; ends: (number | null)[][]; tones: Tone[]; width: number; fade: number; dashed: boolean }
  | { mark: "bars"; rows: number[][]; tones: Tone[]; fade: number }
  | { mark: "polygon"; points: (number | null)[][]; tone: Tone; fade: number }
  | { mark: "band"; low: number; high: number; tone: Tone; fade: number }
  | { mark: "cells"; rows: (number | null)[][]; extent: number[]; scale: "signed" | "heat" }
  | {
      mark: "note";
      at: (number | null)[];
      text: string;
      tone: Tone;
      anchor: string;
      size: number;
      strong: boolean;
      dx: number;
      dy: number;
    }
  | {
      mark: "node";
      at: number[];
      text: string;
      label: string;
      tone: Tone;
      shape: "circle" | "square" | "pill";
      width: number;
      height: number;
      fill: Tone;
      strong: boolean;
    }
  | { mark: "handle"; name: string; at: number[]; label: string; words: string; tone: Tone; along: "x" | "y" | "xy"; step: number[] }
  | { mark: "spots"; rows: [string, number, number, number, number, string][] };

export interface Plot {
  x: PlotAxis;
  y: PlotAxis;
  marks: PlotMark[];
  label: string;
  /** one scale for both axes */
  square: boolean;
  grid: boolean;
  /** points have three coordinates, and the reader can turn them */
  space: boolean;
}

export interface ExhibitTable {
  head: string[];
  rows: string[][];
  /** numbers of marked rows */
  strong?: number[];
  /** what a click on a row does, with its number as `row` */
  action?: string;
}

/** A value of a lesson's widget. */
export type WidgetValue = string | number | boolean | number[];

/** What a lesson's widget shows; see pycore/lessons/widgets/exhibit_base.py. */
export interface ExhibitView {
  texts?: Record<string, string>;
  values?: Record<string, WidgetValue>;
  /** in a first view, why a value is not taken */
  faults?: Record<string, string>;
  shown?: Record<string, boolean>;
  off?: string[];
  plots?: Record<string, Plot>;
  tables?: Record<string, ExhibitTable>;
  sheets?: Record<string, PictureSheet>;
  /** what stands on pads from now on, strokes in shares of their side */
  pads?: Record<string, [number, number][][]>;
  says?: string;
  busy?: boolean;
}

/** Small pictures in a row; see pycore/lessons/widgets/sheets.py. */
export interface PictureSheet {
  kind: "ink" | "signed";
  /** height and width in pixels of each picture */
  size: [number, number];
  /** a byte for each pixel, picture after picture, in base64 */
  shades: string;
  items: SheetItem[];
  /** what choosing one does, "" for nothing */
  action: string;
}

export interface SheetItem {
  name: string;
  caption: string;
  words: string;
  tone: string;
  /** left, top, width, height of a frame over a part of the picture, in shares of it */
  box: [number, number, number, number] | null;
}
