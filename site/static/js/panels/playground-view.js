/** Holds a playground's canvases and draws a state into them: the output's map, its points, the network, the losses. */

import { drawContour } from "../draw/contour.js";
import { contextOf, fitCanvas } from "../draw/fit.js";
import { drawHeatmap } from "../draw/heatmap.js";
import { networkGeometry } from "../draw/network-geometry.js";
import { drawPoints } from "../draw/points.js";
import { mapKind, numbersOf } from "../draw/frame-views.js";
import { themeAround } from "./theme-palette.js";
import { Legend } from "./map-legend.js";
import { LossChart } from "./loss-chart.js";
import { NetworkPicture } from "./network-picture.js";
import { find, part } from "./marked-elements.js";
import { watchSize } from "./watch-size.js";

/** @import { MapPeek } from "./map-peek.js" */
/** @import { Frame, Layout, NetworkGeometry, NetworkPart, PlaygroundState } from "../types.js" */

export class View {
  #theme;
  #network;
  #networkRoom;
  #networkCanvas;
  #networkPicture;
  #chart;
  #map;
  #mapCanvas;
  #pointsCanvas;
  #contourCanvas = document.createElement("canvas");
  #contourDrawn = false;
  #legend;
  /** @type {NetworkPart | null} */
  #marked = null;
  /** @type {ImageData | null} */
  #image = null;
  /** @type {PlaygroundState | null} */
  #state = null;
  /** @type {NetworkGeometry | null} */
  #geometry = null;
  /** @type {{ map: number, network: number } | null} */
  #measured = null;
  #unfolded = false;
  #dense;
  /** @type {Float32Array | null} */
  #lastPoints = null;
  /** what will be drawn, while nothing is @type {Layout | null} */
  #expected = null;
  /** @type {Layout | null} */
  #placedFor = null;
  #placedFold = false;
  #placedRoom = 0;
  #pointsDrawn = "";
  /** once a unit has been looked at @type {Promise<MapPeek> | null} */
  #peek = null;
  /** @type {(() => void)[]} */
  #stops;

