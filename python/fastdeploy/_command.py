# SPDX-License-Identifier: Apache-2.0
"""The `fastdeploy` command: the C++ program that the wheel carries."""

import os
import sys
from pathlib import Path

from .models._fetch import packed


def main() -> None:
    program = Path(__file__).parent / "bin" / "fastdeploy"
    # Which Python fetches models, and where those are that were installed: apps/cli/models.cc.
    os.environ["FASTDEPLOY_PYTHON"] = sys.executable
    if (folder := packed()) is not None:
        os.environ["FASTDEPLOY_PACKED_MODELS"] = str(folder)
    os.execv(program, [str(program), *sys.argv[1:]])
