/** Training as the reader runs it: Train, Stop, what is going on, the settings, and the report when it is over. */

import { PythonFailure } from "../python/client.js";
import { FEWEST_CLASSES } from "../model/picture-set.js";
import { find, part } from "./marked-elements.js";
import { ReportPanel } from "./report-panel.js";
import { TrainingChart } from "./training-chart.js";

/** @import { PictureSet } from "../model/picture-set.js" */
/** @import { PictureWorkshop, Progress } from "../model/picture-workshop.js" */

export class TrainingPanel {
  #workshop;
  #set;
  #button;
  #stop;
  #further;
  #told;
  #fault;
  #share;
  #charts;
  #chart;
  #form;
  #report;
  #trained;
  #isBusy = false;

  /**
   * @param {HTMLElement} root
   * @param {PictureWorkshop} workshop
   * @param {PictureSet} set
   * @param {() => void} trained
   */
  constructor(root, workshop, set, trained) {
    this.#workshop = workshop;
    this.#set = set;
    this.#trained = trained;
    this.#button = find(root, "[data-action=train]", HTMLButtonElement);
    this.#stop = find(root, "[data-action=stop]");
    this.#further = find(root, "[data-action=further]", HTMLButtonElement);
    this.#told = part(root, "train-told");
    this.#fault = part(root, "train-fault");
    this.#share = find(root, "[data-part=train-share]", HTMLProgressElement);
    this.#charts = part(root, "charts");
    this.#chart = new TrainingChart(root);
    this.#form = find(root, "[data-part=settings]", HTMLFormElement);
    this.#report = new ReportPanel(part(root, "report"), set);
    this.#button.addEventListener("click", () => void this.#train(false));
    this.#further.addEventListener("click", () => void this.#train(true));
    this.#stop.addEventListener("click", () => workshop.stop());
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    for (const select of this.#form.querySelectorAll("select")) {
      select.addEventListener("change", () => tellOfOption(select));
      tellOfOption(select);
    }
    set.onchange(() => this.refresh());
    this.refresh();
  }

  /** What can be done now, and why not. */
  refresh() {
    const { classes } = this.#set;
    const empty = classes.filter(({ id }) => !this.#set.countOf(id));
    const fault =
      classes.length < FEWEST_CLASSES
        ? "A network that tells things apart needs two classes at least."
        : empty.length
          ? `${empty.map(({ name }) => `“${name}”`).join(" and ")} ${empty.length === 1 ? "has" : "have"} no pictures yet.`
          : "";
    this.#button.setAttribute("aria-disabled", String(Boolean(fault) || this.#isBusy));
    this.#further.hidden = !this.#workshop.isTrained || this.#isBusy;
    this.#stop.hidden = !this.#isBusy;
    this.#button.hidden = this.#isBusy;
    if (!this.#isBusy) this.#told.textContent = fault || (this.#workshop.isTrained ? "" : "Ready to train.");
    return fault;
  }

  /** @param {boolean} further */
  async #train(further) {
    const fault = this.refresh();
    if (this.#isBusy) return;
    this.#complain(fault);
    if (fault) return;
    const hadFocus = document.activeElement === this.#button || document.activeElement === this.#further;
    this.#isBusy = true;
    this.refresh();
    if (hadFocus) this.#stop.focus();
    this.#told.textContent = "Python gets the pictures.";
    this.#chart.clear();
    this.#report.hide();
    this.#share.hidden = false;
    try {
      const last = await this.#workshop.train(this.#settings, further, (progress) => this.#show(progress));
      this.#report.show(await this.#workshop.ask("report"));
      this.#done(last);
      this.#trained();
    } catch (error) {
      if (!(error instanceof PythonFailure)) throw error;
      this.#complain(`${error.message}${/[.!?]$/.test(error.message) ? "" : "."} Your pictures are still here.`);
      this.#told.textContent = "";
    } finally {
      const stopHadFocus = document.activeElement === this.#stop;
      this.#isBusy = false;
      const words = this.#told.textContent;
      this.refresh();
      this.#told.textContent = words || this.#told.textContent;
      this.#share.hidden = true;
      if (stopHadFocus) this.#button.focus();
    }
  }

  /** @param {Progress} progress */
  #show({ phase, share, epoch, epochs, points }) {
    this.#charts.hidden = false;
    this.#share.value = share;
    if (phase === "features") this.#told.textContent = "It measures the pictures.";
    else if (phase === "training") this.#told.textContent = `Epoch ${epoch} of ${epochs}`;
    this.#chart.add(points);
  }

  /** @param {Progress} progress */
  #done({ phase, epoch }) {
    this.#told.textContent = phase === "stopped" ? `Stopped after ${epoch} epochs; what it has learned so far is kept.` : `Trained for ${epoch} epochs.`;
  }

  /** @param {string} words */
  #complain(words) {
    this.#fault.textContent = words;
    this.#fault.hidden = !words;
  }

  get #settings() {
    /** @type {Record<string, string | number | boolean>} */
    const settings = {};
    for (const field of this.#form.elements) {
      if (field instanceof HTMLInputElement && field.type === "checkbox") settings[field.name] = field.checked;
      else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) settings[field.name] = /^-?[\d.]+$/.test(field.value) ? Number(field.value) : field.value;
    }
    return settings;
  }
}

/** What the chosen option means stands below it. @param {HTMLSelectElement} select */
function tellOfOption(select) {
  const words = select.selectedOptions[0]?.dataset.help ?? "";
  const place = select.closest(".field")?.querySelector("[data-part=option-help]");
  if (place) place.textContent = words;
}
