"""PaddleDetection's deploy/python said again: it is in no package.

Steps of `preprocess.py`, inputs of `infer.py`, the raw heads of `picodet_postprocess.py`.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

GREY = 127.5


def _sizes(size: int | list[int]) -> tuple[int, int]:
    """Height and width."""
    return (size, size) if isinstance(size, int) else (size[0], size[1])


def _resize(image: np.ndarray, info: dict, op: dict) -> np.ndarray:
    target = _sizes(op["target_size"])
    height, width = image.shape[:2]
    scale_y, scale_x = target[0] / height, target[1] / width
    if op.get("keep_ratio", True):
        scale = min(target) / min(height, width)
        if np.round(scale * max(height, width)) > max(target):
            scale = max(target) / max(height, width)
        scale_y = scale_x = scale
    image = cv2.resize(image, None, None, fx=scale_x, fy=scale_y, interpolation=op.get("interp", 1))
    info["im_shape"] = image.shape[:2]
    info["scale_factor"] = (scale_y, scale_x)
    return image


def _letter_box(image: np.ndarray, info: dict, op: dict) -> np.ndarray:
    height, width = _sizes(op["target_size"])
    ratio = min(height / image.shape[0], width / image.shape[1])
    new_height, new_width = round(image.shape[0] * ratio), round(image.shape[1] * ratio)
    above, beside = (height - new_height) / 2, (width - new_width) / 2
    image = cv2.resize(image, (new_width, new_height), interpolation=cv2.INTER_AREA)
    info["im_shape"] = (new_height, new_width)
    info["scale_factor"] = (ratio, ratio)
    sides = [round(side + guard) for side in (above, beside) for guard in (-0.1, 0.1)]
    return cv2.copyMakeBorder(image, *sides, cv2.BORDER_CONSTANT, value=(GREY, GREY, GREY))


def _pad(image: np.ndarray, _: dict, op: dict) -> np.ndarray:
    height, width = _sizes(op["size"])
    if (height, width) == image.shape[:2]:
        return image.astype("float32")
    canvas = np.ones((height, width, 3), "float32")
    canvas *= np.array(op.get("fill_value", [114.0, 114.0, 114.0]), "float32")
    canvas[: image.shape[0], : image.shape[1]] = image
    return canvas


def _third_point(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    direction = a - b
    return b + np.array([-direction[1], direction[0]], "float32")


def _warp(image: np.ndarray, _: dict, op: dict) -> np.ndarray:
    image = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    height, width = image.shape[:2]
    if op.get("keep_res", False):
        bits = op.get("pad", 31)
        to_height, to_width = (height | bits) + 1, (width | bits) + 1
        middle, from_width = np.array([width // 2, height // 2], "float32"), to_width
    else:
        to_height, to_width = op.get("input_h", 512), op.get("input_w", 512)
        middle = np.array([width / 2, height / 2], "float32")
        from_width = max(height, width) * 1.0
    points = []
    for centre, side in (
        (middle, from_width),
        (np.array([to_width * 0.5, to_height * 0.5], "float32"), to_width),
    ):
        above = centre + np.array([0.0, side * -0.5], "float32")
        points.append(np.stack([centre, above, _third_point(centre, above)]).astype("float32"))
    matrix = cv2.getAffineTransform(points[0], points[1])
    return cv2.warpAffine(image, matrix, (to_width, to_height), flags=cv2.INTER_LINEAR)


def _normalize(image: np.ndarray, _: dict, op: dict) -> np.ndarray:
    image = image.astype("float32")
    if op.get("is_scale", True):
        image = image / 255.0
    if op.get("norm_type", "mean_std") == "mean_std":
        image = image - np.array(op["mean"])
        image = image / np.array(op["std"])
    return image.astype("float32")


def _permute(image: np.ndarray, _: dict, __: dict) -> np.ndarray:
    return image.transpose(2, 0, 1).copy()


def _pad_stride(image: np.ndarray, _: dict, op: dict) -> np.ndarray:
    stride = op.get("stride", 0)
    if stride <= 0:
        return image
    sides = [math.ceil(side / stride) * stride for side in image.shape[1:]]
    padded = np.zeros((image.shape[0], *sides), "float32")
    padded[:, : image.shape[1], : image.shape[2]] = image
    return padded


STEPS = {
    "Resize": _resize,
    "LetterBoxResize": _letter_box,
    "Pad": _pad,
    "WarpAffine": _warp,
    "NormalizeImage": _normalize,
    "Permute": _permute,
    "PadStride": _pad_stride,
}


def prepare(rgb: np.ndarray, steps: list[dict]) -> dict[str, np.ndarray]:
    """The inputs for one picture by name: image [1, ...], im_shape [1, 2], scale_factor [1, 2]."""
    info = {"im_shape": rgb.shape[:2], "scale_factor": (1.0, 1.0)}
    image = rgb
    for step in steps:
        image = STEPS[step["type"]](image, info, step)
    inputs = {name: np.array([value], "float32") for name, value in info.items()}
    return inputs | {"image": image[None].astype("float32")}


def _area(corner: np.ndarray, opposite: np.ndarray) -> np.ndarray:
    size = np.clip(opposite - corner, 0.0, None)
    return size[..., 0] * size[..., 1]


def _overlaps(boxes: np.ndarray, box: np.ndarray) -> np.ndarray:
    both = _area(np.maximum(boxes[:, :2], box[:2]), np.minimum(boxes[:, 2:], box[2:]))
    areas = _area(boxes[:, :2], boxes[:, 2:]) + _area(box[:2], box[2:])
    return both / (areas - both + 1e-5)


def _softmax(values: np.ndarray) -> np.ndarray:
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def decode_heads(outputs: list[np.ndarray], inputs: dict, config: dict) -> list[list[float]]:
    """Rows [label, score, left, top, right, bottom] of PicoDet's raw heads, for one picture."""
    levels = len(outputs) // 2
    height, width = inputs["image"].shape[2:]
    all_boxes, all_scores = [], []
    for i, stride in enumerate(config["fpn_stride"]):
        scores, heads = outputs[i][0], outputs[levels + i][0]
        columns = math.ceil(width / stride)
        cells = np.arange(columns * math.ceil(height / stride))
        middle = np.stack([cells % columns, cells // columns], axis=1) + 0.5
        bins = heads.shape[1] // 4
        mean = (_softmax(heads.reshape(-1, bins)) * np.arange(bins)).sum(axis=1).reshape(-1, 4)
        best = np.argsort(scores.max(axis=1))[::-1][:1000]
        boxes = np.concatenate([middle - mean[:, :2], middle + mean[:, 2:]], axis=1) * stride
        all_boxes.append(boxes[best])
        all_scores.append(scores[best])
    boxes, scores = np.concatenate(all_boxes), np.concatenate(all_scores)
    im_shape, scale = inputs["im_shape"][0], inputs["scale_factor"][0]
    rows = []
    for label in range(scores.shape[1]):
        order = np.argsort(scores[:, label])[-200:]
        order = order[scores[order, label] > 0.4]
        kept = 0
        while len(order) > 0 and kept < 100:
            current = order[-1]
            box = boxes[current].copy()
            box[[0, 2]] = box[[0, 2]].clip(0, im_shape[1]) / scale[1]
            box[[1, 3]] = box[[1, 3]].clip(0, im_shape[0]) / scale[0]
            rows.append([label, float(scores[current, label]), *box.tolist()])
            kept += 1
            order = order[:-1]
            overlaps = _overlaps(boxes[order], boxes[current])
            order = order[overlaps <= config["NMS"]["nms_threshold"]]
    return rows
