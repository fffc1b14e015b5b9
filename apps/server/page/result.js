// SPDX-License-Identifier: Apache-2.0
// Reads results. Families are told apart by the fields of their JSON, so a new one that has the
// fields of an old one needs nothing here.
//
// viewOf(result) gives what the page shows:
//   summary    one line of text
//   items      entries of the list, in order: {label, score?, colour?, points?, circle?, mask?}
//              points: corners [x, y] in pixels; circle: [x, y];
//              mask: {data, width, height, x, y}: 0 or 1, its place in the picture
//   noun       what an item is; without it, the summary stands alone
//   least      the lowest score that is shown at first; undefined: there is nothing to choose
//   tags       whether the labels stand at their shapes at first
//   writes     whether the labels are text that stands in the picture
//   outlines   further polygons, which are not in the list
//   lines      [{from, to, colour, score}] between circles
//   labels     {data, width, height}: a class for every pixel
//   alpha      {data, width, height}: 0 to 1 for every pixel
//   table      HTML of a table, not to be trusted: its text comes from the picture
//   copy       the text for the clipboard

/** Which of COCO's 17 points are connected: face, neck, arms, trunk, legs. */
const BONES = [
  [0, 1],
  [0, 2],
  [1, 3],
  [2, 4],
  [3, 5],
  [4, 6],
  [5, 7],
  [7, 9],
  [6, 8],
  [8, 10],
  [5, 6],
  [5, 11],
  [6, 12],
  [11, 12],
  [11, 13],
  [13, 15],
  [12, 14],
  [14, 16],
];
const COCO = [
  "nose",
  "left eye",
  "right eye",
  "left ear",
  "right ear",
  "left shoulder",
  "right shoulder",
  "left elbow",
  "right elbow",
  "left wrist",
  "right wrist",
  "left hip",
  "right hip",
  "left knee",
  "right knee",
  "left ankle",
  "right ankle",
];

/** The colour of a class or of an object: neighbours differ clearly. */
export function colourOf(number) {
  return `oklch(0.62 0.2 ${Math.round((number * 137.508 + 25) % 360)})`;
}

/** "1 line", "2 lines". */
export function counted(count, noun, plural = `${noun}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? noun : plural}`;
}

export function viewOf(result) {
  const reader = READERS.find(([field]) => result !== null && field in result);
  const view = reader
    ? reader[1](result)
    : { summary: "A result that this page cannot draw", items: [] };
  view.summary ??= counted(view.items.length, view.noun);
  view.copy ??= view.items
    .map((item) => [item.label, shown(item.score)].filter(Boolean).join("\t"))
    .join("\n");
  return view;
}

/** A score as text: "98.7 %". */
export function shown(score) {
  return score === undefined ? "" : `${(100 * score).toFixed(1)} %`;
}

/** The reader of the first field that a result has. */
const READERS = [
  ["label_map", segmentation],
  ["alpha", matting],
  ["keypoints", keypoints],
  ["ids", tracks],
  ["rec_scores", text],
  ["rotated_boxes", objects],
  ["feature", classes],
];

function text(result) {
  const { boxes, text: lines, rec_scores: scores, cls_labels: turned } = result;
  const cells = result.table_boxes ?? [];
  const table = result.table_html || (result.table_structure ?? []).join("");
  const count = Math.max(boxes.length, lines.length, turned.length);
  const items = [];
  for (let i = 0; i < count; ++i) {
    const read = i < lines.length;
    const angle = i < turned.length ? `${180 * turned[i]}°` : "";
    items.push({
      label: read ? lines[i] : angle || `line ${i + 1}`,
      score: read ? scores[i] : result.cls_scores[i],
      points: i < boxes.length ? corners(boxes[i]) : undefined,
    });
  }
  if (count === 0)
    cells.forEach((cell, i) => items.push({ label: `cell ${i + 1}`, points: corners(cell) }));
  const writes = lines.length > 0 && boxes.length > 0;
  const found = [
    count > 0 ? counted(count, "line") : "",
    cells.length > 0 ? counted(cells.length, "cell") : "",
  ];
  if (result.page_angle) found.push(`page turned by ${result.page_angle}°`);
  return {
    summary: found.filter(Boolean).join(" · ") || "No text found",
    items,
    writes,
    outlines: count > 0 ? cells.map(corners) : [],
    table,
    least: scores.length > 0 ? 0 : undefined,
    copy: lines.length > 0 ? lines.join("\n") : undefined,
  };
}

