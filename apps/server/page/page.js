// SPDX-License-Identifier: Apache-2.0
// The web page: pictures in, results over and beside them.

import * as api from "./api.js";
import { Overlay } from "./overlay.js";
import { Items, make, readable, tableOf } from "./panel.js";
import { Queue } from "./queue.js";
import { counted, viewOf } from "./result.js";

const MODELS_AGAIN = 3000; // milliseconds, while a model is loading
const LATENCIES = 40; // of the curve

/** The elements that have an id, by it. */
const ui = Object.fromEntries([...document.querySelectorAll("[id]")].map((one) => [one.id, one]));

let used = ""; // the model
let dismissed = ""; // what was said at the top
let choicesOf = ""; // the model for which the display was set
let current = null; // the picture that is shown
let answers = []; // of its pages
let view = null; // of the result that is shown
let backdrop = null; // the drawing, in place of a picture that the browser cannot read
let thumbs = Promise.resolve(); // the small pictures are drawn
const latencies = [];

const overlay = new Overlay({
  onPoint: (index) => items.highlight(index),
  onPick: (index) => items.select(index),
});
const items = new Items(ui.items, {
  onPoint: (index) => overlay.highlight(index),
  onSelect: (index) => {
    overlay.highlight(index);
    overlay.reveal(index);
  },
});
const queue = new Queue({ onChange: changed, onToken: askForToken });

// Models

async function listModels() {
  let models;
  try {
    models = await api.models();
  } catch (error) {
    if (error.status === 401) return askForToken();
    return tell(error.message);
  }
  const failed = models.filter(({ state }) => state === "failed");
  const reasons = failed.map(({ name, reason }) => `${name} could not be loaded: ${reason ?? ""}`);
  tell(models.length === 0 ? "The server has no models." : reasons.join("\n"));
  showModels(models);
  if (models.some(({ state }) => state === "loading")) setTimeout(listModels, MODELS_AGAIN);
}

function showModels(models) {
  const options = models.map(({ name, family, state }) => {
    const ready = state === "ready";
    const option = make("option", { value: name }, `${name} (${ready ? family : state})`);
    option.disabled = !ready;
    return option;
  });
  // A list that is open would close if its entries were replaced.
  const textOf = (list) => [...list].map(({ text }) => text).join("\n");
  if (textOf(options) !== textOf(ui.model.options)) ui.model.replaceChildren(...options);
  if (used) {
    ui.model.value = used;
    return;
  }
  const ready = models.filter(({ state }) => state === "ready");
  ui.model.disabled = ready.length === 0;
  if (ui.model.disabled) return;
  const wanted = location.hash.slice(1);
  const found = ready.find(({ name }) => encodeURIComponent(name) === wanted);
  ui.model.value = (found ?? ready[0]).name;
  useModel();
}

function useModel() {
  used = ui.model.value;
  history.replaceState(null, "", `#${encodeURIComponent(used)}`);
  latencies.length = 0;
  drawLatency();
  queue.use(used);
}

function askForToken() {
  ui.login.hidden = false;
  tell(ui.token.value ? "The server does not accept this token." : "");
  ui.token.focus();
}

/** Says something at the top, unless it was dismissed before; "": nothing. */
function tell(message) {
  if (message !== dismissed) dismissed = "";
  ui.notice.hidden = message === dismissed;
  ui.notice.querySelector("p").textContent = message;
}

// Pictures

function add(files) {
  const added = queue.add([...files].filter((file) => file.size > 0));
  if (added.length < files.length) tell("Empty files and folders were left out.");
  ui.drop.hidden = queue.pictures.length > 0;
  ui.queue.hidden = queue.pictures.length === 0;
  if (added.length > 0) show(added[0]);
}

function clear() {
  queue.clear();
  current = null;
  overlay.clear();
  ui.pictures.replaceChildren();
  ui.viewer.hidden = ui.panel.hidden = ui.queue.hidden = true;
  ui.drop.hidden = false;
  ui.choose.focus();
}

/** Puts a picture into the row. */
function addThumb(picture) {
  const canvas = make("canvas", { width: 80, height: 112, "aria-hidden": "true" });
  const mark = make("span", { class: "mark", "aria-hidden": "true" });
  picture.button = make("button", { type: "button" }, canvas, mark);
  picture.button.addEventListener("click", () => show(picture));
  ui.pictures.append(make("li", {}, picture.button));
  thumbs = thumbs.then(() => drawThumb(picture.file, canvas)); // one at a time: they may be large
}

async function drawThumb(file, canvas) {
  if (!canvas.isConnected) return;
  try {
    const bitmap = await createImageBitmap(file, { resizeHeight: 112, resizeQuality: "medium" });
    canvas.width = Math.min(bitmap.width, 224);
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    bitmap.close();
  } catch {
    canvas.replaceWith(make("span", { class: "kind" }, file.name.split(".").pop()));
  }
}

