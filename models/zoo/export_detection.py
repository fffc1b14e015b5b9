#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Exports architectures of PaddleDetection with made weights, for sweep.py.

    python models/zoo/export_detection.py FOLDER PICTURE [NAME...]

Each detection/NAME.yml becomes FOLDER/det.NAME.old: the program, its parameters, in.npz (the
picture at 320 x 320) and expected.npz (what Paddle's predictor gives). Weights are seeded, and
the statistics of the normalisation are those of the picture, so that scores and boxes vary.

Needs paddlepaddle 2.6.2, paddledet 2.6.0 (installed with --no-deps, since it requires other
versions), pycocotools, scipy, pandas, pyyaml, shapely, requests, matplotlib, scikit-learn and
opencv-python-headless. ppdet 2.6.0 was written for a Paddle in which an element of a vector is a
vector: the few places where that matters are edited here.
"""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

os.environ.update(FLAGS_enable_pir_api="0", GLOG_minloglevel="2")

import cv2
import numpy as np

np.bool = bool  # ppdet uses the old name

import paddle  # noqa: E402
from moves import run  # noqa: E402

SIDE = 320
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
CONFIGS = Path(__file__).with_name("detection")


def concat_numbers() -> None:
    """Makes paddle.concat take numbers for vectors of one element."""
    original = paddle.concat

    def concat(x: list, axis: int = 0, name: str | None = None) -> paddle.Tensor:
        if isinstance(x, (list, tuple)):
            x = [paddle.reshape(one, [1]) if len(one.shape) == 0 else one for one in x]
        return original(x, axis, name)

    concat.__module__ = original.__module__  # so that Paddle does not translate it
    paddle.concat = concat


def edit(owner: type, name: str, pattern: str, replacement: str) -> None:
    """Replaces a part of a method's source."""
    method = getattr(owner, name)
    source = textwrap.dedent(inspect.getsource(method))
    source, count = re.subn(pattern, replacement, source)
    if count == 0:
        raise ValueError(f"{owner.__name__}.{name}: not found: {pattern}")
    with tempfile.NamedTemporaryFile("w", suffix=".py", delete=False) as file:
        file.write(source)  # a file, since to_static reads functions from it
    found: dict[str, object] = {}
    exec(compile(source, file.name, "exec"), method.__globals__, found)
    setattr(owner, name, found[name])


def edit_ppdet() -> None:
    from ppdet.modeling.heads.cascade_head import CascadeHead
    from ppdet.modeling.post_process import BBoxPostProcess
    from ppdet.modeling.proposal_generator.rpn_head import RPNHead

    concat_numbers()
    edit(
        RPNHead, "_gen_proposal", r"paddle\.shape\((\w*topk_rois)\)\[0\]", r"paddle.shape(\1)[0:1]"
    )
    edit(BBoxPostProcess, "get_pred", r"= bbox_num\[i\]\n", "= bbox_num[i:i + 1]\n")
    edit(CascadeHead, "_get_rois_from_boxes", r"paddle\.shape\(r\)\[0\]", "paddle.shape(r)[0:1]")


def set_weights(model: paddle.nn.Layer, feeds: dict[str, paddle.Tensor]) -> None:
    random = np.random.RandomState(3)
    for name, parameter in model.named_parameters():
        values = parameter.numpy()
        if values.ndim >= 2 and not re.search("embed|pos", name):
            inputs = np.prod(values.shape[1:]) if values.ndim == 4 else values.shape[0]
            gain = 1.6 if values.ndim == 4 else 1.0
            values = random.randn(*values.shape) * np.sqrt(gain / inputs)
        elif values.ndim == 1 and values.size and np.abs(values + 4.595).max() < 1e-2:
            values = random.randn(*values.shape) * 0.2 - 1.5  # scores of 0.01 before
        parameter.set_value(values.astype("float32"))
    norms = [layer for layer in model.sublayers() if "BatchNorm" in type(layer).__name__]
    for norm in norms:
        norm.train()
        norm._momentum, norm._use_global_stats = 0.0, False
    model(feeds)
    for norm in norms:
        norm.eval()
        norm._use_global_stats = None


def export(config: Path, folder: Path, feeds: dict[str, np.ndarray]) -> None:
    from ppdet.core.workspace import create, load_config
    from ppdet.engine.export_utils import _prune_input_spec

    paddle.seed(1)
    np.random.seed(1)
    model = create(load_config(str(config)).architecture)
    model.eval()
    if hasattr(model, "deploy"):
        model.deploy = True
    set_weights(model, {name: paddle.to_tensor(value) for name, value in feeds.items()})
    for layer in model.sublayers():
        if hasattr(layer, "convert_to_deploy"):
            layer.convert_to_deploy()
    batch = 1 if "RCNN" in config.stem else None
    spec = [
        {
            name: paddle.static.InputSpec([batch, *value.shape[1:]], "float32", name)
            for name, value in feeds.items()
        }
    ]
    static = paddle.jit.to_static(model, input_spec=spec, full_graph=True)
    pruned = _prune_input_spec(spec, static.forward.main_program, static.forward.outputs)
    paddle.jit.save(static, str(folder / "inference"), input_spec=pruned)
    used = {name: feeds[name] for name in pruned[0]}
    np.savez(folder / "in.npz", **used)
    # Without passes over the graph: one of them scales weights of GFL that others share.
    outputs = run(folder, used, optimise=False)
    np.savez(folder / "expected.npz", **{f"out_{i:02d}": x for i, x in enumerate(outputs)})
    print(folder.name, [list(x.shape) for x in outputs], flush=True)


def export_one(name: str, target: Path, picture: str) -> None:
    edit_ppdet()
    image = cv2.resize(cv2.imread(picture), (SIDE, SIDE))
    tensor = ((image[:, :, ::-1] / 255 - MEAN) / STD).transpose(2, 0, 1)[None]
    feeds = {
        "image": np.ascontiguousarray(tensor, dtype=np.float32),
        "im_shape": np.array([[SIDE, SIDE]], np.float32),
        "scale_factor": np.array([[0.8, 0.8]], np.float32),
    }
    folder = target / f"det.{name}.old"
    folder.mkdir(parents=True, exist_ok=True)
    export(CONFIGS / f"{name}.yml", folder, feeds)


def main() -> None:
    target, picture, *names = sys.argv[1:]
    if len(names) == 1:
        return export_one(names[0], Path(target), picture)
    # ppdet's registry keeps the last configuration, so each has a process of its own.
    for config in sorted(CONFIGS.glob("*.yml")):
        if not names or config.stem in names:
            subprocess.run([sys.executable, __file__, target, picture, config.stem], check=True)
    return None


if __name__ == "__main__":
    main()
