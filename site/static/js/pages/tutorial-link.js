/** The key `tutorial` of an address: opens one of the site's own lessons by its name, and nothing else. */

import { addressOf, parseAddress } from "../model/address.js";
import { pageAddress } from "../model/page-addresses.js";

/** @import { SiteConfig } from "../types.js" */

/**
 * The lesson that an address asks for.
 * @param {string} fragment
 * @param {SiteConfig["lessons"]} lessons names of the lessons that were built
 * @returns {string | null} its name; null for none: without the key, for a name that is no lesson's, and where the text is hidden
 */
export function lessonAsked(fragment, lessons) {
  const pairs = parseAddress(fragment);
  const hideText = pairs.get("hideText");
  if (hideText !== undefined && hideText !== "false" && hideText !== "") return null;
  return lessons.find((name) => name === pairs.get("tutorial")) ?? null;
}

/** Opens the lesson that the address asks for, now and whenever the address changes. @param {SiteConfig["lessons"]} lessons */
export function bindTutorial(lessons) {
  const follow = () => {
    const lesson = lessonAsked(addressOf(location), lessons);
    if (lesson) location.replace(pageAddress(lesson)); // Back does not lead here, where it would lead on again
  };
  addEventListener("hashchange", follow);
  follow();
}
