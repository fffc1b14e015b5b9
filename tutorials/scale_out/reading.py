# SPDX-License-Identifier: Apache-2.0
"""What the programs beside this one run on their workers."""

from __future__ import annotations

import functools
from typing import Any

import cv2

import fastdeploy as fd


@functools.cache  # in each process once, and only there: models are not sent between processes
def model_in(folder: str) -> Any:
    """The model in a folder, for one of many processes of a machine."""
    option = fd.RuntimeOption()
    option.enable_weight_sharing()  # one copy of the weights for all of them
    option.set_cpu_thread_num(1)  # they already use all cores
    return fd.load(folder, option)


def read(path: str, folder: str) -> dict[str, Any]:
    """The fields of the result for one picture; a picture that fails gives its error."""
    image = cv2.imread(path)
    if image is None:
        return {"path": path, "error": "this file cannot be read as an image"}
    try:
        return {"path": path, "result": model_in(folder).predict(image).to_dict()}
    except fd.Error as error:
        return {"path": path, "error": str(error)}
