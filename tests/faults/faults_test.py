# SPDX-License-Identifier: Apache-2.0
"""Every call on files fails once, one after another; and so does memory that is asked for.

The command gives an error or the right result, never a crash, and never leaves half a file under
its final name.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import MODELS

COMMAND = Path(os.environ["FASTDEPLOY_BUILD"]).resolve() / "apps/cli/fastdeploy"
SOURCE = Path(__file__).with_name("faults.c")
CALLS = ("open", "read", "write", "mmap", "sync", "rename")
MOST = 400  # more calls than any of these commands makes
# Memory is asked for much more often: so many times of all are tried for each command.
ALLOCATIONS = int(os.environ.get("FASTDEPLOY_FAULTS", "12"))


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("faults") / "libfaults.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-o", path, SOURCE, "-ldl"],
        check=True,
    )
    return path


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A folder with a model and a picture, in which all files count."""
    shutil.copytree(MODELS / "pplcnet_x0_25", tmp_path / "model")
    (tmp_path / "model/inference.json").unlink(missing_ok=True)
    shutil.copy(MODELS / "images/coffee.png", tmp_path / "coffee.png")
    return tmp_path


CALLS_MADE: dict[str, int] = {}  # by the latest run


def run(command: list[str], library: Path | None, call: str, number: int, below: Path) -> tuple:
    """The status, the output, and whether a call was made to fail."""
    read_end, write_end = os.pipe()
    environment = dict(os.environ, XDG_CACHE_HOME=str(below / "cache"))
    if library:
        environment |= {
            "LD_PRELOAD": str(library),
            "FAULT_CALL": call,
            "FAULT_NUMBER": str(number),
            "FAULT_BELOW": str(below),
            "FAULT_REPORT": str(write_end),
        }
    ran = subprocess.run(
        command,
        env=environment,
        capture_output=True,
        pass_fds=[write_end],
        timeout=120,
        check=False,
    )
    os.close(write_end)
    with os.fdopen(read_end) as report:
        failed = "failed" in (text := report.read())
        counted = re.search(r"(\d+) calls", text)
    CALLS_MADE[call] = int(counted[1]) if counted else 0
    return ran.returncode, ran.stdout.decode(), ran.stderr.decode(), failed


@pytest.mark.parametrize("call", CALLS)
def test_predicting_and_drawing(workplace: Path, library: Path, call: str) -> None:
    drawings = workplace / "drawn"
    line = [str(COMMAND), "classify", str(workplace / "coffee.png"), "--model"]
    line += [str(workplace / "model"), "--json", "--save", str(drawings)]
    status, expected, _, _ = run(line, None, "", 0, workplace)
    assert status == 0
    drawing = (drawings / "coffee_classify.png").read_bytes()
    for number in range(1, MOST):
        shutil.rmtree(drawings, ignore_errors=True)
        status, output, error, failed = run(line, library, call, number, workplace)
        assert status in (0, 1, 2), f"{call} {number}: status {status}, {error}"
        if status == 0:
            assert output == expected, f"{call} {number}"
        for path in drawings.glob("*.png") if drawings.is_dir() else ():
            assert path.read_bytes() == drawing, f"{call} {number}: half a drawing"
        if not failed:
            return
        if status != 0:
            assert "error" in error + output, f"{call} {number}: no error is named"
    pytest.fail(f"more than {MOST} calls of {call}")


# Only what writes: reading is as in the test above.
@pytest.mark.parametrize("call", ["write", "sync", "rename"])
def test_sharing_weights(workplace: Path, library: Path, call: str) -> None:
    line = [str(COMMAND), "classify", str(workplace / "coffee.png"), "--model"]
    line += [str(workplace / "model"), "--json", "--share-weights"]
    status, expected, _, _ = run(line, None, "", 0, workplace)
    assert status == 0
    for number in range(1, MOST):
        shutil.rmtree(workplace / "cache", ignore_errors=True)
        status, output, error, failed = run(line, library, call, number, workplace)
        assert status in (0, 1, 2), f"{call} {number}: status {status}, {error}"
        if status == 0:
            assert json.loads(output) == json.loads(expected), f"{call} {number}"
        # What was left behind must not be taken for a model.
        status, output, error, _ = run(line, None, "", 0, workplace)
        assert (status, output) == (0, expected), f"after {call} {number}: {error}"
        if not failed:
            return
    pytest.fail(f"more than {MOST} calls of {call}")


