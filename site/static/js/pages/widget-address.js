/** The page of one widget alone: what its address says are the widget's values, also when the address changes. */

import { addressOf, parseAddress } from "../model/address.js";
import { namesOf } from "../elements/lesson-widget.js";

/** @param {Element} element before or after it has been made what it is */
export function bindValues(element) {
  const names = namesOf(element.localName);
  const take = () => {
    for (const [name, value] of parseAddress(addressOf(location))) if (names.includes(name)) element.setAttribute(name, value);
  };
  take();
  addEventListener("hashchange", take);
}
