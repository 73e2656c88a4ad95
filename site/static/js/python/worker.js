/** The worker's beginning: one Python server, for the page that started it or for all frames that share it. */

import { bootPyodide } from "./boot.js";
import { givenFetch, pythonConfig } from "./python-config.js";
import { PythonServer } from "./python-server.js";

/** @import { Port } from "./python-server.js" */

const server = new PythonServer({
  boot: async (report, isPlain) => bootPyodide(pythonConfig(), report, { isPlain, ask: await givenFetch() }),
  now: () => performance.now(),
  later: (action, milliseconds) => setTimeout(action, milliseconds),
  // The one page of a worker of its own ends it itself.
  end: () => isShared && close(),
});

const isShared = "onconnect" in self;
if (isShared) addEventListener("connect", (event) => server.connect(portOf(/** @type {MessageEvent} */ (event).ports[0])));
else server.connect(portOf(self));

/** @param {unknown} side of a channel @returns {Port} */
function portOf(side) {
  return /** @type {Port} */ (side);
}
