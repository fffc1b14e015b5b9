# SPDX-License-Identifier: Apache-2.0
"""`fastdeploy COMMAND IMAGES --model MODEL --on ray --output FOLDER`."""

from __future__ import annotations

import argparse
import sys

from .. import _core
from ..errors import Error, InvalidArgumentError
from ._run import predict

_DONE, _SOME_IMAGES_FAILED, _CANNOT_RUN, _INTERRUPTED = 0, 1, 2, 130  # as of the command


def main(arguments: list[str]) -> int:
    """Runs the command with these arguments, and returns its exit status."""
    given = _parser().parse_intermixed_args(arguments)
    try:
        report = predict(
            given.images,
            given.model,
            given.output,
            _address(given.on),
            family=given.family or _family(given.command),
            workers=given.workers,
            num_cpus=given.cpu_threads,
            recursive=given.recursive,
        )
    except KeyboardInterrupt:
        print("interrupted: the same command goes on", file=sys.stderr)
        return _INTERRUPTED
    except Error as error:
        print(f"error: {error}", file=sys.stderr)
        return _CANNOT_RUN
    failed = f" ({report.failed} failed)" if report.failed else ""
    before = f", {report.skipped} files were done before" if report.skipped else ""
    print(f"{report.images} images{failed}{before}: {given.output}", file=sys.stderr)
    return _SOME_IMAGES_FAILED if report.failed else _DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fastdeploy",
        description="Runs a model on the machines of a Ray cluster, and writes Parquet files.",
        epilog="Settings of a family are made in Python: see fastdeploy.ray.predict.",
        allow_abbrev=False,
    )
    parser.add_argument("command", help="ocr, classify, ..., predict")
    parser.add_argument("images", nargs="+", help="files, folders or globs")
    parser.add_argument("--on", required=True, help="ray, or ray://HOST:PORT")
    parser.add_argument("-o", "--output", required=True, help="the folder for the results")
    parser.add_argument("-m", "--model", required=True, help="folder of a model")
    parser.add_argument("--family", default="", help="of the model; default: the command's")
    parser.add_argument("-r", "--recursive", action="store_true", help="folders in folders, too")
    parser.add_argument("--workers", type=int, default=0, help="default: as many as there is room")
    parser.add_argument("--cpu-threads", type=int, default=1, help="threads of one worker")
    return parser


def _address(on: str) -> str | None:
    if on == "ray":
        return None
    if not on.startswith("ray://"):
        raise InvalidArgumentError(f"--on: expected ray or ray://HOST:PORT, found {on!r}")
    return on


def _family(command: str) -> str:
    family = _core.family_of_command(command)
    if not family and command != "predict":
        raise InvalidArgumentError(f"--on: {command!r} is no command that runs a model")
    return family
