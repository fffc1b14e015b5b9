# SPDX-License-Identifier: Apache-2.0
"""Operators of detectors: anchors, boxes, regions, suppression."""

from __future__ import annotations

import numpy as np
import paddle
from case import H, N, Operator, W, boxes, floats, given, ints
from paddle.vision import ops
from raw import operator

IMAGE = floats(N, 4, H, W)

# --- Suppression

NMS = {
    "score_threshold": 0.3,
    "nms_top_k": 100,
    "keep_top_k": 20,
    "nms_threshold": 0.4,
    "normalized": True,
    "nms_eta": 1.0,
    "background_label": -1,
}


def multiclass_nms(**changes):
    """The operator multiclass_nms3 with these attributes, in either format."""
    attributes = {**NMS, **changes}

    def run(bboxes, scores, counts=None):
        if paddle.__version__.startswith("2."):
            inputs = {"BBoxes": bboxes, "Scores": scores}
            if counts is not None:
                inputs["RoisNum"] = counts
            outputs = {"Out": "float32", "Index": "int32", "NmsRoisNum": "int32"}
            found = operator("multiclass_nms3", inputs, outputs, **attributes)
        else:
            found = paddle._C_ops.multiclass_nms3(bboxes, scores, counts, *attributes.values())
        return found[0], found[2], found[1]

    return run


op = Operator("multiclass_nms3")
FEW = (boxes(1, 12), floats(1, 3, 12, low=0))
for variant, changes in {
    "": {},
    "nms_top_k minus 1": {"nms_top_k": -1},
    "nms_top_k 5": {"nms_top_k": 5},
    "keep_top_k minus 1": {"keep_top_k": -1},
    "keep_top_k 4": {"keep_top_k": 4},
    "not normalized": {"normalized": False},
    "nms_eta 0.7": {"nms_eta": 0.7, "nms_threshold": 0.7},
    "background 0": {"background_label": 0},
    "background 2": {"background_label": 2},
    "background beyond the classes": {"background_label": 80},
    "nothing found": {"score_threshold": 1.5},
    "everything found": {"score_threshold": -1.0, "nms_threshold": 1.0, "keep_top_k": -1},
    "no overlap": {"nms_threshold": 0.0},
    "score_threshold 0": {"score_threshold": 0.0},
}.items():
    op.function(variant, multiclass_nms(**changes), *FEW)
op.function("one class", multiclass_nms(), boxes(1, 12), floats(1, 1, 12, low=0))
op.function(
    "one class, background 0",
    multiclass_nms(background_label=0),
    boxes(1, 12),
    floats(1, 1, 12, low=0),
)
op.function("an open count", multiclass_nms(), boxes(1, (12, 7)), floats(1, 3, (12, 7), low=0))
op.function("open classes", multiclass_nms(), boxes(1, 9), floats(1, (3, 2), 9, low=0))
op.function("a batch of two", multiclass_nms(), boxes(2, 12), floats(2, 3, 12, low=0))
op.function("an open batch", multiclass_nms(), boxes(N, 12), floats(N, 3, 12, low=0))
op.function(
    "an open batch of one", multiclass_nms(), boxes((1, 1), 12), floats((1, 1), 3, 12, low=0)
)
op.function(
    "a batch in which one has nothing",
    multiclass_nms(),
    boxes(2, 4),
    given([[[0.9, 0.8, 0.7, 0.6]], [[0.1, 0.1, 0.1, 0.1]]]),
)
op.function("ties", multiclass_nms(), boxes(1, 6), given([[[0.5, 0.9, 0.5, 0.9, 0.5, 0.9]] * 2]))
op.function(
    "ties and nms_top_k 3",
    multiclass_nms(nms_top_k=3),
    boxes(1, 6),
    given([[[0.5, 0.9, 0.5, 0.9, 0.5, 0.9]] * 2]),
)
op.function(
    "ties and keep_top_k 3",
    multiclass_nms(keep_top_k=3, nms_threshold=0.9),
    boxes(1, 6),
    given([[[0.5, 0.9, 0.5, 0.9, 0.5, 0.9]] * 2]),
)
op.function(
    "equal boxes",
    multiclass_nms(),
    given([[[0, 0, 4, 4]] * 3 + [[9, 9, 12, 12]]]),
    floats(1, 2, 4, low=0.4),
)
op.function(
    "boxes of each class",
    multiclass_nms(),
    boxes(5, 3),
    floats(5, 3, low=0),
    given([2, 3], dtype="int32"),
)
op.function(
    "turned boxes", multiclass_nms(), floats(1, 6, 8, low=0, high=20), floats(1, 2, 6, low=0)
)
op = Operator("multiclass_nms of older versions")
for kind in ("multiclass_nms", "multiclass_nms2"):
    op.old(
        kind,
        lambda b, s, kind=kind: operator(
            kind,
            {"BBoxes": b, "Scores": s},
            {"Out": "float32", **({"Index": "int32"} if kind.endswith("2") else {})},
            **NMS,
        ),
        *FEW,
    )
