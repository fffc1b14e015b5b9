// SPDX-License-Identifier: Apache-2.0
// Draws a result over its picture: shapes as SVG, classes of pixels on a canvas.

import { shown } from "./result.js";

const SVG = "http://www.w3.org/2000/svg";
const MOST_PIXELS = 2e6; // of the canvas: a phone's memory is small
const WIDE = matchMedia("(min-width: 900px)");
const TAG = 24; // height of a label on the screen
const UPRIGHT = 1.5; // a line of text this many times as high as wide runs down

const element = (id) => document.getElementById(id);

/**
 * The picture and what is drawn over it. `onPoint(index, event)` is called when the pointer is over
 * the item of that index (-1: over none), `onPick(index)` when that item was clicked or tapped.
 */
export class Overlay {
  #picture = element("picture");
  #paint = element("paint");
  #shapes = element("shapes");
  #sheet = element("sheet");
  #frame = element("frame");
  #tip = element("tip");
  #size = null;
  #view = null;
  #options = null;
  #whole = true;
  #unit = 1;
  #lit = -1;
  #load = 0;

  constructor({ onPoint, onPick }) {
    this.onPoint = onPoint;
    new ResizeObserver(() => this.fit()).observe(this.#frame);
    const index = (event) => Number(event.target.dataset?.index ?? -1);
    this.#sheet.addEventListener("pointermove", (event) => {
      onPoint(index(event));
      this.#showTip(index(event), event);
    });
    this.#sheet.addEventListener("pointerleave", () => {
      onPoint(-1);
      this.#tip.hidden = true;
    });
    this.#sheet.addEventListener("click", (event) => {
      onPick(index(event));
      this.#showTip(index(event), event);
    });
  }

  /**
   * Shows the picture at an address; `drawn`: it has its marks already. Returns its size, null if
   * the browser cannot read it, and undefined if another one is to be shown meanwhile.
   */
  async show(address, { drawn = false } = {}) {
    const load = ++this.#load;
    this.clear();
    this.#size = null;
    this.#sheet.hidden = true;
    this.#sheet.classList.toggle("drawn", drawn);
    this.#picture.src = address;
    try {
      await this.#picture.decode();
    } catch {
      return load === this.#load ? null : undefined;
    }
    if (load !== this.#load) return undefined;
    this.#sheet.hidden = false;
    this.#size = { width: this.#picture.naturalWidth, height: this.#picture.naturalHeight };
    this.#shapes.setAttribute("viewBox", `0 0 ${this.#size.width} ${this.#size.height}`);
    this.fit();
    return this.#size;
  }

  clear() {
    this.#view = null;
    this.#lit = -1;
    this.#shapes.replaceChildren();
    this.#paint.hidden = true;
    this.#sheet.classList.remove("cut");
    this.#tip.hidden = true;
  }

  /** Shows every pixel, or the whole picture. */
  zoom(whole) {
    this.#whole = whole;
    this.fit();
  }

  fit() {
    if (!this.#size) return;
    const { width, height } = this.#size;
    const most = WIDE.matches ? this.#frame.clientHeight : 0.62 * innerHeight;
    const scale = Math.min(this.#frame.clientWidth / width, most / height, 3);
    const shownWidth = this.#whole ? Math.max(1, Math.floor(width * scale)) : width;
    this.#sheet.style.width = `${shownWidth}px`;
    this.#sheet.style.aspectRatio = `${width} / ${height}`;
    // What has a size on the screen, like lettering, is given in this unit.
    this.#unit = width / shownWidth;
    this.#shapes.style.setProperty("--unit", `${this.#unit}px`);
  }

  /** Draws a result, as viewOf makes it. */
  draw(view, options) {
    this.#view = view;
    this.#lit = -1;
    const drawn = this.#sheet.classList.contains("drawn");
    this.#options = drawn ? { ...options, labels: false, strength: 0 } : options;
    const { marks, labels, strength, least } = this.#options;
    this.#shapes.replaceChildren();
    this.#paint.hidden = true;
    const cut = marks && view.alpha !== undefined;
    this.#sheet.classList.toggle("cut", cut);
    this.#shapes.setAttribute("aria-label", view.summary);
    if (!marks || !this.#size) return;
    const seen = view.items
      .map((item, index) => ({ ...item, index }))
      .filter((item) => !(item.score < least));
    if (view.labels) this.#paintLabels(view.labels, seen, strength);
    if (cut) this.#cutOut(view.alpha);
    this.#paintMasks(
      seen.filter((item) => item.mask),
      strength,
    );
    for (const points of view.outlines ?? [])
      this.#add("polygon", { points: points.join(" "), class: "outline" });
    for (const line of view.lines ?? []) {
      if (line.score < least) continue;
      this.#add(
        "line",
        { x1: line.from[0], y1: line.from[1], x2: line.to[0], y2: line.to[1], class: "bone" },
        line.colour,
      );
    }
    // Small shapes go over large ones, so that each can be pointed at.
    for (const item of seen
      .filter(({ points }) => points)
      .sort((a, b) => area(b.points) - area(a.points))) {
      const shape = this.#add(
        "polygon",
        {
          points: item.points.join(" "),
          "data-index": item.index,
          class: labels && view.writes ? "shape paper" : "shape",
        },
        item.colour,
      );
      if (item.mask) shape.classList.add("faint");
      if (labels) view.writes ? this.#write(item) : this.#tag(item);
    }
    for (const item of seen.filter(({ circle }) => circle)) {
      this.#add(
        "circle",
        { cx: item.circle[0], cy: item.circle[1], "data-index": item.index, class: "shape dot" },
        item.colour,
      );
    }
  }

  /** Marks the item of an index, and no other; -1: none. */
  highlight(index) {
    for (const shape of this.#shapes.querySelectorAll(".shape")) {
      shape.classList.toggle("lit", Number(shape.dataset.index) === index);
    }
    if (!this.#view?.labels || !this.#options.marks || index === this.#lit) return;
    this.#lit = index;
    const items = index < 0 ? this.#view.items : [this.#view.items[index]];
    this.#paintLabels(this.#view.labels, items, this.#options.strength);
  }

  /** Scrolls to the item of an index, if not the whole picture is shown. */
  reveal(index) {
    const shape = this.#shapes.querySelector(`[data-index="${index}"]`);
    if (this.#whole || !shape) return;
    const [inner, outer] = [shape.getBoundingClientRect(), this.#frame.getBoundingClientRect()];
    this.#frame.scrollBy({
      left: (inner.left + inner.right - outer.left - outer.right) / 2,
      top: (inner.top + inner.bottom - outer.top - outer.bottom) / 2,
    });
  }

  #add(name, attributes, colour) {
    const shape = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    if (colour) shape.style.color = colour;
    this.#shapes.append(shape);
    return shape;
  }

  /** The text of a line, as wide as its box and along it. */
  #write({ label, points }) {
    let [origin, along, down] = [points[0], points[1], points[3]];
    if (distance(origin, down) >= UPRIGHT * distance(origin, along)) {
      [origin, along, down] = [points[1], points[2], points[0]];
    }
    const width = distance(origin, along);
    const height = distance(origin, down);
    if (width < 1 || height < 1 || label === "") return;
    const angle = Math.atan2(along[1] - origin[1], along[0] - origin[0]);
    const text = this.#add("text", {
      transform: `translate(${origin}) rotate(${(180 / Math.PI) * angle})`,
      x: 0.02 * width,
      y: 0.76 * height,
      "font-size": 0.8 * height,
      textLength: 0.96 * width,
      lengthAdjust: "spacingAndGlyphs",
      class: "written",
    });
    text.textContent = label;
  }

  #tag({ label, score, points, colour }) {
    const corner = points.reduce((a, b) => (b[1] < a[1] || (b[1] === a[1] && b[0] < a[0]) ? b : a));
    const text = this.#add(
      "text",
      { x: Math.max(corner[0], 0), y: corner[1], class: "tag" },
      colour,
    );
    text.textContent = [label, shown(score)].filter(Boolean).join(" ");
    // Above the box, or inside it at the top of the picture.
    text.setAttribute("dy", corner[1] < TAG * this.#unit ? "1.1em" : "-0.35em");
  }

  /** The canvas, with a scale that keeps it small, and its pixels. */
  #canvas({ width, height }, paint) {
    const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (width * height)));
    this.#paint.width = Math.max(1, Math.round(width * scale));
    this.#paint.height = Math.max(1, Math.round(height * scale));
    this.#paint.hidden = false;
    const context = this.#paint.getContext("2d", { willReadFrequently: true });
    paint(context, this.#paint.width / width, this.#paint.height / height);
  }

  #paintLabels(labels, seen, strength) {
    const colours = new Uint32Array(256);
    for (const { value, colour } of seen) colours[value] = packed(colour, strength);
    this.#canvas(labels, (context, scaleX, scaleY) => {
      const image = context.createImageData(context.canvas.width, context.canvas.height);
      const pixels = new Uint32Array(image.data.buffer);
      for (let y = 0, at = 0; y < image.height; ++y) {
        const row = Math.floor(y / scaleY) * labels.width;
        for (let x = 0; x < image.width; ++x, ++at) {
          pixels[at] = colours[labels.data[row + Math.floor(x / scaleX)]];
        }
      }
      context.putImageData(image, 0, 0);
    });
  }

  #paintMasks(items, strength) {
    if (items.length === 0) return;
    this.#canvas(this.#size, (context, scaleX, scaleY) => {
      for (const { mask, colour } of items) {
        if (mask.width === 0 || mask.height === 0) continue;
        const part = new OffscreenCanvas(mask.width, mask.height);
        const image = new ImageData(mask.width, mask.height);
        const ink = packed(colour, strength);
        new Uint32Array(image.data.buffer).set(mask.data.map((set) => (set ? ink : 0)));
        part.getContext("2d").putImageData(image, 0, 0);
        context.drawImage(
          part,
          mask.x * scaleX,
          mask.y * scaleY,
          mask.width * scaleX,
          mask.height * scaleY,
        );
      }
    });
  }

  #cutOut(alpha) {
    this.#canvas(alpha, (context, scaleX, scaleY) => {
      const { width, height } = context.canvas;
      context.drawImage(this.#picture, 0, 0, width, height);
      const image = context.getImageData(0, 0, width, height);
      for (let y = 0, at = 3; y < height; ++y) {
        const row = Math.floor(y / scaleY) * alpha.width;
        for (let x = 0; x < width; ++x, at += 4) {
          image.data[at] = 255 * alpha.data[row + Math.floor(x / scaleX)];
        }
      }
      context.putImageData(image, 0, 0);
    });
  }

  /** What is under the pointer, as text beside it. */
  #showTip(index, event) {
    const text = index >= 0 ? this.#textOf(this.#view?.items[index]) : this.#textOfPixel(event);
    this.#tip.hidden = !text;
    if (!text) return;
    this.#tip.textContent = text;
    const { width, height } = this.#tip.getBoundingClientRect();
    const left = Math.min(event.clientX + 14, innerWidth - width - 8);
    const below = event.clientY + 18;
    this.#tip.style.left = `${Math.max(8, left)}px`;
    this.#tip.style.top = `${below + height > innerHeight ? event.clientY - height - 10 : below}px`;
  }

  #textOf(item) {
    return item ? [item.label, shown(item.score)].filter(Boolean).join("\n") : "";
  }

  #textOfPixel(event) {
    const map = this.#view?.labels ?? this.#view?.alpha;
    if (!map || this.#paint.hidden) return "";
    const { left, top, width, height } = this.#sheet.getBoundingClientRect();
    const x = Math.floor(((event.clientX - left) / width) * map.width);
    const y = Math.floor(((event.clientY - top) / height) * map.height);
    const value = map.data[y * map.width + x];
    if (value === undefined) return "";
    return this.#view.alpha
      ? `${shown(value)} foreground`
      : this.#view.items.find((item) => item.value === value).label;
  }
}

function distance(a, b) {
  return Math.hypot(b[0] - a[0], b[1] - a[1]);
}

function area(points) {
  return (
    Math.abs(
      points.reduce((sum, [x, y], i) => {
        const [nextX, nextY] = points[(i + 1) % points.length];
        return sum + x * nextY - nextX * y;
      }, 0),
    ) / 2
  );
}

/** A colour of the style sheet's language as the four bytes of a pixel. */
function packed(colour, strength) {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const { data } = context.getImageData(0, 0, 1, 1);
  data[3] = Math.round(255 * strength);
  return new Uint32Array(data.buffer)[0];
}
