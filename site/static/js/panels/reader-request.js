/** For what a reader has asked for by a control: when Python refuses, the page says so by its state. */

import { PythonFailure } from "../python/client.js";

/** @param {Promise<void>} promise */
export function asked(promise) {
  promise.catch((error) => {
    if (!(error instanceof PythonFailure)) throw error;
  });
}