op = Operator("matrix_nms")
for variant, settings in {
    "linear": {},
    "gaussian": {"use_gaussian": True, "gaussian_sigma": 2.0},
    "background 0": {"background_label": 0},
    "not normalized": {"normalized": False},
    "nms_top_k 4": {"nms_top_k": 4},
    "nms_top_k minus 1": {"nms_top_k": -1},
    "keep_top_k 4": {"keep_top_k": 4},
    "nothing found": {"score_threshold": 1.5},
}.items():
    op.function(
        variant,
        lambda b, s, settings=settings: ops.matrix_nms(
            b,
            s,
            **{
                "score_threshold": 0.3,
                "post_threshold": 0.1,
                "nms_top_k": 50,
                "keep_top_k": 20,
                "background_label": -1,
                "return_index": True,
                **settings,
            },
        ),
        *FEW,
    )
op.function(
    "a batch of two",
    lambda b, s: ops.matrix_nms(b, s, 0.3, 0.1, 50, 20, background_label=-1),
    boxes(2, 8),
    floats(2, 2, 8, low=0),
)
op = Operator("nms")
op.function("sorted boxes", lambda b: ops.nms(b, 0.4), boxes(12))
op.function("scores", lambda b, s: ops.nms(b, 0.4, s), boxes(12), floats(12))
op.function(
    "categories",
    lambda b, s, c: ops.nms(b, 0.4, s, c, [0, 1, 2], 5),
    boxes(12),
    floats(12),
    ints(12, low=0, high=2),
)
op.function("an open count", lambda b: ops.nms(b, 0.4), boxes((12, 5)))

# --- Regions

ROIS = boxes(5, size=16.0)
op = Operator("roi_align")
COUNT = given([3, 2], dtype="int32")
for variant, settings in {
    "aligned": {},
    "not aligned": {"aligned": False},
    "sampling_ratio 2": {"sampling_ratio": 2},
    "sampling_ratio 0": {"sampling_ratio": 0},
    "scale 0.5": {"spatial_scale": 0.5},
    "scale 0.25, not aligned": {"spatial_scale": 0.25, "aligned": False},
    "3 x 2": {"output_size": (3, 2), "sampling_ratio": 1},
}.items():
    op.function(
        variant,
        lambda x, r, n, settings=settings: ops.roi_align(
            x, r, n, **{"output_size": 2, "sampling_ratio": -1, **settings}
        ),
        floats(2, 2, 8, 9),
        ROIS,
        COUNT,
    )
op.function(
    "one picture",
    lambda x, r, n: ops.roi_align(x, r, n, 2, sampling_ratio=2),
    floats(1, 2, 8, 9),
    boxes((4, 1), size=12.0),
    given([4], [1], dtype="int32"),
)
op.function(
    "open sizes",
    lambda x, r, n: ops.roi_align(x, r, n, 2, 0.5),
    floats(N, 2, H, W),
    boxes((4, 1), size=12.0),
    given([1, 3], [1], dims=[-1], dtype="int32"),
)
op.function(
    "a picture without regions",
    lambda x, r, n: ops.roi_align(x, r, n, 2),
    floats(2, 2, 8, 9),
    boxes(3),
    given([0, 3], dtype="int32"),
)
op.function(
    "beyond the picture",
    lambda x, r, n: ops.roi_align(x, r, n, 2),
    floats(1, 1, 5, 5),
    given([[-4, -3, 3, 4], [3, 3, 9, 12], [20, 20, 30, 30], [2, 2, 2, 2]]),
    given([4], dtype="int32"),
)
op = Operator("roi_pool")
op.function(
    "2 x 2",
    lambda x, r, n: ops.roi_pool(x, r, n, 2, 0.5),
    floats(2, 2, 8, 9),
    ROIS,
    COUNT,
)
op = Operator("psroi_pool")
op.new("2 x 2", lambda x, r, n: ops.psroi_pool(x, r, n, 2, 0.5), floats(2, 8, 8, 9), ROIS, COUNT)

