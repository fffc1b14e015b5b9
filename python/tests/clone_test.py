# SPDX-License-Identifier: Apache-2.0
"""What the clones of every model guarantee: tests/conformance_test.cc in Python."""

from __future__ import annotations

import gc
import pickle
import threading
from typing import Any

import numpy as np
import pytest
from conftest import Row

import fastdeploy as fd

COUNT = 24


@pytest.fixture(scope="module")
def original(row: Row) -> Any:
    """Loaded once for the tests of a row, which must not change it."""
    return row.load()


@pytest.fixture(scope="module")
def pictures(row: Row) -> list[np.ndarray]:
    return row.pictures(COUNT)


@pytest.fixture(scope="module")
def expected(original: Any, pictures: list[np.ndarray]) -> list[Any]:
    return [original.predict(picture) for picture in pictures]


@pytest.fixture
def model(original: Any) -> Any:
    """A clone, which a test may change."""
    return original.clone()


def in_threads(count: int, work: Any) -> list[Any]:
    """The results of work(0), work(1) and so on, each in a thread, started together."""
    results: list[Any] = [None] * count
    start = threading.Barrier(count)

    def run(i: int) -> None:
        start.wait()
        try:
            results[i] = work(i)
        except BaseException as error:
            results[i] = error

    threads = [threading.Thread(target=run, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_images_give_different_results(expected: list[Any]) -> None:
    assert sum(result != expected[0] for result in expected) > len(expected) / 2


def test_clone_of_a_clone_gives_equal_results(
    model: Any, pictures: list[np.ndarray], expected: list[Any]
) -> None:
    grandchild = model.clone().clone()
    assert type(grandchild) is type(model)
    assert [grandchild.predict(picture) for picture in pictures] == expected


def test_clone_outlives_its_original(
    row: Row, pictures: list[np.ndarray], expected: list[Any]
) -> None:
    first = row.load()
    clone = first.clone()
    del first
    gc.collect()
    assert [clone.predict(picture) for picture in pictures] == expected


def test_clone_has_its_own_settings(
    row: Row, model: Any, pictures: list[np.ndarray], expected: list[Any]
) -> None:
    if row.change is None:
        pytest.skip("it has no settings")
    clone = model.clone()
    row.change(clone)
    assert [clone.predict(picture) for picture in pictures] != expected
    assert [model.predict(picture) for picture in pictures] == expected


def test_clones_in_four_threads_equal_one(
    model: Any, pictures: list[np.ndarray], expected: list[Any]
) -> None:
    def work(_: int) -> list[Any]:
        clone = model.clone()
        return [clone.predict(picture) for picture in pictures]

    assert in_threads(4, work) == [expected] * 4


def test_one_object_shared_by_four_threads(
    model: Any, pictures: list[np.ndarray], expected: list[Any]
) -> None:
    results = in_threads(4, lambda i: [model.predict(p) for p in pictures[i::4]])
    assert results == [expected[i::4] for i in range(4)]


def test_pool_equals_one_thread(
    model: Any, pictures: list[np.ndarray], expected: list[Any]
) -> None:
    with fd.Pool(model, workers=3) as pool:
        assert list(pool.map(pictures)) == expected


def test_model_is_usable_after_a_failed_predict(
    model: Any, pictures: list[np.ndarray], expected: list[Any]
) -> None:
    with pytest.raises(ValueError, match="uint8"):
        model.predict(np.zeros((3, 3, 2), np.uint8))
    assert model.predict(pictures[0]) == expected[0]


def test_pickled_model_keeps_its_settings(row: Row, pictures: list[Any]) -> None:
    if row.name == "ShiTu":
        pytest.skip("its YAML is a temporary one")
    model = row.load()
    if row.change is not None:
        row.change(model)
    again = pickle.loads(pickle.dumps(model))
    assert type(again) is type(model)
    assert [again.predict(p) for p in pictures] == [model.predict(p) for p in pictures]
