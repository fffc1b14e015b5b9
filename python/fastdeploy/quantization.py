# SPDX-License-Identifier: Apache-2.0
"""Models in 8-bit integers, calibrated on pictures by NNCF.

    from fastdeploy.quantization import quantize

    quantize("ppocrv6-small", "pictures", "ppocrv6-small-int8")
    model = fd.load("ppocrv6-small-int8")

Needs the package nncf: pip install fastdeploy-vision[quantize].
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from . import _core
from ._load import load
from .errors import Error, InvalidArgumentError, UnsupportedError
from .models._fetch import resolve

Arrays = dict[str, npt.NDArray[Any]]

# Inputs that calibration does not see, on which the result is compared with float32.
CHECKED = 16
# What belongs to a network's format; everything else in its folder is copied.
_NETWORK_SUFFIXES = (
    ".pdmodel",
    ".pdiparams",
    ".pdiparams.info",
    ".onnx",
    ".onnx.data",
    ".xml",
    ".bin",
)
_NETWORK_NAMES = ("inference.json", "model.json", "__model__", "__params__")


@dataclass(frozen=True)
class QuantizedNetwork:
    """A network of a model, as quantize() has written it."""

    name: str  #: its folder within the model's, such as "det"; "" if the model has no others
    file: str  #: the OpenVINO IR (.xml), with its weights beside it (.bin)
    samples: int  #: how many inputs it was calibrated on
    bytes_before: int  #: of its files
    bytes_after: int
    #: Noise by signal: ||8-bit - float32|| / ||float32|| over all outputs, for inputs that
    #: calibration has not seen, if there are more than three. Infinite where float32 gives only
    #: zeros, or no output of the same shape: boxes, of which there are more or fewer.
    error: float


class _Samples:
    """A bounded, uniform choice from the inputs of a network, kept in files."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder = folder
        self._most = most
        self._random = random.Random(0)
        self._seen = 0
        self._names: list[str] = []
        folder.mkdir(parents=True)

    def add(self, inputs: Arrays) -> None:
        place = self._seen if self._seen < self._most else self._random.randrange(self._seen + 1)
        self._seen += 1
        if place < self._most:
            self._names = list(inputs)
            np.savez(self._folder / f"{place}.npz", *inputs.values())

    def __len__(self) -> int:
        return min(self._seen, self._most)

    def __getitem__(self, index: int) -> Arrays:
        with np.load(self._folder / f"{index}.npz") as arrays:
            return {name: arrays[f"arr_{i}"] for i, name in enumerate(self._names)}


class _Recorder:
    """Samples of the inputs of every network that runs."""

    def __init__(self, folder: Path, most: int) -> None:
        self.networks: dict[str, _Samples] = {}
        self._folder = folder
        self._most = most
        self._lock = threading.Lock()

    def __call__(self, model_file: str, inputs: Arrays) -> None:
        with self._lock:
            if model_file not in self.networks:
                folder = self._folder / str(len(self.networks))
                self.networks[model_file] = _Samples(folder, self._most)
            self.networks[model_file].add(inputs)


def quantize(
    model: str | os.PathLike[str],
    images: str | os.PathLike[str] | Iterable[Any],
    output: str | os.PathLike[str],
    *,
    family: str = "",
    samples: int = 300,
    keep: Sequence[str] = (),
    replace: bool = False,
    progress: Callable[[str], None] | None = None,
) -> list[QuantizedNetwork]:
    """Writes a copy of a model whose networks compute in 8-bit integers, for OpenVINO.

    The result is a folder that loads like any other. The networks are calibrated by NNCF
    (post-training quantization: Jacob et al., "Quantization and Training of Neural Networks for
    Efficient Integer-Arithmetic-Only Inference", CVPR 2018) on what the model's own preparation
    makes of the pictures, each network of a pipeline on its own inputs. Of two schemes, NNCF's for
    transformers and its mixed one, each network gets the one with less noise. Check the accuracy of
    the result on pictures of yours that it was not calibrated on.

    model: folder or name of the model, as load() takes it; family: as load() takes it.
    images: folders of pictures, files or patterns such as "scans/*.png", or pictures as predict()
        takes them. A hundred that look like those of the application are usually enough.
    output: the folder to write. It appears when it is complete.
    samples: the most inputs that a network is calibrated on, chosen evenly from all.
    keep: the networks that stay as they are, by the names of their folders, such as ["det"].
    replace: write over a folder that exists.
    progress: called with lines that tell what is being done.

    Returns what was written for each network. Raises ImportError without the package nncf
    (pip install fastdeploy-vision[quantize]), InvalidArgumentError (a ValueError) for arguments
    that do not fit, and Error if the model cannot be loaded, run or quantized. Needs the space of
    the samples among the temporary files, about 10 MB for each page of OCR.
    """
    _require_nncf()
    say = progress or (lambda line: None)
    source, target = resolve(model), Path(output)
    _check(source, target, samples, replace)
    with tempfile.TemporaryDirectory(prefix="fastdeploy-quantize-") as temporary:
        recorder = _Recorder(Path(temporary) / "samples", samples + CHECKED)
        _run(source, family, _pictures(images), recorder, say)
        networks = _by_name(source, recorder.networks)
        for name in keep:
            if networks.pop(name, None) is None:
                known = ", ".join(repr(known) for known in networks)
                raise InvalidArgumentError(f"keep: the model has no network '{name}', but: {known}")
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".quantize-", dir=target.parent) as making:
            made = Path(making) / "model"
            shutil.copytree(source, made, symlinks=False, ignore=shutil.ignore_patterns(".*"))
            results = [
                _quantize_network(name, file, found, made, target, say)
                for name, (file, found) in networks.items()
            ]
            if target.exists():
                target.rename(Path(making) / "before")
            made.rename(target)
    return results