/** A picture's state has changed. */
function changed(picture) {
  if (!picture.button) addThumb(picture);
  picture.button.dataset.state = picture.state;
  const state = { waiting: "waiting", sending: "being read", done: "done", failed: "failed" }[
    picture.state
  ];
  picture.button.setAttribute("aria-label", `${picture.file.name}, ${state}`);
  picture.button.title = picture.file.name;
  if (picture.state === "done") {
    latencies.push(picture.milliseconds);
    drawLatency();
  }
  const [done, failed, all] = [queue.count("done"), queue.count("failed"), queue.pictures.length];
  ui.progress.max = Math.max(all, 1);
  ui.progress.value = done + failed;
  const failures = failed > 0 ? `, ${failed} failed` : "";
  ui.count.textContent = `${done + failed} of ${counted(all, "picture")}${failures}`;
  ui["save-all"].hidden = done < 2;
  if (picture === current) showState();
}

async function show(picture) {
  current = picture;
  for (const { button } of queue.pictures) button?.removeAttribute("aria-current");
  picture.button.setAttribute("aria-current", "true");
  picture.button.scrollIntoView({ block: "nearest", inline: "nearest" });
  ui.viewer.hidden = ui.panel.hidden = false;
  ui.name.textContent = picture.file.name;
  ui.picture.alt = picture.file.name;
  ui.page.value = "0";
  view = null;
  picture.size = undefined;
  showState();
  ui.unreadable.hidden = true;
  const size = await overlay.show(picture.address);
  if (size === undefined || current !== picture) return;
  picture.size = size;
  ui.unreadable.hidden = size !== null;
  showState();
}

/** Shows the state and the result of the current picture. */
async function showState() {
  const picture = current;
  const { file, size, state, note, blob, milliseconds } = picture;
  const pixels = size ? `${size.width} × ${size.height}` : "";
  const time = milliseconds === undefined ? "" : duration(milliseconds);
  const doing = { waiting: "waiting", sending: note || "sent, waiting for the answer…" }[state];
  ui.facts.textContent = [pixels, bytes(file.size), time, doing].filter(Boolean).join(" · ");
  ui.panel.setAttribute("aria-busy", state === "sending");
  // A result is shown with its picture, or once it is known that there is none to show.
  const found = state === "done" && size !== undefined ? await answersOf(blob) : [];
  if (current !== picture || picture.state !== state || picture.blob !== blob) return;
  answers = found;
  const answer = answers[Number(ui.page.value) || 0];
  const failure = state === "failed" ? note : answer?.error;
  ui.failure.hidden = !failure;
  ui.failure.querySelector("p").textContent = failure ?? "";
  ui.outcome.hidden = ui.tools.hidden = answer?.result === undefined;
  if (ui.outcome.hidden) return overlay.clear();
  showResult(answer.result);
}

/** What the server answered for each page of a picture: {result} or {error}. */
async function answersOf(blob) {
  try {
    return [JSON.parse(await blob.text())].flat();
  } catch {
    return [{ error: "The answer is not JSON: is this a server of FastDeploy?" }];
  }
}

function showResult(result) {
  view = viewOf(result);
  ui.json.textContent = readable(result);
  items.show(view.items);
  const table = view.table ? tableOf(view.table) : null;
  ui.table.replaceChildren(...(table ? [table] : []));
  ui.table.hidden = !table;
  showPages();
  const marked = view.items.some(({ points, circle }) => points || circle);
  ui["marks-row"].hidden = !marked && !view.labels && !view.alpha;
  ui["labels-row"].hidden = !marked || view.lines !== undefined;
  ui["labels-row"].querySelector("span").textContent = view.writes ? "Text" : "Labels";
  ui["strength-row"].hidden = !view.labels && !view.items.some(({ mask }) => mask);
  ui["least-row"].hidden = view.least === undefined;
  if (choicesOf !== used) {
    choicesOf = used;
    ui.least.value = 100 * (view.least ?? 0);
    ui.labels.checked = view.tags === true;
  }
  if (current.size === null && answers.length === 1) showDrawing();
  draw();
}

function showPages() {
  const pages = answers.length;
  ui["page-row"].hidden = pages < 2;
  ui["save-drawing"].hidden = pages > 1; // the server draws single pictures
  if (ui.page.length === pages) return;
  ui.page.replaceChildren(...answers.map((_, i) => make("option", { value: i }, String(i + 1))));
}

function draw() {
  if (!view) return;
  const least = view.least === undefined ? -Infinity : ui.least.value / 100;
  ui["least-value"].textContent = `${ui.least.value} %`;
  overlay.draw(view, {
    marks: ui.marks.checked,
    labels: ui.labels.checked,
    strength: ui.strength.value / 100,
    least,
  });
  overlay.highlight(items.selected);
  const left = items.filter(least, view.items);
  const all = view.items.length;
  ui.summary.textContent =
    view.noun && left < all ? `${left} of ${counted(all, view.noun)}` : view.summary;
}

