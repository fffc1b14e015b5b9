# SPDX-License-Identifier: Apache-2.0
"""Images of Pillow as arguments. Pillow itself is not needed."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Protocol

from .errors import InvalidArgumentError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_WHITE = 255


class PillowImage(Protocol):
    """An image of Pillow (PIL.Image.Image)."""

    @property
    def mode(self) -> str: ...

    def getexif(self) -> Any: ...


def to_array(image: Any, name: str) -> npt.NDArray[np.uint8]:
    """The image as it is meant to be seen, as read_pages gives the picture file of it.

    Turned as its orientation says, transparent pixels over white, the upper 8 of 16 bits. BGR, or
    grey. `name` is the argument's, for the error.
    """
    import numpy as np

    image = importlib.import_module("PIL.ImageOps").exif_transpose(image)
    mode = image.mode
    if mode == "F":
        raise InvalidArgumentError(f"{name}: expected an image of 8 or 16 bits, found mode 'F'")
    if mode == "I" or mode.startswith("I;16"):
        return _eight_bits(np.asarray(image), name)
    if mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        return _over_white(np.asarray(image.convert("RGBA")))
    return np.ascontiguousarray(np.asarray(image.convert("RGB"))[..., ::-1])


def _eight_bits(values: npt.NDArray[Any], name: str) -> npt.NDArray[np.uint8]:
    import numpy as np

    if values.size and (values.min() < 0 or values.max() > 65535):
        raise InvalidArgumentError(f"{name}: expected values of 16 bits in an image of mode 'I'")
    return (values >> 8).astype(np.uint8)


def _over_white(rgba: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Rounded down, as PaddleOCR does it."""
    import numpy as np

    alpha = rgba[..., 3:].astype(np.uint16)
    blended = (rgba[..., 2::-1] * alpha + _WHITE * (_WHITE - alpha)) // _WHITE
    return np.ascontiguousarray(blended.astype(np.uint8))