def _require_nncf() -> None:
    """Imports NNCF, which would otherwise report to its authors what it is used for."""
    before = os.environ.get("NNCF_CI")
    os.environ["NNCF_CI"] = "1"
    try:
        import nncf  # noqa: F401
    except ImportError as error:
        raise ImportError(
            f"quantize needs NNCF: pip install 'fastdeploy-vision[quantize]' ({error})"
        ) from error
    finally:
        if before is None:
            del os.environ["NNCF_CI"]
        else:
            os.environ["NNCF_CI"] = before


def _check(source: Path, target: Path, samples: int, replace: bool) -> None:
    if samples < 1:
        raise InvalidArgumentError(f"samples: expected at least 1, found {samples}")
    if source.resolve() == target.resolve() or source.resolve() in target.resolve().parents:
        raise InvalidArgumentError(f"output: '{target}' is in the model's own folder")
    if target.exists() and not replace:
        raise InvalidArgumentError(f"output: '{target}' exists; replace it with replace=True")


def _pictures(images: str | os.PathLike[str] | Iterable[Any]) -> Iterator[Any]:
    """Arrays and the like as they are; of files, folders and patterns, all pages."""
    for image in [images] if isinstance(images, (str, os.PathLike)) else images:
        if isinstance(image, (str, os.PathLike)):
            for file in _core.picture_files([image]):
                yield from _core.read_pages(file)
        else:
            yield image


def _run(
    source: Path,
    family: str,
    images: Iterable[Any],
    recorder: _Recorder,
    say: Callable[[str], None],
) -> None:
    """Runs the model on the pictures, for the inputs of its networks."""
    option = _core.RuntimeOption()
    option.set_input_observer(recorder)
    model = load(source, option, family)
    count = 0
    for image in images:
        model.predict(image)
        count += 1
    if not recorder.networks:
        raise InvalidArgumentError(f"images: the networks of '{source}' ran on none of {count}")
    say(f"ran the model on {count} pictures")


def _by_name(source: Path, found: dict[str, _Samples]) -> dict[str, tuple[Path, _Samples]]:
    networks: dict[str, tuple[Path, _Samples]] = {}
    for file, samples in found.items():
        folder = Path(file).parent.relative_to(source).as_posix()
        name = "" if folder == "." else folder
        if name in networks:
            raise UnsupportedError(f"'{networks[name][0]}' and '{file}' are in one folder")
        networks[name] = Path(file), samples
    return networks


