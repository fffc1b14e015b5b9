# SPDX-License-Identifier: Apache-2.0
"""Writes operators/kernels.json: what Paddle's operators (CPU) give for small inputs, for the kernels
in fastdeploy/runtime/operators.

    python make_operators.py        (with the packages of requirements.txt)

Scores have few digits, so that ties occur.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import paddle

HERE = Path(__file__).resolve().parent
NMS = {
    "background_label": -1,
    "keep_top_k": 6,
    "nms_eta": 1.0,
    "nms_threshold": 0.4,
    "nms_top_k": 20,
    "normalized": True,
    "score_threshold": 0.3,
}
MATRIX = {
    "background_label": 0,
    "gaussian_sigma": 2.0,
    "keep_top_k": 8,
    "nms_top_k": 10,
    "normalized": False,
    "post_threshold": 0.1,
    "score_threshold": 0.3,
    "use_gaussian": False,
}
PROPOSALS = {
    "eta": 0.9,
    "min_size": 3.0,
    "nms_thresh": 0.7,
    "pixel_offset": True,
    "post_nms_top_n": 6,
    "pre_nms_top_n": 20,
}
LEVELS = {
    "max_level": 5,
    "min_level": 2,
    "pixel_offset": False,
    "refer_level": 4,
    "refer_scale": 224,
}
POOL = {"output_channels": 2, "pooled_height": 2, "pooled_width": 3, "spatial_scale": 0.5}


class Cases:
    """Generates inputs, runs operators, and collects both."""

    def __init__(self) -> None:
        self.random = np.random.default_rng(7)
        self.rows: list[dict] = []
        self.outputs: list[np.ndarray] = []  # of the last operator

    def boxes(self, *shape: int, size: int = 40) -> np.ndarray:
        """Boxes [..., 4] with whole corners."""
        corner = self.random.integers(0, size, (*shape, 2))
        sides = self.random.integers(1, size, (*shape, 2))
        return np.concatenate([corner, corner + sides], axis=-1).astype("float32")

    def scores(self, *shape: int) -> np.ndarray:
        """Sixteenths from 0 to 1."""
        return (self.random.integers(0, 17, shape) / 16).astype("float32")

    def run(self, kind: str, attributes: dict, inputs: list, slots: str) -> None:
        """Runs an operator. Slots: 'in=X,Y out=Out:float32'; * marks a list (one tensor per row)."""
        before, after = (part.split("=")[1].split(",") for part in slots.split())
        given = {
            slot.strip("*"): list(x) if "*" in slot else [x] for slot, x in zip(before, inputs)
        }
        paddle.enable_static()
        program = paddle.static.Program()
        with paddle.static.program_guard(program):
            block = program.global_block()
            feed, sources = {}, {}
            for slot, values in given.items():
                sources[slot] = []
                for i, value in enumerate(values):
                    name = f"{slot}_{i}"
                    feed[name] = value
                    dtype = value.dtype.name
                    sources[slot].append(paddle.static.data(name, value.shape, dtype))
            results = {}
            for text in after:
                slot, dtype, *count = text.split(":")
                results[slot] = [
                    block.create_var(name=f"{slot}_out_{i}", dtype=dtype)
                    for i in range(int(count[0]) if count else 1)
                ]
            block.append_op(type=kind, inputs=sources, outputs=results, attrs=dict(attributes))
            fetch = [value for values in results.values() for value in values]
            executor = paddle.static.Executor(paddle.CPUPlace())
            found = executor.run(program, feed=feed, fetch_list=fetch, return_numpy=False)
        self.outputs = [np.array(value) for value in found]

    def add(self, operator: str, attributes: dict, inputs: list, outputs: list) -> None:
        """Adds a case of a kernel."""
        tensors = [
            [{"dims": list(x.shape), "values": x.ravel().tolist()} for x in side]
            for side in (inputs, outputs)
        ]
        self.rows.append(
            {
                "operator": operator,
                "attributes": attributes,
                "inputs": tensors[0],
                "outputs": tensors[1],
            }
        )


def suppression(cases: Cases) -> None:
    """The operators that keep the best boxes."""
    rows = "out=Out:float32,Index:int32,NmsRoisNum:int32"
    for change in ({}, {"keep_top_k": -1, "nms_top_k": -1, "background_label": 1}):
        inputs = [cases.boxes(2, 12), cases.scores(2, 3, 12)]
        cases.run("multiclass_nms3", NMS | change, inputs, f"in=BBoxes,Scores {rows}")
        cases.add("MulticlassNms", NMS | change, inputs, cases.outputs)
    counts = np.array([4, 0, 5], "int32")
    boxes, scores = cases.boxes(9, 3), cases.scores(9, 3)
    inputs = [boxes, scores, counts]
    cases.run("multiclass_nms3", NMS, inputs, f"in=BBoxes,Scores,RoisNum {rows}")
    inputs = [boxes.transpose(1, 0, 2), scores.T, counts]  # the kernel has the classes first
    cases.add("MulticlassNms", NMS, inputs, cases.outputs)
    inputs = [cases.boxes(1, 5), cases.scores(1, 2, 5) * 0]
    cases.run("multiclass_nms", NMS, inputs, "in=BBoxes,Scores out=Out:float32")
    attributes = NMS | {"marks_empty": True, "one_image": True}
    cases.add("MulticlassNms", attributes, inputs, cases.outputs)

    for change in ({}, {"use_gaussian": True, "keep_top_k": -1, "nms_top_k": -1}):
        inputs = [cases.boxes(2, 14), cases.scores(2, 3, 14)]
        slots = "in=BBoxes,Scores out=Out:float32,Index:int32,RoisNum:int32"
        cases.run("matrix_nms", MATRIX | change, inputs, slots)
        cases.add("MatrixNms", MATRIX | change | {"one_image": False}, inputs, cases.outputs)

    inputs = [cases.boxes(20)]
    cases.run("nms", {"iou_threshold": 0.2}, inputs, "in=Boxes out=KeepBoxesIdxs:int64")
    cases.add("Nms", {"threshold": 0.2}, inputs, cases.outputs)


def proposals(cases: Cases) -> None:
    """What two-stage detectors do between their stages."""
    slots = (
        "in=Scores,BboxDeltas,ImShape,Anchors,Variances "
        "out=RpnRois:float32,RpnRoiProbs:float32,RpnRoisNum:int32"
    )
    for change in ({}, {"pixel_offset": False, "min_size": 0.0, "pre_nms_top_n": 0, "eta": 1.0}):
        anchors = cases.boxes(3, 4, 2)
        deltas = (cases.random.integers(-8, 9, (2, 8, 3, 4)) / 16).astype("float32")
        sizes = np.array([[40, 50], [0.5, 0.5]], "float32")  # nothing fits into the second image
        variances = np.full_like(anchors, 0.5)
        inputs = [cases.scores(2, 2, 3, 4), deltas, sizes, anchors, variances]
        attributes = PROPOSALS | change
        names = {"pre_nms_top_n": "pre_nms_topN", "post_nms_top_n": "post_nms_topN"}
        theirs = {names.get(key, key): value for key, value in attributes.items()}
        cases.run("generate_proposals_v2", theirs, inputs, slots)
        inputs = [*inputs[:3], anchors.reshape(-1, 4), variances.reshape(-1, 4)]
        attributes = attributes | {"one_image": False}
        cases.add("GenerateProposals", attributes, inputs, cases.outputs)

    boxes = np.concatenate([cases.boxes(9, size=600), cases.boxes(3), np.zeros((1, 4), "float32")])
    inputs = [boxes, np.array([5, 8], "int32")]
    slots = "MultiFpnRois:float32:4,MultiLevelRoIsNum:int32:4,RestoreIndex:int32"
    cases.run("distribute_fpn_proposals", LEVELS, inputs, f"in=FpnRois,RoisNum out={slots}")
    found = cases.outputs
    outputs = [np.concatenate(found[:4]), found[8], np.stack(found[4:8])]
    cases.add("DistributeFpnProposals", LEVELS, inputs, outputs)

    counts = np.array([[5, 4], [3, 2], [1, 1]], "int32")
    rois = [cases.boxes(count) for count in counts.sum(1)]
    scores = [cases.scores(count, 1) for count in counts.sum(1)]
    slots = (
        "in=MultiLevelRois*,MultiLevelScores*,MultiLevelRoIsNum* out=FpnRois:float32,RoisNum:int32"
    )
    cases.run("collect_fpn_proposals", {"post_nms_topN": 10}, [rois, scores, counts], slots)
    inputs = [np.concatenate(rois), np.concatenate(scores), counts]
    cases.add("CollectFpnProposals", {"post_nms_topn": 10}, inputs, cases.outputs)

    features = (cases.random.integers(-16, 17, (2, 12, 6, 7)) / 16).astype("float32")
    inputs = [features, cases.boxes(4, size=16) - 4, np.array([1, 3], "int32")]
    cases.run("psroi_pool", POOL, inputs, "in=X,ROIs,RoisNum out=Out:float32")
    cases.add("PsroiPool", POOL, inputs, cases.outputs)


def main() -> None:
    """Writes the file."""
    cases = Cases()
    suppression(cases)
    proposals(cases)
    text = {"reference": f"paddle {paddle.__version__}", "cases": cases.rows}
    path = HERE / "operators" / "kernels.json"
    path.write_text(json.dumps(text) + "\n", encoding="utf-8")
    for row in cases.rows:
        print(row["operator"], [output["dims"] for output in row["outputs"]])


if __name__ == "__main__":
    main()