function objects(result) {
  const {
    boxes,
    rotated_boxes: rotated,
    scores,
    label_ids: ids,
    label_names: names,
    masks,
  } = result;
  const items = ids.map((id, i) => ({
    label: names?.[i] || `class ${id}`,
    score: scores[i],
    colour: colourOf(id),
    points:
      i < rotated.length ? corners(rotated[i]) : i < boxes.length ? rectangle(boxes[i]) : undefined,
    mask: i < masks.length ? placed(masks[i], boxes[i]) : undefined,
  }));
  // Best first, as the command's text.
  items.sort((a, b) => b.score - a.score);
  return { noun: "object", items, least: 0.5, tags: true };
}

function tracks(result) {
  const items = result.ids.map((id, i) => ({
    label: `#${id}, class ${result.class_ids[i]}`,
    score: result.scores[i],
    colour: colourOf(id),
    points: rectangle(result.boxes[i]),
  }));
  return { summary: `${counted(items.length, "object")} followed`, items, tags: true };
}

function classes(result) {
  const items = result.label_ids.map((id, i) => ({
    label: result.label_names?.[i] || `class ${id}`,
    score: result.scores[i],
  }));
  const size = result.feature?.length ?? 0;
  if (items.length === 0 && size > 0) {
    const length = Math.hypot(...result.feature.slice(0, 65536));
    return {
      summary: `A feature of ${counted(size, "number")}, length ${length.toFixed(3)}`,
      items,
      copy: result.feature.join(" "),
    };
  }
  return {
    summary: items.length === 1 ? items[0].label : counted(items.length, "class", "classes"),
    items,
  };
}

function keypoints(result) {
  const joints = Math.max(result.num_joints, 1);
  const coco = joints === COCO.length;
  const persons = Math.floor(result.keypoints.length / joints);
  const items = result.keypoints.map((circle, i) => ({
    label:
      (persons > 1 ? `person ${Math.floor(i / joints) + 1}, ` : "") +
      (coco ? COCO[i % joints] : `point ${(i % joints) + 1}`),
    score: result.scores[i],
    colour: colourOf(i % joints),
    circle,
  }));
  const lines = [];
  for (let first = 0; coco && first < items.length; first += joints) {
    BONES.forEach(([from, to], i) => {
      const [a, b] = [items[first + from], items[first + to]];
      lines.push({
        from: a.circle,
        to: b.circle,
        colour: colourOf(i),
        score: Math.min(a.score, b.score),
      });
    });
  }
  return {
    summary: `${counted(persons, "person")}, ${counted(items.length, "point")}`,
    items,
    lines,
    least: 0.5,
  };
}

function segmentation(result) {
  const [height, width] = result.shape;
  const pixels = new Map();
  for (const label of result.label_map) pixels.set(label, (pixels.get(label) ?? 0) + 1);
  const items = [...pixels]
    .sort((a, b) => b[1] - a[1])
    .map(([label, count]) => ({
      label: `class ${label}`,
      score: count / result.label_map.length,
      colour: label === 0 ? "hsl(0 0% 0%)" : colourOf(label),
      value: label,
    }));
  return {
    summary: `${counted(items.length, "class", "classes")} in ${width} × ${height} pixels`,
    items,
    labels: { data: result.label_map, width, height },
  };
}

function matting(result) {
  const [height, width] = result.shape;
  let sum = 0;
  for (const share of result.alpha) sum += share;
  const item = { label: "foreground", score: sum / result.alpha.length };
  return {
    summary: "Foreground, cut out",
    items: [item],
    alpha: { data: result.alpha, width, height },
  };
}

/** Corners of x0, y0, ... x3, y3. */
function corners(box) {
  return [0, 2, 4, 6].map((i) => [box[i], box[i + 1]]);
}

/** Corners of left, top, right, bottom. */
function rectangle([left, top, right, bottom]) {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

function placed(mask, box) {
  const [height, width] = mask.shape;
  // A mask is clipped to the picture, so it starts inside.
  return {
    data: mask.data,
    width,
    height,
    x: Math.max(0, Math.round(box[0])),
    y: Math.max(0, Math.round(box[1])),
  };
}
