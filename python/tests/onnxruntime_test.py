# SPDX-License-Identifier: Apache-2.0
"""ONNX Runtime, and weights shared between processes."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import numpy as np
import pytest
from conftest import classifier, ort_option

import fastdeploy as fd

pytestmark = pytest.mark.skipif(not fd.is_built_with_ort(), reason="not in this build")


def test_scores_equal_openvino(cat: np.ndarray) -> None:
    ours = classifier(runtime_option=ort_option()).predict(cat, topk=5)
    other = classifier().predict(cat, topk=5)
    assert ours.label_ids == other.label_ids
    np.testing.assert_allclose(ours.scores, other.scores, atol=1e-4)


def _predict(arguments: tuple[str, np.ndarray]) -> str:
    cache, picture = arguments
    option = fd.RuntimeOption()
    option.enable_weight_sharing(cache)
    model = classifier(runtime_option=option)
    assert model.runtime_option.backend == fd.Backend.ORT
    return str(model.predict(picture))


@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_processes_share_weights(cat: np.ndarray, tmp_path: Path, method: str) -> None:
    expected = str(classifier(runtime_option=ort_option()).predict(cat))
    with multiprocessing.get_context(method).Pool(3) as pool:
        results = pool.map(_predict, [(str(tmp_path), cat)] * 3, chunksize=1)
    assert results == [expected] * 3
    assert len([entry for entry in tmp_path.iterdir() if entry.is_dir()]) == 1


def test_unusable_cache_or_backend(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    option = fd.RuntimeOption()
    option.enable_weight_sharing(str(tmp_path / "file" / "cache"))
    with pytest.raises(fd.Error, match="cannot make the cache folder"):
        classifier(runtime_option=option)
    option.use_openvino_backend()
    with pytest.raises(fd.UnsupportedError, match="OpenVINO cannot share weights"):
        classifier(runtime_option=option)
    option.disable_weight_sharing()
    assert classifier(runtime_option=option).initialized
