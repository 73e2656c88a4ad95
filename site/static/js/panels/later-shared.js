/**
 * What scripts that are loaded later have in common with the pages that load them. Each of them imports this file, so that the
 * bundler puts all of it into one file: otherwise there would be one for every set of scripts that share something.
 */

import "../draw/fit.js";
import "../draw/frame-views.js";
import "../draw/heatmap.js";
import "../draw/number-text.js";
import "../draw/points.js";
import "../model/address.js";
import "../model/animation-frames.js";
import "../model/own-data-store.js";
import "../python/page-python.js";
import "./marked-elements.js";
import "./reader-request.js";
import "./theme-palette.js";
