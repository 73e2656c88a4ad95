/** What a whole playground has beyond those in lessons; the reader's own data and “Look closer” are loaded when they are first opened. */

import { BatchNote } from "../panels/batch-note.js";
import { ConfusionTables } from "../panels/confusion-tables.js";
import { FormulaField } from "../panels/formula-field.js";
import { LaterCloser } from "../panels/later-closer.js";
import { LaterOwnData } from "../panels/later-own-data.js";
import { UndoButtons } from "../panels/undo-buttons.js";
import { WeightsTable } from "../panels/weights-table.js";
import { LaterScript } from "../panels/later-script.js";
import { PlaygroundAttributes } from "./playground-attributes.js";
import { whole } from "./playground-parts.js";

Object.assign(whole, { BatchNote, ConfusionTables, FormulaField, LaterCloser, LaterOwnData, PlaygroundAttributes, UndoButtons, WeightsTable });
whole.own = new LaterScript("“Your own data”", () => import("../panels/own-data.js"));
whole.search = new LaterScript("The search", () => import("../panels/settings-search.js"));
whole.closer = new LaterScript("“Look closer”", () => import("../panels/look-closer.js"));
