// @ts-check
/// <reference lib="webworker" />
/**
 * Keeps the site working without its server: holds every file of one build, and hands over to the next build whole.
 *
 * A build is installed completely or not at all. While a page of the old build is open the new one waits; when the last
 * page is reloaded, the old worker tells the new one to take over and answers with an empty page that then loads itself again.
 */

/**
 * The builder puts the list in. What is for `later` is kept once it has been used: few pages ever need it. Below `mirror`, if that is
 * not empty, Python's files lie as they do here.
 * @type {{build: string, files: {url: string, sha256: string, bytes: number, later?: boolean}[], mirror: string}}
 */
const SITE = { build: "", files: [], mirror: "" };

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const scope = worker.registration.scope;
//: Several copies of the site can share an origin, and then share its caches; the scope tells them apart.
const PREFIX = `pyground ${scope} `;
const CACHE = PREFIX + SITE.build;
//: The header of a cached answer that tells the digest of its bytes.
const DIGEST = "X-Pyground-Digest";
//: How long, in milliseconds, a new build may take to hear that it shall take over.
const PATIENCE = 2000;

/**
 * The page that loads itself again as soon as the new build is active; earlier than that, Chromium can lose the request
 * between the two workers. The icon is named, or the browser would ask for one at the top of the host.
 */
const HAND_OVER = `<!doctype html><link rel="icon" href="data:,"><script type="module">
const registration = await navigator.serviceWorker.getRegistration();
const look = () => {
  const { waiting, active } = registration;
  if (waiting) return;
  if (active.state === "activated") location.reload();
  else active.addEventListener("statechange", look, { once: true });
};
navigator.serviceWorker.addEventListener("controllerchange", look);
look();
</script>`;

/** The files of this build: absolute URL -> digest. */
const files = new Map(SITE.files.map((file) => [new URL(file.url, scope).href, file.sha256]));
const later = new Set(SITE.files.filter((file) => file.later).map((file) => new URL(file.url, scope).href));

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", (event) => {
  // A request that comes late must not be met: whoever sent it has shown the old build meanwhile.
  if (Date.now() > event.data.takeOverBefore) return;
  // Not awaited: it ends when this build is active, and the old one waits for our answer before it lets go.
  event.waitUntil(worker.skipWaiting());
  event.ports[0].postMessage("done");
});
worker.addEventListener("fetch", (event) => {
  const url = ours(event.request);
  if (url) event.respondWith(answer(event, url));
});

/** Puts every file of this build into its cache, taking over from earlier builds what has the same bytes. */
async function install() {
  const cache = await caches.open(CACHE);
  const kept = await keptAnswers();
  await Promise.all(
    Array.from(files, async ([url, digest]) => {
      const response = kept.get(digest)?.clone() ?? (later.has(url) ? null : await download(url, digest));
      if (response) await cache.put(url, new Response(response.body, { headers: headersOf(response, digest) }));
    }),
  );
}

/**
 * What the server says of a file goes for the copy, too: a page that the server isolates from other sites, or whose scripts it
 * limits, starts no worker without the like. What says how the bytes came does not.
 * @param {Response} response
 * @param {string} digest
 */
function headersOf(response, digest) {
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
  headers.set(DIGEST, digest);
  return headers;
}

/** Whether a file, by its URL, is one of Python's. @param {string} url */
function isPythons(url) {
  return /^(runtime|assets\/[0-9a-f]{12}\/python)\//.test(url.slice(scope.length));
}

/** Deletes the caches of earlier builds; on a first visit, serves the pages that are already open. */
async function activate() {
  const old = (await ourCaches()).filter((name) => name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  if (old.length === 0) await worker.clients.claim();
}

async function ourCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
}

/** All answers in our caches, by the digest of their bytes: the folder of a file changes its name with every build. */
async function keptAnswers() {
  /** @type {Map<string, Response>} */
  const kept = new Map();
  for (const name of await ourCaches()) {
    for (const response of await (await caches.open(name)).matchAll()) {
      const digest = response.headers.get(DIGEST);
      if (digest) kept.set(digest, response);
    }
  }
  return kept;
}

/**
 * Fetches `url`; when what the browser's own cache has is not what this build lists, asks the server.
 * @param {string} url @param {string} integrity
 */
async function download(url, integrity) {
  /** @type {(cache: RequestCache, from?: string) => Promise<Response>} */
  const get = async (cache, from = url) => {
    const response = await fetch(from, from === url ? { integrity, cache } : { integrity, cache, credentials: "omit", referrerPolicy: "no-referrer" });
    if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
    return response;
  };
  if (SITE.mirror && isPythons(url)) {
    try {
      return await get("default", SITE.mirror + url.slice(scope.length));
    } catch (error) {
      console.info(`it comes from the site itself: ${error}`);
    }
  }
  try {
    return await get("default");
  } catch (first) {
    try {
      return await get("reload");
    } catch (second) {
      throw new Error(`build ${SITE.build} can't be kept: ${url}: ${second}`, { cause: first });
    }
  }
}

/**
 * The URL under which this build has what is asked for, if it has it. Pages are found whatever their search part is.
 * @param {Request} request
 */
function ours(request) {
  if (request.method !== "GET") return undefined;
  const url = new URL(request.url);
  url.hash = "";
  if (request.mode === "navigate") url.search = "";
  if (url.href === scope) url.href += "index.html";
  return files.has(url.href) ? url.href : undefined;
}

/** @param {FetchEvent} event @param {string} url */
async function answer(event, url) {
  const { request } = event;
  if (request.mode === "navigate" && (await handOver())) {
    return new Response(HAND_OVER, { headers: { "Content-Type": "text/html", Refresh: "9" } });
  }
  const cache = await caches.open(CACHE);
  const kept = request.cache === "reload" ? undefined : await cache.match(url);
  // Python's files are large, and checked where they are used; who finds one damaged asks for it anew.
  if (kept && (isPythons(url) || (await isWhole(url, kept)))) return kept;
  // It is for later, it is damaged, or the browser has thrown it away because the disk was full.
  const response = await fetch(request);
  if (response.ok) event.waitUntil(keep(cache, url, response.clone()));
  return response;
}

/** Whether what is kept has the bytes that this build lists. @param {string} url @param {Response} kept */
async function isWhole(url, kept) {
  return (await digestOf(await kept.clone().arrayBuffer())) === files.get(url);
}

/** @param {ArrayBuffer} bytes */
async function digestOf(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `sha256-${btoa(String.fromCharCode(...hash))}`;
}

/**
 * Keeps what has come, if it is what this build lists.
 * @param {Cache} cache @param {string} url @param {Response} response
 */
async function keep(cache, url, response) {
  const bytes = await response.arrayBuffer();
  const digest = await digestOf(bytes);
  if (digest === files.get(url)) await cache.put(url, new Response(bytes, { headers: headersOf(response, digest) }));
}

/** Lets a waiting build take over if at most one page is open, the one being left; says whether it does. */
async function handOver() {
  const waiting = worker.registration.waiting;
  if (!waiting || (await worker.clients.matchAll({ type: "window" })).length > 1) return false;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => resolve(false), 2 * PATIENCE);
    port1.onmessage = () => {
      clearTimeout(timer);
      resolve(true);
    };
    waiting.postMessage({ takeOverBefore: Date.now() + PATIENCE }, [port2]);
  });
}
