# SPDX-License-Identifier: Apache-2.0
"""fastdeploy.ray on a cluster of two machines, whose workers end in the middle of a run."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from conftest import MODELS, made_picture

import fastdeploy as fd

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
ray = pytest.importorskip("ray", reason="Ray is not installed: it is in the group `cluster`")

import fastdeploy.ray as fdr  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from fastdeploy.ray import _command  # noqa: E402
from ray.cluster_utils import Cluster  # noqa: E402

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:ray", "ignore::DeprecationWarning:pydantic"
)

COMMAND = Path(sys.executable).with_name("fastdeploy")
MODEL = MODELS / "pplcnet_x0_25"


class Slow:
    """A model that takes its time, and whose process ends for some pictures.

    ends: {width of a picture: how often}; `folder` has a file for each time.
    """

    def __init__(self, option: Any, folder: Path, ends: dict[int, int], seconds: float) -> None:
        self._threads = option.cpu_thread_num
        self._folder, self._ends, self._seconds = folder, ends, seconds

    def predict(self, image: np.ndarray) -> fd.vision.ClassifyResult:
        width = image.shape[1]
        times = len(list(self._folder.glob(f"end-{width}-*")))
        if times < self._ends.get(width, 0):
            (self._folder / f"end-{width}-{times}").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(self._seconds)
        return fd.vision.ClassifyResult(label_ids=[width, self._threads])


def slow(
    folder: Path, ends: dict[int, int] | None = None, seconds: float = 0.0
) -> Callable[[fd.RuntimeOption], Slow]:
    folder.mkdir(exist_ok=True)
    return lambda option: Slow(option, folder, ends or {}, seconds)


def start(node: Callable[[], Any]) -> Any:
    """Tries again: Ray gives a node 30 seconds, which a busy machine may exceed."""
    for _ in range(2):
        with contextlib.suppress(Exception):
            return node()
    return node()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    settings = {"num_cpus": 2, "object_store_memory": 80 << 20}
    head = settings | {"include_dashboard": False}
    made = start(lambda: Cluster(initialize_head=True, head_node_args=head))
    start(lambda: made.add_node(**settings))
    ray.init(address=made.address, log_to_driver=False)
    ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])
    yield made
    ray.shutdown()
    made.shutdown()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Twelve pictures, of widths 20 to 31."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for i in range(12):
        cv2.imwrite(str(folder / f"{i:02}.png"), made_picture(16, 20 + i))
    return folder


def rows_of(output: Path) -> list[dict[str, Any]]:
    return sorted(
        pq.read_table(output).to_pylist(), key=lambda row: (row["path"], row["page"] or 0)
    )


def assert_complete(output: Path, pictures: Path, failed: tuple[int, ...] = ()) -> None:
    """Every picture has one row: its result, but for those of the widths in `failed`."""
    rows = rows_of(output)
    assert [row["path"] for row in rows] == sorted(map(str, pictures.iterdir()))
    for width, row in enumerate(rows, start=20):
        if width in failed:
            assert row["error"] and row["result"] is None
        else:
            assert row["error"] is None and json.loads(row["result"])["label_ids"][0] == width


def wait_for(condition: Callable[[], object]) -> None:
    while not condition():
        time.sleep(0.05)


def test_rows_equal_those_of_the_command(cluster: Cluster, pictures: Path, tmp_path: Path) -> None:
    pages = [made_picture(30, 40), made_picture(50, 60)]
    cv2.imwritemulti(str(pictures / "pages.tif"), pages)
    (pictures / "broken.jpg").write_bytes(b"no picture")
    output = tmp_path / "rows.parquet"
    report = fdr.predict(pictures, str(MODEL), output, files_per_part=3, progress=False)
    assert (report.images, report.failed, report.skipped) == (15, 1, 0)
    lines = subprocess.run(
        [COMMAND, "classify", pictures, "--model", MODEL, "--json", "--backend", "onnxruntime"],
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout.splitlines()
    rows = rows_of(output)
    for row, line in zip(rows, map(json.loads, lines), strict=True):
        assert row["path"] == line["image"] and row["page"] == line.get("page")
        assert (row["error"] is None) == ("error" not in line)
        assert line.get("error", "") in (row["error"] or "")
        result = None if row["result"] is None else json.loads(row["result"])
        assert result == line.get("result")
    before = {part: part.stat().st_mtime_ns for part in output.glob("part-*")}
    assert len(before) == 5
    assert fdr.predict(pictures, str(MODEL), output) == fdr.Report(0, 0, 14)
    cv2.imwrite(str(pictures / "new.png"), made_picture(16, 99))
    assert fdr.predict(pictures, str(MODEL), output) == fdr.Report(1, 0, 14)
    after = {part: part.stat().st_mtime_ns for part in output.glob("part-*")}
    assert len(after) == 6 and before.items() <= after.items()


def test_text(cluster: Cluster, tmp_path: Path) -> None:
    output = tmp_path / "text.parquet"
    fdr.predict(MODELS / "images/page.png", MODELS / "ppocrv6-small", output, num_cpus=2)
    (row,) = rows_of(output)
    assert row["text"].split("\n") == json.loads(row["result"])["text"] and len(row["text"]) > 100


def test_workers_that_end_are_replaced(cluster: Cluster, pictures: Path, tmp_path: Path) -> None:
    model = slow(tmp_path / "ends", {22: 1, 27: 2})
    output = tmp_path / "rows"
    report = fdr.predict(pictures, model, output, files_per_part=4, num_cpus=2)
    assert (report.images, report.failed) == (12, 0)
    assert len(list((tmp_path / "ends").iterdir())) == 3
    assert_complete(output, pictures)
    assert json.loads(rows_of(output)[0]["result"])["label_ids"] == [20, 2], "num_cpus threads"


def test_picture_that_ends_every_worker_is_an_error(
    cluster: Cluster, pictures: Path, tmp_path: Path
) -> None:
    model = slow(tmp_path / "ends", {25: 99})
    report = fdr.predict(pictures, model, tmp_path / "rows", files_per_part=4, num_cpus=2)
    assert (report.images, report.failed) == (12, 1)
    assert len(list((tmp_path / "ends").iterdir())) == 4, "twice among others, twice alone"
    assert_complete(tmp_path / "rows", pictures, failed=(25,))


PROGRAM = """
import sys, time
import fastdeploy as fd, fastdeploy.ray