  /**
   * @param {HTMLElement} root
   * @param {(geometry: NetworkGeometry, layout: Layout) => void} onplaced told when the network's parts have moved
   */
  constructor(root, onplaced) {
    this.#theme = themeAround(root);
    this.#network = part(root, "network");
    this.#networkRoom = part(root, "network-room");
    this.#networkCanvas = find(this.#network, "canvas", HTMLCanvasElement);
    this.#networkPicture = new NetworkPicture(this.#networkCanvas);
    this.#chart = new LossChart(part(root, "chart"));
    this.#map = part(root, "map");
    this.#mapCanvas = find(this.#map, ".field-map", HTMLCanvasElement);
    this.#pointsCanvas = find(this.#map, ".points", HTMLCanvasElement);
    this.#contourCanvas.className = "contour";
    this.#contourCanvas.setAttribute("aria-hidden", "true");
    this.#pointsCanvas.before(this.#contourCanvas);
    this.#legend = new Legend(root);
    this.onplaced = onplaced;
    this.#dense = root.hasAttribute("data-lean");
    const sizes = watchSize([this.#networkRoom, part(root, "chart"), this.#map], () => this.#redraw());
    this.#stops = [sizes, this.#theme.onchange(() => this.#redraw())];
  }

  dispose() {
    for (const stop of this.#stops) stop();
    void this.#peek?.then((peek) => peek.stop());
  }

  /** Shows the inactive inputs that a narrow page folds away, or folds them again. */
  toggleFold() {
    this.#unfolded = !this.#unfolded;
    this.#redraw();
  }

  /** Sets a part of the network off. @param {NetworkPart | null} part */
  mark(part) {
    this.#marked = part;
    void this.#showPeek(part);
    if (this.#state?.frame) this.#drawNetwork(this.#state.frame);
  }

  /** @param {NetworkPart | null} part */
  async #showPeek(part) {
    if (!part?.look && !this.#peek) return;
    this.#peek ??= import("./map-peek.js").then(({ MapPeek }) => new MapPeek(this.#network, this.#map));
    (await this.#peek).show(this.#marked);
  }

  /** Keeps the height that the network's drawing will have, so that nothing moves when it comes. @param {Layout} layout */
  expect(layout) {
    this.#expected = layout;
    this.#network.style.minHeight = `${this.#geometryOf(layout).height}px`;
  }

  /** @param {PlaygroundState} state */
  draw(state) {
    this.#state = state;
    const { frame, points } = state;
    if (!frame) return;
    const fine = state.fine?.frame === frame ? state.fine : null;
    this.#drawMap(frame, fine?.side ?? frame.layout.mapSide, fine?.output ?? frame.output);
    this.#drawContour(frame, fine?.contour);
    if (points) this.#drawPoints(points, frame.layout, Boolean(state.pending.showTestData ?? frame.layout.settings.showTestData));
    this.#drawNetwork(frame);
    this.#chart.show(frame, state.marks);
    void this.#peek?.then((peek) => peek.draw());
    this.#network.dataset.drawn = "";
    this.#map.dataset.drawn = "";
  }

  /** The room for each drawing, in CSS pixels; asked of the browser only when it has changed, for asking takes time. */
  #room() {
    this.#measured ??= {
      map: this.#map.clientWidth,
      network: this.#networkRoom.clientWidth,
    };
    return this.#measured;
  }

  #redraw() {
    this.#measured = null;
    this.#chart.resized();
    this.#pointsDrawn = "";
    if (this.#state?.frame) this.draw(this.#state);
    else if (this.#expected) this.expect(this.#expected);
  }

  /**
   * @param {Frame} frame
   * @param {number} side samples along an edge
   * @param {Uint8Array} shades
   */
  #drawMap(frame, side, shades) {
    const canvas = this.#mapCanvas;
    if (canvas.width !== side || canvas.height !== side) canvas.width = canvas.height = side;
    const context = contextOf(canvas);
    if (this.#image?.width !== side) this.#image = context.createImageData(side, side);
    drawHeatmap(context, shades, { width: side, colours: this.#mapColours(frame), image: this.#image });
    this.#legend.show(frame, this.#marked);
  }

  /**
   * @param {Frame} frame
   * @param {number[]} [pieces] finer ones than the frame's
   */
  #drawContour(frame, pieces) {
    if (!frame.contour && !this.#contourDrawn) return;
    const side = this.#room().map;
    const count = pieces ? pieces.length / 4 : numbersOf(frame).contourLength;
    drawContour(fitCanvas(this.#contourCanvas, side, side), pieces ?? frame.contour ?? [], {
      count: frame.contour ? count : 0,
      side,
      extent: frame.layout.extent,
      palette: this.#theme.palette,
    });
    this.#contourDrawn = frame.contour !== null;
  }

  /** What the shades of the output's map stand for. @param {Frame} frame */
  #mapColours(frame) {
    const { map, classMap, sureMap } = this.#theme.palette;
    return { scale: map, classes: classMap, confidence: sureMap }[mapKind(frame)];
  }

  /**
   * @param {Float32Array} points
   * @param {Layout} layout
   * @param {boolean} withTest
   */
  #drawPoints(points, layout, withTest) {
    const side = this.#room().map;
    const key = `${side} ${withTest} ${devicePixelRatio}`;
    if (key === this.#pointsDrawn && points === this.#lastPoints) return;
    this.#pointsDrawn = key;
    this.#lastPoints = points;
    drawPoints(fitCanvas(this.#pointsCanvas, side, side), points, {
      side,
      extent: layout.extent,
      palette: this.#theme.palette,
      train: layout.points.train,
      test: withTest ? layout.points.test : 0,
      classes: layout.classes,
    });
  }

  /** @param {Frame} frame */
  #drawNetwork(frame) {
    this.#networkPicture.draw(frame, { geometry: this.#place(frame.layout), palette: this.#theme.palette, marked: this.#marked });
  }

  /**
   * The geometry for this layout and the room there is now; the same object while neither has changed.
   * @param {Layout} layout
   */
  #place(layout) {
    const width = this.#room().network;
    const fresh = !this.#geometry || this.#placedRoom !== width || this.#placedFor !== layout || this.#placedFold !== this.#unfolded;
    if (!fresh && this.#geometry) return this.#geometry;
    this.#placedFor = layout;
    this.#placedFold = this.#unfolded;
    this.#placedRoom = width;
    this.#geometry = this.#geometryOf(layout);
    this.#network.style.width = this.#geometry.width > width ? `${this.#geometry.width}px` : "";
    this.#networkCanvas.style.height = `${this.#geometry.height}px`;
    this.onplaced(this.#geometry, layout);
    return this.#geometry;
  }

  /** @param {Layout} layout */
  #geometryOf({ shape, features }) {
    return networkGeometry({ shape, features, width: this.#room().network, unfolded: this.#unfolded, dense: this.#dense });
  }
}
