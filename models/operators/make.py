# SPDX-License-Identifier: Apache-2.0
"""Writes tests/golden/operators/cases.png: models of one operator each, and Paddle's results.

    python models/operators/make.py [-v] [NAME...]

Needs paddlepaddle and numpy alone. Run it with 2.6.2, which writes the models of the old format
(.pdmodel), then with 3.3.1, which writes those of the new one (inference.json); each replaces its
own part. The models are what paddle.jit.save writes, without notes for debugging; the results are
of Paddle's predictor with one thread and without optimisation of the graph. With names, it makes
only these cases, and keeps the rest. -v shows Paddle's messages.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import sys
import tempfile
import traceback
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import cases  # noqa: F401  (fills CASES)
import golden
import numpy as np
import paddle
from case import CASES, PDMODEL, PIR, Case
from paddle import inference, nn
from paddle.static import InputSpec

FORMAT = PDMODEL if paddle.__version__.startswith("2.") else PIR
NOTES = {"op_callstack", "op_namescope", "op_device", "op_role", "op_role_var", "with_quant_attr"}


class Model(nn.Layer):
    """A case's function or layer as the layer to export, with seeded weights."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.inner = case.make()
        self.eval()
        random = case.generator()
        for name, parameter in self.named_parameters():
            values = random.integers(-200, 201, parameter.shape) / 256
            if name.endswith("_variance"):
                values = np.abs(values) + 0.5
            parameter.set_value(values.astype("float32"))
        for name, buffer in self.named_buffers():
            if name.endswith("_mean"):
                buffer.set_value((random.integers(-200, 201, buffer.shape) / 256).astype("float32"))
            elif name.endswith("_variance"):
                buffer.set_value((random.integers(90, 400, buffer.shape) / 256).astype("float32"))

    def forward(self, a=None, b=None, c=None, d=None, e=None, f=None, g=None):
        inputs = [value for value in (a, b, c, d, e, f, g) if value is not None]
        return self.inner(*inputs)


def encoded(data: bytes) -> str:
    """Bytes as text."""
    return base64.b64encode(data).decode()


def tensor(name: str, array: np.ndarray) -> dict:
    """A tensor of a golden file."""
    array = np.asarray(array)
    return {
        "name": name,
        "dtype": str(array.dtype),
        "shape": list(array.shape),
        "data": encoded(array.tobytes()),
    }


def slim_pdmodel(path: Path) -> str:
    """A ProgramDesc without notes."""
    from paddle.base.proto import framework_pb2

    program = framework_pb2.ProgramDesc()
    program.ParseFromString(path.read_bytes())
    program.ClearField("op_version_map")
    for block in program.blocks:
        for op in block.ops:
            kept = [attr for attr in op.attrs if attr.name not in NOTES]
            del op.attrs[:]
            op.attrs.extend(kept)
        for var in block.vars:
            for noted in ("need_check_feed", "is_parameter", "stop_gradient"):
                var.ClearField(noted)
    return encoded(program.SerializeToString())


def slim_pir(path: Path) -> dict:
    """A PIR program without notes."""

    def slim(block: dict) -> None:
        for op in block["ops"]:
            if op["#"] != "p":  # for parameters, OA says whether the file has them
                op.pop("OA", None)
                op["A"] = [attr for attr in op["A"] if attr["N"] not in {*NOTES, "struct_name"}]
            for region in op.get("regions", []):
                for inner in region["blocks"]:
                    slim(inner)

    program = json.loads(path.read_text("utf-8"))
    for region in program["program"]["regions"]:
        for block in region["blocks"]:
            slim(block)
    return program


