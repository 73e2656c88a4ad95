/** The playgrounds of a lesson: loaded only by pages that have some. */

import "./widgets/py-playground.js";