# --- Anchors and boxes

op = Operator("prior_box")
for variant, settings in {
    "one size": {"min_sizes": [4.0]},
    "max_sizes": {"min_sizes": [4.0, 8.0], "max_sizes": [8.0, 12.0], "aspect_ratios": [2.0]},
    "flip, clip": {"min_sizes": [4.0], "aspect_ratios": [2.0, 3.0], "flip": True, "clip": True},
    "steps, offset": {"min_sizes": [4.0], "steps": [3.0, 4.0], "offset": 0.25},
    "min_max_aspect_ratios_order": {
        "min_sizes": [4.0],
        "max_sizes": [8.0],
        "aspect_ratios": [2.0],
        "min_max_aspect_ratios_order": True,
    },
}.items():
    op.function(
        variant,
        lambda x, i, settings=settings: ops.prior_box(x, i, **settings),
        floats(1, 1, 2, 3),
        floats(1, 1, 16, 24),
    )
op.function(
    "open sizes",
    lambda x, i: ops.prior_box(x, i, [4.0], [8.0], [2.0], flip=True),
    floats(1, 1, (2, 3), (3, 2)),
    floats(1, 1, (16, 18), (24, 12)),
)
op = Operator("anchor_generator")
op.old(
    "",
    lambda x: operator(
        "anchor_generator",
        {"Input": x},
        {"Anchors": "float32", "Variances": "float32"},
        anchor_sizes=[8.0, 16.0],
        aspect_ratios=[0.5, 1.0, 2.0],
        variances=[0.1, 0.1, 0.2, 0.2],
        stride=[4.0, 4.0],
        offset=0.5,
    ),
    floats(1, 1, 2, 3),
)
op.old(
    "open sizes",
    lambda x: operator(
        "anchor_generator",
        {"Input": x},
        {"Anchors": "float32", "Variances": "float32"},
        anchor_sizes=[8.0],
        aspect_ratios=[1.0],
        variances=[1.0, 1.0, 1.0, 1.0],
        stride=[4.0, 4.0],
        offset=0.0,
    ),
    floats(1, 1, (2, 3), (3, 2)),
)
op = Operator("box_coder")
VARIANCE = [0.1, 0.1, 0.2, 0.2]
for normalized in (True, False):
    label = "" if normalized else ", not normalized"
    op.function(
        f"decode, axis 0{label}",
        lambda p, t, n=normalized: ops.box_coder(p, VARIANCE, t, "decode_center_size", n, 0),
        boxes(4),
        floats(3, 4, 4),
    )
    op.function(
        f"decode, axis 1{label}",
        lambda p, t, n=normalized: ops.box_coder(p, VARIANCE, t, "decode_center_size", n, 1),
        boxes(3),
        floats(3, 4, 4),
    )
    op.function(
        f"encode{label}",
        lambda p, t, n=normalized: ops.box_coder(p, VARIANCE, t, "encode_center_size", n),
        boxes(4),
        boxes(3),
    )
op.function(
    "decode, variances as a tensor",
    lambda p, v, t: ops.box_coder(p, v, t, "decode_center_size"),
    boxes((4, 2)),
    floats((4, 2), 4, low=0.1, high=0.3),
    floats(N, (4, 2), 4),
)
op.function(
    "decode, without variances",
    lambda p, t: ops.box_coder(p, [1.0, 1.0, 1.0, 1.0], t, "decode_center_size"),
    boxes(4),
    floats(N, 4, 4),
)
op = Operator("yolo_box")
ANCHORS = [4, 5, 8, 6]
for variant, settings in {
    "": {},
    "not clipped": {"clip_bbox": False},
    "scale_x_y 1.2": {"scale_x_y": 1.2},
    "conf_thresh 0.6": {"conf_thresh": 0.6},
}.items():
    op.function(
        variant,
        lambda x, s, settings=settings: ops.yolo_box(
            x,
            s,
            **{
                "anchors": ANCHORS,
                "class_num": 2,
                "conf_thresh": 0.3,
                "downsample_ratio": 8,
                **settings,
            },
        ),
        floats(N, 14, 2, 3),
        given([[30, 40], [50, 60]], [[24, 32]], dims=[-1, 2], dtype="int32"),
    )