class Slow:
    def predict(self, image):
        time.sleep(0.2)
        return fd.vision.ClassifyResult(label_ids=[image.shape[1]])

def model(option):
    return Slow()

folder, output, address = sys.argv[1:]
print(fastdeploy.ray.predict(folder, model, output, address, files_per_part=1))
"""


def test_stopped_run_goes_on(cluster: Cluster, pictures: Path, tmp_path: Path) -> None:
    output = tmp_path / "rows"

    def parts() -> int:
        return len(list(output.glob("part-*")))

    program = [sys.executable, "-c", PROGRAM, str(pictures), str(output), cluster.address]
    stopped = subprocess.Popen(program, stderr=subprocess.DEVNULL)
    wait_for(lambda: parts() >= 2 or stopped.poll() is not None)
    stopped.kill()
    stopped.wait()
    done = parts()
    assert 2 <= done < 12
    ran = subprocess.run(program, capture_output=True, text=True, timeout=100)
    assert ran.stdout == f"Report(images={12 - done}, failed=0, skipped={done})\n", ran.stderr
    assert_complete(output, pictures)


def test_command(cluster: Cluster, pictures: Path, tmp_path: Path) -> None:
    (pictures / "00.png").write_bytes(b"no picture")
    output = tmp_path / "rows"
    command = [COMMAND, "classify", pictures / "0*.png", "--model", MODEL, "--on=ray"]
    command += ["--workers", "1", "--cpu-threads", "2", "-o", output]
    ran = subprocess.run(
        command,
        env=os.environ | {"RAY_ADDRESS": cluster.address},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert ran.returncode == 1 and f"10 images (1 failed): {output}" in ran.stderr, ran.stderr
    assert "10 of 10 files, 1 with errors" in ran.stderr, "progress"
    assert len(rows_of(output)) == 10


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["convert", "--on", "ray"], "'convert' is no command that runs a model"),
        (["classify", "--on", "dask"], "expected ray or ray://HOST:PORT"),
        (["classify", "--on", "ray", "--topk", "3"], "--topk"),
        (["classify", "--on", "ray", "--workers", "-1"], "workers: expected 0 or more"),
        (["classify", "--on", "ray"], "no images in folder"),
    ],
)
def test_wrong_arguments_of_the_command(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    common = [str(tmp_path), "--model", "none", "--output", str(tmp_path / "rows")]
    try:
        status = _command.main([*arguments, *common])
    except SystemExit as error:  # of argparse
        status = error.code
    assert status == 2 and message in capsys.readouterr().err


def test_errors(cluster: Cluster, pictures: Path, tmp_path: Path) -> None:
    output = tmp_path / "rows"
    with pytest.raises(fd.NotFoundError, match="none"):
        fdr.predict(pictures, str(tmp_path / "none"), output)
    with pytest.raises(fd.NotFoundError, match="no images in folder"):
        fdr.predict(tmp_path, str(MODEL), output)
    with pytest.raises(fd.NotFoundError, match="no images in pattern"):
        fdr.predict(str(tmp_path / "*.png"), str(MODEL), output)
    with pytest.raises(ValueError, match=r"no machine of the cluster has 3 CPUs, but 2$"):
        fdr.predict(pictures, str(MODEL), output, num_cpus=3)
    with pytest.raises(ValueError, match="files_per_part: expected 1 or more, found 0"):
        fdr.predict(pictures, str(MODEL), output, files_per_part=0)
    with pytest.raises(fd.UnsupportedError, match="tracker"):
        fdr.predict(pictures, str(MODELS / "jde_tiny"), output, family="tracking")
    assert not list(output.glob("part-*"))
    assert fdr.predict(pictures / "00.png", str(MODEL), output).images == 1
    with pytest.raises(ValueError, match="has the results of the model"):
        fdr.predict(pictures, slow(tmp_path / "ends"), output)
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(fd.NotFoundError, match="cannot be written as a folder"):
        fdr.predict(pictures, str(MODEL), file)
    (output / "part-0.parquet").write_bytes(b"cut off")
    with pytest.raises(fd.InvalidFileError, match=r"part-0\.parquet"):
        fdr.predict(pictures, str(MODEL), output)


def test_ray_data(cluster: Cluster, pictures: Path, tmp_path: Path) -> None:
    ray.data.DataContext.get_current().enable_progress_bars = False
    (pictures / "00.png").write_bytes(b"no picture")
    dataset = ray.data.read_binary_files(str(pictures), include_paths=True)
    rows = dataset.map_batches(
        fdr.Predictor,
        fn_constructor_kwargs={"model": slow(tmp_path / "ends")},
        batch_size=3,
        concurrency=2,
        num_cpus=1,
    ).take_all()
    rows.sort(key=lambda row: row["path"])
    assert [row["path"] for row in rows] == sorted(map(str, pictures.iterdir()))
    assert rows[0]["error"] and rows[0]["result"] is None and "bytes" not in rows[0]
    assert [json.loads(row["result"])["label_ids"] for row in rows[1:]] == [
        [width, 1] for width in range(21, 32)
    ]


class Mapped(fdr.Predictor):
    def weights(self) -> set[str]:
        """The files of shared weights in the memory of this actor."""
        maps = Path("/proc/self/maps").read_text().split("\n")
        return {line.split()[-1] for line in maps if line.endswith("/weights.bin")}


@pytest.mark.skipif(not fd.is_built_with_ort(), reason="this build is without ONNX Runtime")
def test_actors_of_a_machine_share_the_weights(cluster: Cluster) -> None:
    actors = [ray.remote(Mapped).remote(str(MODEL)) for _ in range(2)]
    one, other = ray.get([actor.weights.remote() for actor in actors])
    assert len(one) == 1 and one == other


def test_serve(cluster: Cluster, pictures: Path) -> None:
    from ray import serve

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serve.start(
        http_options={"host": "127.0.0.1", "port": port}, logging_config={"log_level": "ERROR"}
    )
    try:
        deployment = serve.deployment(fdr.Deployment)
        handle = serve.run(deployment.bind(str(MODEL)))
        contents = (pictures / "03.png").read_bytes()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", contents, timeout=60) as answer:
            (page,) = json.load(answer)
        option = fd.RuntimeOption()
        option.use_ort_backend()
        expected = fd.load(MODEL, option).predict(fd.read_pages(contents)[0]).to_dict()
        assert page["page"] is None and page["result"]["label_ids"] == expected["label_ids"]
        assert handle.predict.remote(contents).result(timeout_s=60) == [page]
        with pytest.raises(urllib.error.HTTPError, match="400") as refused:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", b"no picture", timeout=60)
        (page,) = json.load(refused.value)
        assert page["error"] and "result" not in page
    finally:
        serve.shutdown()


def test_machine_that_is_lost(cluster: Cluster, pictures: Path, tmp_path: Path) -> None:
    """Last: the cluster has one node less afterwards."""
    output = tmp_path / "rows"
    model = slow(tmp_path / "ends", seconds=0.5)
    reports: list[fdr.Report] = []
    run = threading.Thread(
        target=lambda: reports.append(fdr.predict(pictures, model, output, files_per_part=2))
    )
    run.start()
    wait_for(lambda: list(output.glob("part-*")) or not run.is_alive())
    cluster.remove_node(
        next(node for node in cluster.list_all_nodes() if node != cluster.head_node)
    )
    run.join()
    assert reports == [fdr.Report(12, 0, 0)]
    assert_complete(output, pictures)
