# SPDX-License-Identifier: Apache-2.0
"""The `fastdeploy` command: the C++ program that the wheel carries, or a run on a cluster."""

import os
import sys
from pathlib import Path

from .models._fetch import packed


def main() -> None:
    arguments = sys.argv[1:]
    if any(argument == "--on" or argument.startswith("--on=") for argument in arguments):
        try:
            from .ray import _command
        except ImportError as error:
            print(f"error: --on: {error}", file=sys.stderr)
            sys.exit(2)
        sys.exit(_command.main(arguments))
    program, environment = find()
    os.execve(program, [program, *arguments], environment)


def find() -> tuple[str, dict[str, str]]:
    """The program, and the environment in which it runs."""
    environment = dict(os.environ)
    # Which Python fetches models, and where those are that were installed: apps/cli/models.cc.
    environment["FASTDEPLOY_PYTHON"] = sys.executable
    if (folder := packed()) is not None:
        environment["FASTDEPLOY_PACKED_MODELS"] = str(folder)
    return str(Path(__file__).parent / "bin" / "fastdeploy"), environment
