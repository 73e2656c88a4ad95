/** What a whole playground has beyond those in lessons, loaded when it is first opened: the reader's own data, and “Look closer”. */

import { LaterScript } from "../panels/later-script.js";
import { later } from "./playground-parts.js";

later.own = new LaterScript("“Your own data”", () => import("../panels/own-data.js"));
later.closer = new LaterScript("“Look closer”", () => import("../panels/look-closer.js"));
