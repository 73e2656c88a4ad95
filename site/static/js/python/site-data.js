/** What the builder knows of the site. In a bundle its values stand in place of these; from plain sources there is no site. */

/** @import { SiteConfig } from "../types.js" */

/** @type {SiteConfig | null} */
export const site = null;

/** URL of the top of the site. @type {string} */
export const base = "";
