/** Borrows the Python that the frames of our site share: it has their origin, and only a page of theirs can hand it to this one. */

/** What the two pages call their messages: of no version, since both are of one build or have nothing to do with each other. */
export const BORROW = "borrow";
export const LEND = "lend";
/** A frame that was blocked says nothing; a reader does not wait longer for it. */
const WITHIN_MS = 5000;

/**
 * @typedef {object} Lent
 * @property {typeof LEND} pyground
 * @property {string} build that the worker is of
 * @property {string} [fault] why there is none
 * @property {string} [failed] what its script has come to grief over
 */

/**
 * The way to the worker that frames share, for the page around them. What the two say is theirs: nothing of that is known here.
 * @param {string} lender URL of the page that lends it
 * @param {string} build of this page's scripts
 * @param {(words: string) => void} failed told if the worker's script comes to grief
 * @param {typeof frameOf} [frame]
 * @param {number} [within] milliseconds that an answer may take
 * @returns {Promise<{ port: MessagePort, stop: () => void }>} `stop` ends the listening for that
 * @throws {Error} why there is none to be had
 */
export async function borrowPort(lender, build, failed, frame = frameOf, within = WITHIN_MS) {
  const there = await frame(lender);
  const port = await new Promise((/** @type {(port: MessagePort) => void} */ resolve, reject) => {
    const timer = setTimeout(() => done(() => reject(new Error(`${lender} does not answer`))), within);
    /** @param {() => void} settle */
    function done(settle) {
      clearTimeout(timer);
      stop();
      settle();
    }
    const stop = there.listen((message, ports) => {
      if (message.build !== build) done(() => reject(new Error(`${lender} is of another version`)));
      else if (message.fault || !ports.length) done(() => reject(new Error(message.fault)));
      else done(() => resolve(ports[0]));
    });
    there.ask();
  });
  return { port, stop: there.listen((message) => message.failed !== undefined && failed(message.failed)) };
}

/** @typedef {{ ask: () => void, listen: (hear: (message: Lent, ports: readonly MessagePort[]) => void) => () => void }} Lender */

/** @type {Map<string, HTMLIFrameElement>} */
const frames = new Map();

/**
 * A page of the site in a frame that nobody sees, made once.
 * @param {string} url
 * @returns {Promise<Lender>}
 */
async function frameOf(url) {
  let frame = frames.get(url);
  if (!frame?.isConnected) {
    frame = document.createElement("iframe");
    frames.set(url, frame);
    frame.src = url;
    frame.title = "Python";
    // Whatever the styles of the page say of frames.
    frame.style.setProperty("display", "none", "important");
    const loaded = new Promise((resolve) => frame?.addEventListener("load", resolve, { once: true }));
    document.documentElement.append(frame);
    await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, WITHIN_MS))]);
  }
  const there = frame;
  const { origin } = new URL(url);
  return {
    // One that was blocked has another origin, and the browser would tell a message to it as an error. It says nothing that is secret.
    ask: () => there.contentWindow?.postMessage({ pyground: BORROW }, "*"),
    listen(hear) {
      const listener = (/** @type {MessageEvent} */ event) => {
        if (event.source === there.contentWindow && event.origin === origin && event.data?.pyground === LEND) hear(event.data, event.ports);
      };
      addEventListener("message", listener);
      return () => removeEventListener("message", listener);
    },
  };
}
