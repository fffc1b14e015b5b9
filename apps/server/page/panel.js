// SPDX-License-Identifier: Apache-2.0
// The list of what was found, beside the picture.

import { shown } from "./result.js";

const MOST_NUMBERS = 100; // of an array in the JSON that is shown; the file has all
const LINE = 88;
const CELLS = new Set(["TABLE", "THEAD", "TBODY", "TR", "TD", "TH"]);

/** An element with attributes and children. */
export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * A list box of items. The arrow keys move through it. `onSelect(index)` is called when the
 * selected item changes, `onPoint(index)` when the pointer is over another one; over none, it is
 * the selected one.
 */
export class Items {
  #list;
  #selected = -1;

  constructor(list, { onSelect, onPoint }) {
    this.#list = list;
    this.onSelect = onSelect;
    const index = (event) => [...list.children].indexOf(event.target.closest("li"));
    list.addEventListener("click", (event) => index(event) >= 0 && this.select(index(event)));
    list.addEventListener("pointermove", (event) => onPoint(index(event)));
    list.addEventListener("pointerleave", () => onPoint(this.#selected));
    list.addEventListener("keydown", (event) => this.#move(event));
  }

  show(items) {
    this.#selected = -1;
    this.#list.removeAttribute("aria-activedescendant");
    this.#list.hidden = items.length === 0;
    this.#list.replaceChildren(...items.map((item, i) => this.#row(item, i)));
  }

  /** Leaves out what has a lower score. Returns how many are left. */
  filter(least, items) {
    items.forEach((item, i) => (this.#list.children[i].hidden = item.score < least));
    return items.filter((item) => !(item.score < least)).length;
  }

  get selected() {
    return this.#selected;
  }

  select(index) {
    const rows = this.#list.children;
    rows[this.#selected]?.setAttribute("aria-selected", "false");
    this.#selected = index < rows.length ? index : -1;
    const row = rows[this.#selected];
    if (row) {
      row.setAttribute("aria-selected", "true");
      row.scrollIntoView({ block: "nearest" });
      this.#list.setAttribute("aria-activedescendant", row.id);
    } else {
      this.#list.removeAttribute("aria-activedescendant");
    }
    this.onSelect(this.#selected);
  }

  highlight(index) {
    [...this.#list.children].forEach((row, i) => row.classList.toggle("lit", i === index));
  }

  #row(item, i) {
    const row = make("li", { id: `item-${i}`, role: "option", "aria-selected": "false" });
    if (item.colour) {
      const swatch = make("span", { class: "swatch", "aria-hidden": "true" });
      swatch.style.background = item.colour;
      row.append(swatch);
    }
    row.append(make("span", { class: "label", dir: "auto" }, item.label || "(no text)"));
    row.append(make("span", { class: "score" }, shown(item.score)));
    if (item.score !== undefined && !item.points && !item.circle) {
      const bar = make("span", { class: "bar", "aria-hidden": "true" }, make("span"));
      bar.firstChild.style.width = `${100 * Math.min(Math.max(item.score, 0), 1)}%`;
      bar.firstChild.style.background = item.colour ?? "";
      row.append(bar);
    }
    return row;
  }

  #move(event) {
    const visible = [...this.#list.children]
      .map((row, i) => (row.hidden ? -1 : i))
      .filter((i) => i >= 0);
    const at = visible.indexOf(this.#selected);
    const to = {
      ArrowDown: at + 1,
      ArrowUp: Math.max(at - 1, 0),
      Home: 0,
      End: visible.length - 1,
    }[event.key];
    if (event.key === "Escape") this.select(-1);
    if (to === undefined || visible.length === 0) return;
    event.preventDefault();
    this.select(visible[Math.min(to, visible.length - 1)]);
  }
}

/** A table as elements. Of the HTML, only cells and their text are taken: it comes from outside. */
export function tableOf(html) {
  const source = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  if (!source) return null;
  const copy = (from) => {
    const to = make(from.tagName);
    for (const span of ["rowspan", "colspan"]) {
      const value = Number.parseInt(from.getAttribute(span), 10);
      if (value > 1) to.setAttribute(span, value);
    }
    for (const child of from.childNodes) {
      if (CELLS.has(child.tagName)) to.append(copy(child));
      else if (from.tagName === "TD" || from.tagName === "TH") to.append(child.textContent);
    }
    return to;
  };
  return copy(source);
}

/** JSON for people: short values on one line, long arrays of numbers only counted. */
export function readable(value, indent = "") {
  if (Array.isArray(value) && value.length > MOST_NUMBERS && typeof value[0] === "number") {
    return `[${value.length.toLocaleString("en")} numbers]`;
  }
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const inner = `${indent}  `;
  const list = Array.isArray(value);
  const parts = Object.entries(value).map(
    ([key, part]) => (list ? "" : `${JSON.stringify(key)}: `) + readable(part, inner),
  );
  const [open, close] = list ? "[]" : "{}";
  const line = `${open}${parts.join(", ")}${close}`;
  if (line.length + indent.length <= LINE && !line.includes("\n")) return line;
  return `${open}\n${parts.map((part) => inner + part).join(",\n")}\n${indent}${close}`;
}
