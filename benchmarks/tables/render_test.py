# SPDX-License-Identifier: Apache-2.0
"""Tests rendering rows as Markdown and plots, on made-up values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cells
import pytest
import render
import rows

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results" / "tables"


def around(median: float) -> dict[str, float]:
    return {"median": median, "min": median - 1, "max": median + 1}


VALUES: dict[str, dict[str, Any]] = {
    "memory": {"start_mib": 50.0, "loaded_mib": 200.0, "predicted_mib": 207.0},
    "compute": {"images_per_second": 30.0, "pss_mib": 200.0, "others": 0.02},
    "io": {"images_per_second": 32.0, "pss_mib": 60.0},
    "communication": {"ms_an_image": 2.0},
}


def made() -> dict[str, list[rows.Row]]:
    """A row for each cell, with made-up values."""
    found = {
        name: [key | {n: around(v) for n, v in VALUES[name].items()} for key, _ in group]
        for name, group in cells.groups(1).items()
    }
    raw = [
        key
        | {"run": run, "images_per_second": 30.0 if key["program"] == "C++" else 29.4}
        | {"cpu_ms_an_image": 50.0}
        for key, _ in cells.compute(1)
        for run in range(3)
    ]
    machine = {"processor": "Abacus", "cores": 2, "python": "3.12", "openvino": "2026.4"}
    return found | {"parity": rows.summaries(rows.parity(raw)), "machine": [machine]}


def test_every_cell_is_shown() -> None:
    text = render.markdown(made())
    for line in (
        "On 2 cores of an Abacus; Python 3.12, OpenVINO 2026.4. Meanwhile, other programs used 2%",
        "| in a thread each | clones | 3 | 200 / 207 | 200 / 207 | 322 / 347 |",
        "| one after another | separate models | 2 | 200 / 207 | 200 / 207 | 559 / 560 |",
        "than 208 MB",
        "| C++ threads | clones | OpenVINO | default | 200 (199-201) | 200 (199-201) |",
        "| Python processes | a model each | OpenVINO | cores shared out | 30.0 (29.0-31.0) |",
        "| Python threads | clones | OpenVINO | a stream for every core | 30.0",
        "| threads | `fd.Pool` | 2.000 (1.000-3.000) | 2.000 (1.000-3.000) |",
        "| PP-LCNet x0.25 | default | 2 | 30.0 | 29.4 | 0.98 | 1.00 |",
    ):
        assert line in text
    assert "{" not in text


def test_another_way_of_sharing_is_another_line() -> None:
    found = made()
    way = {"sharing": "one file of weights", "backend": "ONNX Runtime"}
    found["io"] += [row | way for row in rows.select(found["io"], kind="processes")]
    text = render.workers(found["io"], "pplcnet_x0_25", "pss_mib", 0)
    assert text.count("| Python processes |") == 2
    assert "| Python processes | one file of weights | ONNX Runtime | cores shared out | 60" in text


def test_groups_that_were_not_measured_are_left_out() -> None:
    text = render.markdown({"memory": made()["memory"]})
    assert "## Memory" in text
    assert "## Threads" not in text


def test_a_missing_cell_is_an_error_that_names_it() -> None:
    found = made()
    found["memory"].pop(0)
    with pytest.raises(LookupError, match="in-turn"):
        render.markdown(found)


def test_plots_are_pictures(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    import plots

    for name, own in made().items():
        rows.write(tmp_path / f"{name}.json", own)
    plots.write(tmp_path, tmp_path)
    for name in ("tables_memory.png", "tables_workers.png"):
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")


def test_equal_values_need_no_span() -> None:
    assert render.span({"median": 2, "min": 2, "max": 2}, 1) == "2.0"
    assert render.span({"median": 2, "min": 1.5, "max": 3}, 1) == "2.0 (1.5-3.0)"


def test_the_page_matches_the_stored_rows() -> None:
    page = (ROOT / "docs" / "tables.md").read_text("utf-8")
    assert page == render.markdown(render.figures(RESULTS))
