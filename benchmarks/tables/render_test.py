# SPDX-License-Identifier: Apache-2.0
"""The rendering of rows; what is measured is no test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import render


def value(median: float) -> dict[str, float]:
    return {"median": median, "min": median - 1, "max": median + 1}


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    memory = [
        {"table": "memory", "language": language, "predict": predict, "kind": kind, "models": n}
        | {"loaded_mib": value(100 * n), "predicted_mib": value(100 * n + 7)}
        for language in ("C++", "Python")
        for predict, kind in render.PUBLISHED
        for n in (1, 2, 3)
    ]
    workers = [
        {"table": "workers", "task": task, "model": model, "workers": n, "kind": kind}
        | {"images_per_second": value(30 * n), "pss_mib": value(200)}
        for task, model in (
            ("compute", "resnet50_vd"),
            ("compute", "pplcnet_x0_25"),
            ("io", "pplcnet_x0_25"),
        )
        for n in (1, 2)
        for kind in ("C++ threads", "Python threads", "Python processes")
    ]
    communication = [
        {"table": "communication", "picture": "4 x 3", "kind": f"Python {kind}"}
        | {"ms_an_image": value(2)}
        for kind in ("threads", "processes")
    ]
    for name, table in (("memory", memory), ("workers", workers), ("communication", communication)):
        (tmp_path / f"{name}.json").write_text("".join(json.dumps(row) + "\n" for row in table))
    return tmp_path


def test_markdown_holds_every_cell(rows: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    render.main(rows, tmp_path)
    text = (tmp_path / "tables.md").read_text()
    assert "| in a thread each | clones | 3 | 300 / 307 | 300 / 307 | 322 / 347 |" in text
    assert "| one after another | separate models | 2 | 200 / 207 | 200 / 207 | 559 / 560 |" in text
    assert "| 2 | 60.0 (59.0-61.0) | 60.0 (59.0-61.0) |" in text
    assert "| 4 x 3 | 2.000 (1.000-3.000) | 2.000 (1.000-3.000) |" in text
    for name in ("table_memory.png", "table_workers.png"):
        assert (tmp_path / "images" / name).stat().st_size > 10_000


def test_equal_values_need_no_span() -> None:
    assert render.span({"median": 2, "min": 2, "max": 2}, 1) == "2.0"