def predict(folder: Path, runs: list[dict[str, np.ndarray]]) -> list[dict[str, np.ndarray]]:
    """What Paddle's predictor answers to each of the inputs."""
    model = folder / ("m.pdmodel" if FORMAT == PDMODEL else "m.json")
    weights = folder / "m.pdiparams"
    config = inference.Config(str(model), str(weights) if weights.exists() else "")
    config.switch_ir_optim(False)
    config.disable_gpu()
    config.disable_glog_info()
    config.set_cpu_math_library_num_threads(1)
    if FORMAT == PIR:
        config.disable_mkldnn()
        config.enable_new_executor()
        config.enable_new_ir(True)
        config.enable_custom_passes([], True)  # no passes
    predictor = inference.create_predictor(config)
    results = []
    for run in runs:
        for name in predictor.get_input_names():
            predictor.get_input_handle(name).copy_from_cpu(run[name])
        predictor.run()
        names = predictor.get_output_names()
        results.append({n: predictor.get_output_handle(n).copy_to_cpu() for n in names})
    return results


def export(case: Case, folder: Path) -> dict:
    """A case as the golden file has it."""
    paddle.seed(1)
    random = case.generator()
    inputs = [make(random) for make in case.inputs]
    names = [f"x{i}" for i in range(len(inputs))]
    specs = [
        InputSpec([None if dim < 0 else dim for dim in one.dims], one.dtype, name=name)
        for name, one in zip(names, inputs, strict=True)
    ]
    with paddle.utils.unique_name.guard():
        model = Model(case)
        model.eval()
        static = paddle.jit.to_static(model, input_spec=specs, full_graph=True)
        paddle.jit.save(static, str(folder / "m"))
    count = max([len(one.runs) for one in inputs], default=1)
    runs = [
        {
            name: one.runs[min(run, len(one.runs) - 1)]
            for name, one in zip(names, inputs, strict=True)
        }
        for run in range(count)
    ]
    results = predict(folder, runs)
    weights = folder / "m.pdiparams"
    is_old = FORMAT == PDMODEL
    return {
        "operator": case.operator,
        "variant": case.variant,
        **({"tolerance": case.tolerance} if case.tolerance else {}),
        "inputs": [[tensor(name, array) for name, array in run.items()] for run in runs],
        FORMAT: {
            "program": slim_pdmodel(folder / "m.pdmodel")
            if is_old
            else json.dumps(slim_pir(folder / "m.json"), separators=(",", ":")),
            "weights": encoded(weights.read_bytes()) if weights.exists() else "",
            "outputs": [[tensor(name, array) for name, array in run.items()] for run in results],
        },
    }


def guarded(case: Case) -> dict | str:
    """A case, made in a process of its own as Paddle may abort; or why it cannot be made."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        signal.alarm(60)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        if "-v" not in sys.argv:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        with os.fdopen(writer, "w") as pipe, tempfile.TemporaryDirectory() as folder:
            try:
                pipe.write(json.dumps(export(case, Path(folder))))
            except BaseException as error:
                if "-v" in sys.argv:
                    traceback.print_exc()
                lines = [line for line in str(error).splitlines() if line.strip()]
                pipe.write(json.dumps(f"{type(error).__name__}: {' / '.join(lines[-3:])}"[:500]))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    _, status = os.waitpid(child, 0)
    return json.loads(text) if text else f"ended with status {status}"


def main() -> int:
    """Makes all cases of the format that this Paddle writes."""
    wanted = [name for name in sys.argv[1:] if name != "-v"]
    names = [case.name for case in CASES]
    if len(names) != len(set(names)):
        raise SystemExit(f"twice: {sorted(n for n in set(names) if names.count(n) > 1)}")
    whole = golden.read()
    whole["reference"][FORMAT] = f"paddle {paddle.__version__}"
    kept, failed = {}, 0
    for case in CASES:
        entry = whole["cases"].get(case.name, {})
        if not wanted or case.name in wanted:
            entry.pop(FORMAT, None)
            made = guarded(case) if FORMAT in case.formats else {}
            if isinstance(made, str):
                print(f"{case.name}: {made}", file=sys.stderr)
                failed += 1
            else:
                entry.update(made)
        if PDMODEL in entry or PIR in entry:
            kept[case.name] = entry
    whole["cases"] = kept
    size = golden.write(whole)
    print(f"{golden.CASES.name}: {len(kept)} cases, {size} bytes, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
