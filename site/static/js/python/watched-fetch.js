/** A fetch that watches the runtime's files: counts their bytes, checks their digests, and names the one that is wrong. */

/** @import { PinnedFile } from "../types.js" */

/** A file of the runtime did not come, or came with other bytes. */
export class BootError extends Error {
  name = "BootError";

  /**
   * @param {string} message
   * @param {string} [url] of the file
   * @param {boolean} [differs] whether it came, with other bytes
   */
  constructor(message, url = "", differs = false) {
    super(message);
    this.url = url;
    this.differs = differs;
  }
}

/** @typedef {(bytes: Uint8Array) => Promise<string>} Digest SHA-256 in hexadecimal */

/**
 * Answers go to the caller untouched, so that compiling while streaming and the browser's code cache keep working; a copy
 * is read beside them. Files not listed are fetched as they are.
 * @param {object} options
 * @param {Record<string, PinnedFile>} options.files by absolute URL
 * @param {(loaded: number) => void} options.report told of all bytes received so far
 * @param {typeof fetch} options.fetch
 * @param {Digest | null} options.digest null where the browser has none (pages without https): then lengths are compared
 * @param {(url: string) => string} [options.nameOf] a file's name in messages
 */
export function watchFetch({ files, report, fetch, digest, nameOf = (url) => url }) {
  let loaded = 0;
  /** @type {(error: BootError) => void} */
  let fail = () => {};
  /** @type {Promise<never>} */
  const failed = new Promise((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {}); // seen by whoever waits for it; a boot that ended otherwise does not
  /** @type {Map<string, Promise<void>>} */
  const checks = new Map();

  /**
   * @param {string} url
   * @param {string} sentence
   */
  function failure(url, sentence, differs = false) {
    const error = new BootError(`${nameOf(url)} ${sentence}`, url, differs);
    fail(error);
    return error;
  }

  /**
   * @param {string} url
   * @param {Response} copy
   */
  async function check(url, copy) {
    const expected = files[url];
    const received = await readAll(url, copy);
    const found = digest ? await digest(received) : "";
    if (found === expected.sha256 || (!digest && received.length === expected.bytes)) return;
    const what = digest ? `SHA-256 ${found.slice(0, 12)}…` : "another length";
    throw failure(
      url,
      `is not the file this page was made with: expected ${expected.bytes} bytes with SHA-256 ` +
        `${expected.sha256.slice(0, 12)}…, received ${received.length} bytes with ${what}`,
      true,
    );
  }

  /**
   * @param {string} url
   * @param {Response} copy
   */
  async function readAll(url, copy) {
    if (!copy.body) return new Uint8Array(await copy.arrayBuffer());
    /** @type {Uint8Array[]} */
    const chunks = [];
    const reader = copy.body.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        chunks.push(value);
        loaded += value.length;
        report(loaded);
      }
    } catch (cause) {
      throw failure(url, `did not arrive whole: ${sentenceOf(cause)}`);
    }
    return joined(chunks);
  }

  /** @type {typeof fetch} */
  async function watched(resource, init) {
    const url = resource instanceof Request ? resource.url : new URL(resource, globalThis.location?.href).href;
    if (!(url in files)) return fetch(resource, init);
    /** @type {Response} */
    let response;
    try {
      // A digest checked here names the file; the browser's own check would only say that fetching failed.
      response = await fetch(resource, digest ? { ...init, integrity: "" } : init);
    } catch (cause) {
      throw failure(url, `could not be fetched: ${sentenceOf(cause)}`);
    }
    if (!response.ok) {
      failure(url, `could not be fetched: the server answered ${response.status} ${response.statusText}`.trimEnd());
      return response;
    }
    const checking = check(url, response.clone());
    checking.catch(() => {}); // reported through `failed`
    checks.set(url, checking);
    return url.endsWith(".wasm") ? asWasm(response) : response;
  }

  /**
   * What `read` makes of a file, once that has been checked.
   * @template T
   * @param {string} url
   * @param {(response: Response) => Promise<T>} read
   * @returns {Promise<T>}
   */
  async function checkedFile(url, read) {
    const response = await watched(url);
    if (!response.ok) return failed;
    const made = await read(response);
    await checks.get(url);
    return made;
  }

  return {
    fetch: watched,
    /** Rejects with the first BootError; never resolves. */
    failed,
    /** Resolves when every file fetched so far has been checked. */
    checked: async () => {
      await Promise.all(checks.values());
    },
    /**
     * The text of a checked file.
     * @param {string} url
     * @returns {Promise<string>}
     */
    text: (url) =>
      checkedFile(url, (response) =>
        response.text().catch((cause) => {
          throw failure(url, `did not arrive whole: ${sentenceOf(cause)}`);
        }),
      ),
    /**
     * The module in a checked file of WebAssembly, compiled while it comes.
     * @param {string} url
     * @returns {Promise<WebAssembly.Module>}
     */
    compiled: (url) => checkedFile(url, (response) => WebAssembly.compileStreaming(response)),
    /**
     * What a checked file holds that was compressed with gzip.
     * @param {string} url
     * @returns {Promise<Uint8Array>}
     */
    unpacked: (url) =>
      checkedFile(url, async ({ body }) => {
        if (!body) throw new TypeError("the browser gives no stream of what it fetches");
        return new Uint8Array(await new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
      }),
  };
}

/**
 * Browsers only compile while streaming what is declared as WebAssembly; some simple servers don't say so.
 * @param {Response} response
 */
function asWasm(response) {
  if (response.headers.get("content-type")?.split(";")[0].trim() === "application/wasm") return response;
  return new Response(response.body, { status: 200, headers: { "content-type": "application/wasm" } });
}

/** @param {Uint8Array[]} chunks */
function joined(chunks) {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** @param {unknown} cause */
function sentenceOf(cause) {
  return cause instanceof Error ? cause.message : String(cause);
}

/** SHA-256 by the browser, where it has it. @type {Digest | null} */
export const sha256 = globalThis.crypto?.subtle
  ? async (bytes) => {
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", /** @type {Uint8Array<ArrayBuffer>} */ (bytes)));
      return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
    }
  : null;
