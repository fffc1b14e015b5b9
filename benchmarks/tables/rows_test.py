# SPDX-License-Identifier: Apache-2.0
"""Tests reading and summarising rows, and the description of the machine."""

from __future__ import annotations

from pathlib import Path

import machine
import pytest
import rows


def test_rows_come_back_as_they_were_written(tmp_path: Path) -> None:
    found = [{"model": "a", "rate": 1.5}, {"model": "b", "rate": 2.5}]
    rows.write(tmp_path / "rows.json", found)
    assert rows.read(tmp_path / "rows.json") == found
    assert rows.read(tmp_path / "none.json") == []


@pytest.mark.parametrize("line", ['{"a": 1', "[1]", "", "7"])
def test_an_invalid_row_is_an_error_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "rows.json"
    path.write_text(f'{{"a": 1}}\n{line}\n')
    with pytest.raises(ValueError, match=r"rows.json, line 2"):
        rows.read(path)


def test_only_finds_the_row_or_names_its_keys() -> None:
    found = [{"model": "a", "n": 1}, {"model": "a", "n": 2}]
    assert rows.only(found, n=2) == found[1]
    with pytest.raises(LookupError, match=r"'model': 'a'.*found 2"):
        rows.only(found, model="a")
    with pytest.raises(LookupError, match="found 0"):
        rows.only(found, other=1)


def test_runs_of_a_cell_become_one_row() -> None:
    raw = [
        {"model": name, "workers": 2, "run": run, "rate": rate}
        for run, rates in enumerate(((1.0, 7.0), (5.0, 7.0), (2.0, 7.0)))
        for name, rate in zip(("a", "b"), rates, strict=True)
    ]
    assert rows.summaries(raw) == [
        {"model": "a", "workers": 2, "runs": 3, "rate": {"median": 2, "min": 1, "max": 5}},
        {"model": "b", "workers": 2, "runs": 3, "rate": {"median": 7, "min": 7, "max": 7}},
    ]


def test_parity_compares_within_a_round() -> None:
    raw = [
        {"model": "m", "workers": 2, "setting": "default", "kind": "threads"}
        | {"run": run, "program": program, "images_per_second": rate}
        | {"cpu_ms_an_image": 3.0 if program == "Python" else 2.0}
        for run, pair in enumerate(((100.0, 90.0), (50.0, 50.0), (10.0, 9.8)))
        for program, rate in zip(("C++", "Python"), pair, strict=True)
    ]
    (row,) = rows.summaries(rows.parity(raw))
    assert row["ratio"] == {"median": 0.98, "min": 0.9, "max": 1.0}
    assert row["cpu_ratio"] == {"median": 1.5, "min": 1.5, "max": 1.5}
    assert row["runs"] == 3


def test_parity_needs_both_programs() -> None:
    alone = {"model": "m", "workers": 1, "setting": "default", "kind": "threads", "run": 0}
    with pytest.raises(LookupError, match=r"C\+\+"):
        rows.parity([alone | {"program": "Python", "images_per_second": 1.0}])


def test_processor_is_named_with_its_widest_vectors() -> None:
    cpuinfo = "processor\t: 0\nmodel name\t: Abacus 9\nflags\t\t: sse2 avx2 avx512f\n"
    assert machine.processor(cpuinfo) == "Abacus 9 with AVX-512"
    assert machine.processor("model name : Slide rule\nflags : fpu\n") == "Slide rule"
    assert machine.processor("") == "unknown processor"


def test_idle_time_and_waiting_for_disks_are_not_work() -> None:
    assert machine.busy_ticks("cpu  1 20 300 4000 50000 6 7 80 0 0\ncpu0 1 2\n") == 414