def _quantize_network(
    name: str, file: Path, samples: _Samples, made: Path, target: Path, say: Callable[[str], None]
) -> QuantizedNetwork:
    """Puts the network in 8 bits into the folder `made` in place of the one that is there."""
    checked = min(CHECKED, len(samples) // 4)
    used = len(samples) - checked
    say(f"{name or 'the network'}: {used} inputs")
    folder = made / name
    before = [path for path in folder.iterdir() if _is_network(path)]
    bytes_before = sum(path.stat().st_size for path in before)
    with tempfile.TemporaryDirectory(dir=made) as temporary:
        error, best = _best(file, samples, used, Path(temporary))
        for path in before:
            path.unlink()
        after = [folder / f"inference{suffix}" for suffix in (".xml", ".bin")]
        for path in after:
            best.with_suffix(path.suffix).rename(path)
    return QuantizedNetwork(
        name=name,
        file=str(target / name / after[0].name),
        samples=used,
        bytes_before=bytes_before,
        bytes_after=sum(path.stat().st_size for path in after),
        error=error,
    )


def _best(file: Path, samples: _Samples, used: int, folder: Path) -> tuple[float, Path]:
    """The network by the scheme that has the least noise, and its noise."""
    import nncf
    import openvino

    # Attention needs the first, and the activations of mobile networks the second.
    schemes = (
        {"model_type": nncf.ModelType.TRANSFORMER},
        {"preset": nncf.QuantizationPreset.MIXED},
    )
    with _errors_naming(file):
        network = _read(file, folder)
    inputs = [samples[index] for index in range(used, len(samples))] or [samples[0]]
    expected = _outputs(file, inputs)
    tried = []
    for number, scheme in enumerate(schemes):
        with _errors_naming(file), contextlib.redirect_stdout(io.StringIO()):  # NNCF draws bars
            quantized = nncf.quantize(
                network.clone(),
                nncf.Dataset(list(range(used)), lambda index: samples[index]),
                subset_size=used,
                **scheme,
            )
        written = folder / f"{number}.xml"
        openvino.save_model(quantized, written, compress_to_fp16=False)
        tried.append((_noise(expected, _outputs(written, inputs)), written))
    return min(tried)


@contextlib.contextmanager
def _errors_naming(file: Path) -> Iterator[None]:
    """NNCF and OpenVINO raise classes of their own."""
    try:
        yield
    except Exception as error:
        raise UnsupportedError(f"cannot quantize '{file}': {error}") from error


def _is_network(path: Path) -> bool:
    return path.is_file() and (path.name in _NETWORK_NAMES or path.name.endswith(_NETWORK_SUFFIXES))


def _read(file: Path, temporary: Path) -> Any:
    """The network as OpenVINO reads it."""
    import openvino

    core = openvino.Core()
    core.add_extension(next(Path(__file__).parent.glob("libfastdeploy.so*")))
    if file.suffix in (".onnx", ".xml"):
        return core.read_model(file)
    with tempfile.TemporaryDirectory(dir=temporary) as folder:
        converted = Path(folder) / "model.onnx"
        _core.convert(file, converted)
        return core.read_model(converted)


def _outputs(file: Path, inputs: list[Arrays]) -> list[list[npt.NDArray[Any]]]:
    option = _core.RuntimeOption()
    option.set_model_path(str(file))
    option.use_openvino_backend()
    option.disable_compiled_cache()
    runtime = _core.Runtime(option)
    return [runtime.infer(arrays) for arrays in inputs]


def _noise(before: list[list[npt.NDArray[Any]]], after: list[list[npt.NDArray[Any]]]) -> float:
    """||after - before|| / ||before|| over the outputs of a network that have the same shape."""
    signal = noise = 0.0
    for outputs, others in zip(before, after, strict=True):
        for a, b in zip(outputs, others, strict=True):
            if a.shape == b.shape:
                signal += float(np.square(a.astype(np.float64)).sum())
                noise += float(np.square(b.astype(np.float64) - a).sum())
    return (noise / signal) ** 0.5 if signal else float("inf")


def main(arguments: list[str] | None = None) -> int:
    """What `fastdeploy quantize` runs. Returns 0, or 1 if the model is not quantized."""
    parser = argparse.ArgumentParser(prog="fastdeploy quantize")
    parser.add_argument("model")
    parser.add_argument("images", nargs="+")
    parser.add_argument("--output", required=True)
    parser.add_argument("--family", default="")
    parser.add_argument("--samples", type=int, default=300)
    parser.add_argument("--keep", action="append", default=[])
    parser.add_argument("--force", action="store_true")
    given = parser.parse_args(arguments)
    try:
        networks = quantize(
            given.model,
            given.images,
            given.output,
            family=given.family,
            samples=given.samples,
            keep=given.keep,
            replace=given.force,
            progress=lambda line: print(line, file=sys.stderr),
        )
    except (Error, ImportError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    for network in networks:
        print(
            f"{network.file}: {network.bytes_before / 1e6:.1f} MB -> "
            f"{network.bytes_after / 1e6:.1f} MB, noise of the outputs {100 * network.error:.1f} %"
        )
    return 0