op.function(
    "iou_aware",
    lambda x, s: ops.yolo_box(x, s, ANCHORS, 2, 0.3, 8, iou_aware=True, iou_aware_factor=0.4),
    floats(N, 16, 2, 3),
    given([[30, 40], [50, 60]], [[24, 32]], dims=[-1, 2], dtype="int32"),
)
op.function(
    "open sizes",
    lambda x, s: ops.yolo_box(x, s, ANCHORS, 2, 0.3, 8),
    floats(N, 14, (2, 3), (3, 2)),
    given([[30, 40], [50, 60]], [[24, 32]], dims=[-1, 2], dtype="int32"),
)


def proposals(**changes):
    """generate_proposals with these settings."""
    settings = {"pre_nms_top_n": 20, "post_nms_top_n": 8, "nms_thresh": 0.6, "min_size": 1.0}

    def run(scores, deltas, size, anchors, variances):
        found = ops.generate_proposals(
            scores,
            deltas,
            size,
            anchors,
            variances,
            return_rois_num=True,
            **{**settings, **changes},
        )
        return found

    return run


op = Operator("generate_proposals")
for variant, changes in {
    "": {},
    "pixel_offset": {"pixel_offset": True},
    "fewer first": {"pre_nms_top_n": 6},
    "min_size 6": {"min_size": 6.0},
}.items():
    op.function(
        variant,
        proposals(**changes),
        floats(1, 2, 3, 4, low=0),
        floats(1, 8, 3, 4, low=-0.3, high=0.3),
        given([[20.0, 22.0]]),
        boxes(3, 4, 2),
        given(np.ones((3, 4, 2, 4))),
    )
op.function(
    "a batch of two",
    proposals(),
    floats(2, 2, 3, 4, low=0),
    floats(2, 8, 3, 4, low=-0.3, high=0.3),
    given([[20.0, 22.0], [18.0, 15.0]]),
    boxes(3, 4, 2),
    given(np.ones((3, 4, 2, 4))),
)
op = Operator("distribute_fpn_proposals")
LEVELS = given([[0, 0, 10, 12], [0, 0, 100, 120], [5, 5, 45, 60], [3, 0, 300, 260], [1, 1, 30, 20]])


def distribute(rois, counts=None, *, offset=False):
    """Regions to levels 2 to 5."""
    rois_of, back, numbers = ops.distribute_fpn_proposals(rois, 2, 5, 4, 224, offset, counts)
    return (*rois_of, back, *(numbers if counts is not None else []))


op.function("one picture", lambda r, n: distribute(r, n), LEVELS, given([5], dtype="int32"))
op.function("two pictures", lambda r, n: distribute(r, n), LEVELS, given([2, 3], dtype="int32"))
op.function(
    "pixel_offset", lambda r, n: distribute(r, n, offset=True), LEVELS, given([5], dtype="int32")
)
op.function(
    "open count",
    lambda r, n: distribute(r, n),
    boxes((6, 3), size=300.0),
    given([6], [3], dtype="int32"),
)
op = Operator("collect_fpn_proposals")


def collect(a, b, s, t, n, m):
    """The best regions of two levels."""
    if paddle.__version__.startswith("2."):
        return operator(
            "collect_fpn_proposals",
            {"MultiLevelRois": [a, b], "MultiLevelScores": [s, t], "MultiLevelRoIsNum": [n, m]},
            {"FpnRois": "float32", "RoisNum": "int32"},
            post_nms_topN=4,
        )
    return paddle._C_ops.collect_fpn_proposals([a, b], [s, t], [n, m], 4)


op.function(
    "one picture",
    collect,
    boxes(4),
    boxes(3),
    floats(4, 1),
    floats(3, 1),
    given([4], dtype="int32"),
    given([3], dtype="int32"),
)
op = Operator("iou_similarity")
op.old(
    "",
    lambda x, y: operator(
        "iou_similarity", {"X": x, "Y": y}, {"Out": "float32"}, box_normalized=True
    ),
    boxes(4),
    boxes(3),
)
op = Operator("shuffle_channel")
op.old("2", lambda x: operator("shuffle_channel", {"X": x}, {"Out": "float32"}, group=2), IMAGE)
op = Operator("affine_channel")
op.old(
    "",
    lambda x, s, b: operator(
        "affine_channel", {"X": x, "Scale": s, "Bias": b}, {"Out": "float32"}, data_layout="NCHW"
    ),
    IMAGE,
    floats(4),
    floats(4),
)
