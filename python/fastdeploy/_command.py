# SPDX-License-Identifier: Apache-2.0
"""The `fastdeploy` command: the C++ program that the wheel carries."""

import os
import sys
from pathlib import Path


def main() -> None:
    program = Path(__file__).parent / "bin" / "fastdeploy"
    os.execv(program, [str(program), *sys.argv[1:]])