/** A picture that this browser cannot read: the server's drawing takes its place. */
async function showDrawing() {
  const [picture, model] = [current, used];
  let drawing;
  try {
    drawing = await api.predict(model, picture.file, { draw: true });
  } catch (error) {
    return tell(error.message);
  }
  if (current !== picture || used !== model) return;
  if (backdrop) URL.revokeObjectURL(backdrop);
  backdrop = URL.createObjectURL(drawing.blob);
  const shownSize = await overlay.show(backdrop, { drawn: true });
  if (current !== picture || !shownSize) return;
  ui.unreadable.hidden = true;
  draw();
}

// Figures

function drawLatency() {
  const shownOnes = latencies.slice(-LATENCIES);
  const most = Math.max(...shownOnes, 1);
  const step = 120 / Math.max(shownOnes.length - 1, 1);
  const points = shownOnes.map((value, i) => `${i * step},${27 - (25 * value) / most}`);
  ui.latency.querySelector("polyline").setAttribute("points", points.join(" "));
  ui.latency.hidden = latencies.length === 0;
  ui.latency.classList.toggle("single", latencies.length < 2);
  if (latencies.length === 0) return;
  const sorted = [...latencies].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  const among = latencies.length < 2 ? "" : ` · median of ${latencies.length}: ${duration(median)}`;
  ui.latency.querySelector("span").textContent = `${duration(latencies.at(-1))}${among}`;
}

function duration(milliseconds) {
  return milliseconds < 1000
    ? `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`
    : `${(milliseconds / 1000).toFixed(2)} s`;
}

function bytes(count) {
  return count < 1e6 ? `${Math.ceil(count / 1000)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}

// Out of the page

function download(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function stem(picture) {
  return `${picture.file.name.replace(/\.[^.]+$/, "")}_${used}`;
}

async function saveDrawing() {
  const [picture, button] = [current, ui["save-drawing"]];
  button.disabled = true;
  try {
    const { blob } = await api.predict(used, picture.file, { draw: true });
    download(blob, `${stem(picture)}.png`);
  } catch (error) {
    tell(error.message);
  }
  button.disabled = false;
}

async function saveAll() {
  const lines = [];
  for (const { blob } of queue.pictures.filter(({ state }) => state === "done")) {
    for (const answer of await answersOf(blob)) lines.push(JSON.stringify(answer), "\n");
  }
  download(new Blob(lines), `${used}.jsonl`);
}

async function copy() {
  try {
    await navigator.clipboard.writeText(view.copy);
  } catch {
    // That exists only on HTTPS and on this machine, and may be forbidden.
    const area = make("textarea", { class: "away" });
    area.value = view.copy;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  ui.copy.textContent = "Copied";
  setTimeout(() => (ui.copy.textContent = "Copy text"), 1500);
}

// Events

ui.dismiss.addEventListener("click", () => {
  dismissed = ui.notice.querySelector("p").textContent;
  ui.notice.hidden = true;
});
ui.model.addEventListener("change", useModel);
ui.model.addEventListener("focus", listModels);
ui.login.addEventListener("submit", (event) => {
  event.preventDefault();
  api.useToken(ui.token.value);
  ui.login.hidden = true;
  listModels();
  queue.resume();
});
for (const [button, input] of [
  [ui.choose, ui.files],
  [ui.add, ui.files],
  [ui.photo, ui.camera],
]) {
  button.addEventListener("click", () => input.click());
}
for (const input of [ui.files, ui.camera]) {
  input.addEventListener("change", () => {
    add(input.files);
    input.value = "";
  });
}
document.addEventListener("paste", (event) => {
  if (event.clipboardData.files.length > 0) add(event.clipboardData.files);
});
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("dragging");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("dragging");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dragging");
  add(event.dataTransfer.files);
});
for (const input of [ui.marks, ui.labels, ui.strength, ui.least]) {
  input.addEventListener("input", draw);
}
ui.zoom.addEventListener("click", () => {
  const pressed = ui.zoom.getAttribute("aria-pressed") !== "true";
  ui.zoom.setAttribute("aria-pressed", pressed);
  overlay.zoom(!pressed);
});
ui.page.addEventListener("change", showState);
ui.again.addEventListener("click", () => queue.again(current));
ui.clear.addEventListener("click", clear);
ui.copy.addEventListener("click", copy);
ui["save-json"].addEventListener("click", () => download(current.blob, `${stem(current)}.json`));
ui["save-drawing"].addEventListener("click", saveDrawing);
ui["save-all"].addEventListener("click", saveAll);
ui.pictures.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const next = step && queue.pictures[queue.pictures.indexOf(current) + step];
  if (!next) return;
  show(next);
  next.button.focus();
});

drawLatency();
listModels();
