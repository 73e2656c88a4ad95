/** The playgrounds of a lesson: loaded only by pages that have some. */

import "./widgets/py-playground.js";
import "./widgets/playground-exercise.js";
import "./widgets/playground-pair.js";
import "./widgets/playground-tour.js";
