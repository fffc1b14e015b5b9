# SPDX-License-Identifier: Apache-2.0
"""Models in worker processes (spawn and fork), and models of a parent process."""

from __future__ import annotations

import multiprocessing
import os
from typing import Any

import numpy as np
import pytest
from conftest import classifier, made_picture, mixed_pictures, ppocr, strips

import fastdeploy as fd

_model: Any = None


def _load() -> None:
    global _model
    _model = classifier()


def _predict(image: np.ndarray) -> Any:
    return _model.predict(image)


def _predict_with(model: Any, images: list[np.ndarray]) -> list[Any]:
    return [model.predict(image) for image in images]


@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_every_worker_loads_its_model(method: str) -> None:
    pictures = mixed_pictures(20)
    with multiprocessing.get_context(method).Pool(2, _load) as pool:
        results = pool.map(_predict, pictures)
    model = classifier()
    assert results == [model.predict(picture) for picture in pictures]


def test_forked_workers_load_whatever_the_parent_has_loaded() -> None:
    """OpenVINO keeps the threads of deleted models; a child must not wait for them."""
    alive, gone = classifier(), classifier()
    picture = made_picture(30, 40)
    expected = alive.predict(picture)
    assert gone.predict(picture) == expected
    del gone
    with multiprocessing.get_context("fork").Pool(2, _load) as pool:
        assert pool.map(_predict, [picture] * 4) == [expected] * 4
    assert alive.predict(picture) == expected


def test_model_is_sent_to_a_process_as_files_and_settings() -> None:
    model = ppocr()
    model.rec_batch_size = 2
    pictures = strips(3)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_predict_with, (model, pictures)) == _predict_with(model, pictures)


def in_child(check: Any) -> int:
    """The exit status of a forked child that runs check()."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            check()
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def test_parents_model_is_refused_in_a_forked_child() -> None:
    model = classifier()
    image = made_picture(50, 60)
    expected = model.predict(image)
    pool = fd.Pool(model, workers=2)
    assert pool.submit(image).result() == expected

    def check() -> None:
        nonlocal model
        for call in (lambda: model.predict(image), model.clone, lambda: pool.submit(image)):
            with pytest.raises(fd.Error, match="forked"):
                call()
        pool.close()
        model = classifier()  # replaces the parent's, whose destructor must do nothing here
        assert model.predict(image) == expected

    assert in_child(check) == 0
    assert model.predict(image) == expected
    assert pool.submit(image).result() == expected