@pytest.mark.parametrize("backend", ["openvino", "onnxruntime"])
@pytest.mark.parametrize("call", CALLS)
def test_keeping_compiled_models(
    workplace: Path, library: Path, call: str, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Calls fail while the cache is written, and while it is read."""
    cache = workplace / "compiled"
    line = [str(COMMAND), "classify", str(workplace / "coffee.png"), "--model"]
    line += [str(workplace / "model"), "--json", "--backend", backend]
    status, expected, _, _ = run(line, None, "", 0, workplace)  # the cache is off
    assert status == 0
    monkeypatch.setenv("FASTDEPLOY_COMPILED_CACHE", str(cache))
    # A blob is written in many parts, which are alike.
    numbers = [*range(1, 20), *range(20, MOST, 23)]
    for is_empty in (True, False):
        for number in numbers:
            if is_empty:
                shutil.rmtree(cache, ignore_errors=True)
            status, output, error, failed = run(line, library, call, number, workplace)
            assert status in (0, 1, 2), f"{call} {number}: status {status}, {error}"
            if status == 0:
                assert output == expected, f"{call} {number}"
            # What was left behind must not be taken for a model.
            status, output, error, _ = run(line, None, "", 0, workplace)
            assert (status, output) == (0, expected), f"after {call} {number}: {error}"
            if not failed:
                break
        else:
            pytest.fail(f"more than {MOST} calls of {call}")


@pytest.mark.parametrize("call", CALLS)
def test_converting(workplace: Path, library: Path, call: str) -> None:
    target = workplace / "out/model.onnx"
    line = [str(COMMAND), "convert", str(workplace / "model"), "-o", str(target)]
    assert run(line, None, "", 0, workplace)[0] == 0
    expected = target.read_bytes()
    for number in range(1, MOST):
        shutil.rmtree(target.parent)
        status, _, error, failed = run(line, library, call, number, workplace)
        assert status in (0, 1, 2), f"{call} {number}: status {status}, {error}"
        if target.exists():
            assert target.read_bytes() == expected, f"{call} {number}: half a model"
        else:
            assert status == 2, f"{call} {number}: no model, status {status}"
            target.parent.mkdir(exist_ok=True)
        if not failed:
            return
    pytest.fail(f"more than {MOST} calls of {call}")


COMMANDS = {
    "info": ["info", "model"],
    "convert": ["convert", "model", "-o", "out/model.onnx"],
    "predict": ["classify", "coffee.png", "--model", "model", "--json", "--save", "out"],
    "share": ["classify", "coffee.png", "--model", "model", "--json", "--share-weights"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_memory(workplace: Path, library: Path, name: str) -> None:
    line = [str(COMMAND)]
    for part in COMMANDS[name]:
        is_path = part.split("/")[0] in ("model", "out", "coffee.png")
        line.append(str(workplace / part) if is_path else part)

    def files() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (workplace / "out").glob("*")}

    def clear() -> None:
        shutil.rmtree(workplace / "out", ignore_errors=True)
        shutil.rmtree(workplace / "cache", ignore_errors=True)

    status, expected, _, _ = run(line, library, "malloc", 0, workplace)
    assert status == 0
    calls, made = CALLS_MADE["malloc"], files()
    assert calls > 1000
    for i in range(ALLOCATIONS):
        # Half of them are evenly spread, the others are among the first.
        number = max(1, int(calls * (i / ALLOCATIONS) ** (1 + i % 2 * 3)))
        clear()
        status, output, error, failed = run(line, library, "malloc", number, workplace)
        assert status in (0, 1, 2), f"{number} of {calls}: status {status}, {error}"
        assert failed, f"{number} of {calls}"
        if status == 0:
            assert output == expected, f"{number} of {calls}"
        else:
            assert "error" in error + output, f"{number} of {calls}: no error is named"
            assert "bad_alloc" not in error + output, f"{number} of {calls}: {error}"
        for file, contents in files().items():
            assert contents == made[file], f"{number} of {calls}: {file} is not whole"
