/** The playgrounds of a lesson: loaded only by pages that have some. */

import "../elements/py-playground.js";
import "../elements/playground-exercise.js";
import "../elements/playground-pair.js";
import "../elements/playground-tour.js";
