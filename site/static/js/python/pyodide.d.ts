/** The small part of Pyodide 0.28 that this site uses. */

export interface PyBuffer {
  /** a view into WebAssembly memory; its length becomes 0 when that memory has grown */
  data: Uint8Array;
  release(): void;
}

export interface PyFloatBuffer {
  data: Float32Array;
  release(): void;
}

export interface PyArray {
  getBuffer(type: "u8"): PyBuffer;
  getBuffer(type: "f32"): PyFloatBuffer;
  destroy(): void;
}

export interface PyFunction<Args extends unknown[], Result> {
  (...args: Args): Result;
  destroy(): void;
}

/** pycore.page.bridge.Instance */
export interface PyInstance {
  layout: PyFunction<[], string>;
  frame: PyFunction<[epochs: number, milliseconds: number], undefined>;
  configure: PyFunction<[changes: string], string>;
  revert: PyFunction<[forwards: boolean], string>;
  reset: PyFunction<[], undefined>;
  snapshot: PyFunction<[], string>;
  /** `data` is the JSON of OwnTable or null */
  use: PyFunction<[data: string], string>;
  load: PyFunction<[saved: string, binary: boolean], string>;
  ask: PyFunction<[question: string, details: string], string>;
  close: PyFunction<[], undefined>;
  readonly buffer: PyArray;
  readonly points: PyArray;
  destroy(): void;
}

/** pycore.page.bridge.Widget */
export interface PyWidget {
  view: PyFunction<[], string>;
  act: PyFunction<[action: string, details: string], string>;
  close: PyFunction<[], undefined>;
  destroy(): void;
}

/** pycore.page.bridge.PictureDesk */
export interface PyPictures {
  ask: PyFunction<[question: string, details: string, data?: ArrayBuffer], string>;
  close: PyFunction<[], undefined>;
  destroy(): void;
}

/** pycore.page.bridge */
export interface PyBridge {
  exhibit: PyFunction<[name: string, options: string], PyWidget>;
  images: PyFunction<[], PyPictures>;
  open: PyFunction<[hash: string, snapshot: string, data: string, compared: string], PyInstance>;
}

/** pycore.page.late_modules */
export interface PyLateModules {
  /** `read` gives a file's bytes at once, `archives` is JSON */
  install: PyFunction<[read: (url: string) => unknown, archives: string], undefined>;
  destroy(): void;
}

/** An object of Python's that JavaScript holds. */
export interface PyProxy {
  destroy(): void;
}

/** Python's sys module, asked for what an exception carries beside its text. */
export interface PySys {
  readonly last_exc?: { readonly key?: unknown; destroy(): void };
  destroy(): void;
}

/** A library that is loaded into Pyodide's memory. */
export interface Library {
  refcount: number;
  name: string;
  exports: Record<string, ((...args: unknown[]) => unknown) | undefined>;
  global: boolean;
}

export interface PyodideModule {
  HEAPU8: Uint8Array;
  API: { restoreSnapshot(given: Uint8Array): unknown };
  LDSO: { loadedLibsByName: Record<string, Library>; loadedLibsByHandle: Record<number, Library> };
  wasmTable: { length: number };
  addRunDependency(name: string): void;
  removeRunDependency(name: string): void;
  loadWebAssemblyModule(module: WebAssembly.Module, flags: object, name: string, scope: object): Library["exports"];
  pyproxy_alloc_map: Map<unknown, unknown>;
  enable_pyproxy_allocation_tracing(): void;
}

export interface Pyodide {
  pyimport(name: "pycore.page.bridge"): PyBridge;
  pyimport(name: "pycore.page.late_modules"): PyLateModules;
  pyimport(name: "sys"): PySys;
  toPy(value: unknown): PyProxy;
  ffi: { PythonError: new (...args: never[]) => Error & { type: string } };
  _module: PyodideModule;
}

/** What Pyodide's own script is started with. */
export interface ModuleSettings {
  thisProgram: string;
  arguments: string[];
  preRun: ((module: PyodideModule) => void)[];
  INITIAL_MEMORY?: number;
}

export interface LoadPyodideOptions {
  indexURL: string;
  lockFileURL: string;
  stdLibURL: string;
  packages?: string[];
  env?: Record<string, string>;
  /** private to this version: bytes of a snapshot */
  _loadSnapshot?: Uint8Array;
}

export interface PyodideScript {
  loadPyodide(options: LoadPyodideOptions): Promise<Pyodide>;
}
