# SPDX-License-Identifier: Apache-2.0
"""1.x's helpers of its examples."""

from __future__ import annotations

import os

from ._hub import folder_of
from .download import download

_TEST_IMAGE = "https://bj.bcebos.com/paddlehub/fastdeploy/example/detection_test_image.jpg"


def get_detection_test_image(path: str | os.PathLike[str] | None = None) -> str:
    """The path of 1.x's test image, detection_test_image.jpg in the folder `path`.

    It is downloaded if it is not there. path None: resources in $FASTDEPLOY_HUB_HOME or
    ~/.fastdeploy. Raises fastdeploy.Error.
    """
    return download(_TEST_IMAGE, folder_of("resources") if path is None else path)


__all__ = ["get_detection_test_image"]
