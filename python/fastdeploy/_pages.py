# SPDX-License-Identifier: Apache-2.0
"""The pages of files: pictures, which the library reads itself, and PDF."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from . import _core
from .errors import InvalidFileError, UnsupportedError

_MARK = b"%PDF-"
_POINTS_PER_INCH = 72


def read_pages(
    file: str | os.PathLike[str] | bytes | bytearray, dpi: float = 200
) -> list[npt.NDArray[np.uint8]]:
    """The pages of a file, given by its path or its contents, as arrays.

    Each page is uint8, (height, width, 3), BGR, as it is meant to be seen: turned as its
    orientation says, transparent pixels over white, 8 of 16 bits.

    JPEG, PNG, BMP, WebP and PNM have one page; TIFF, GIF and animated WebP may have several.
    PDF needs the package pypdfium2 (pip install fastdeploy-vision[pdf]); its pages are rendered
    with `dpi` pixels per inch.

    Raises fastdeploy.Error: NotFoundError (a FileNotFoundError) for a file that does not exist,
    InvalidFileError for one that is damaged or of another kind, UnsupportedError for PDF without
    pypdfium2.
    """
    if _is_pdf(file):
        return _pdf_pages(file, dpi)
    return _core.read_pages(file)


def _is_pdf(file: Any) -> bool:
    if isinstance(file, bytes | bytearray):
        return bytes(file[: len(_MARK)]) == _MARK
    try:
        path = Path(file)
        if not path.is_file():  # a pipe is read once
            return False
        with path.open("rb") as content:
            return content.read(len(_MARK)) == _MARK
    except (OSError, TypeError, ValueError):
        return False  # read_pages of the library says what is wrong


def _pdf_pages(file: Any, dpi: float) -> list[npt.NDArray[np.uint8]]:
    try:
        pdfium = importlib.import_module("pypdfium2")
    except ImportError as error:
        raise UnsupportedError(
            "PDF needs the package pypdfium2: pip install fastdeploy-vision[pdf]"
        ) from error
    name = "file" if isinstance(file, bytes | bytearray) else f"'{os.fspath(file)}'"
    try:
        document = pdfium.PdfDocument(bytes(file) if name == "file" else Path(file))
        with document:
            return [_rendered(page, dpi) for page in document]
    except pdfium.PdfiumError as error:
        raise InvalidFileError(f"{name}: cannot read PDF: {error}") from error


def _rendered(page: Any, dpi: float) -> npt.NDArray[np.uint8]:
    rendered = page.render(scale=dpi / _POINTS_PER_INCH).to_numpy()
    if rendered.ndim == 2:
        rendered = rendered[..., None].repeat(3, axis=2)
    return np.array(rendered[..., :3], np.uint8)  # a copy: the bitmap's memory is the page's
