"""What PaddleSeg's Matting folder does to pictures and to alpha.

That folder is in no package. Its transforms are said again here, in terms of
paddleseg.transforms.functional, which they call, too.
"""

from __future__ import annotations

import cv2
import numpy as np
from paddleseg.transforms import functional


class Matting:
    """The deterministic transforms of PaddleSeg's Matting/ppmatting/transforms/transforms.py.

    Pictures stay of 8 bits until Normalize; every step that may resize notes the size before it.
    """

    def __init__(self, transforms: list[dict]) -> None:
        self.transforms = transforms
        self.notes: list = []
        self.trimap: np.ndarray | None = None

    def __call__(self, image: np.ndarray, trimap: np.ndarray | None = None) -> np.ndarray:
        """The image's tensor; self.trimap is then the trimap as prepared with it."""
        self.trimap = trimap
        image = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
        for settings in self.transforms:
            arguments = {key: value for key, value in settings.items() if key != "type"}
            image = getattr(self, settings["type"])(image, **arguments)
        return image.transpose(2, 0, 1).astype("float32")

    def LoadImages(self, image):  # noqa: N802
        return image

    def Normalize(self, image, mean=(0.5,) * 3, std=(0.5,) * 3):  # noqa: N802
        return functional.normalize(image, np.array(mean), np.array(std))

    def Resize(self, image, target_size):  # noqa: N802
        self.notes.append(("resize", image.shape[:2]))
        self._resize_trimap(functional.resize, target_size)
        return functional.resize(image, target_size)

    def ResizeByShort(self, image, short_size):  # noqa: N802
        self.notes.append(("resize", image.shape[:2]))
        self._resize_trimap(functional.resize_short, short_size)
        return functional.resize_short(image, short_size)

    def ResizeByLong(self, image, long_size):  # noqa: N802
        self.notes.append(("resize", image.shape[:2]))
        self._resize_trimap(functional.resize_long, long_size)
        return functional.resize_long(image, long_size)

    def ResizeToIntMult(self, image, mult_int=32):  # noqa: N802
        self.notes.append(("resize", image.shape[:2]))
        height, width = image.shape[:2]
        size = (width - width % mult_int, height - height % mult_int)
        self._resize_trimap(functional.resize, size)
        return functional.resize(image, size)

    def LimitLong(self, image, max_long=None, min_long=None):  # noqa: N802
        self.notes.append(("resize", image.shape[:2]))
        side = max(image.shape[:2])
        wanted = self._limited(side, max_long, min_long)
        if wanted == side:
            return image
        self._resize_trimap(functional.resize_long, wanted)
        return functional.resize_long(image, wanted)

    def LimitShort(self, image, max_short=None, min_short=None):  # noqa: N802
        self.notes.append(("resize", image.shape[:2]))
        side = min(image.shape[:2])
        wanted = self._limited(side, max_short, min_short)
        if wanted == side:
            return image
        self._resize_trimap(functional.resize_short, wanted)
        return functional.resize_short(image, wanted)

    def Padding(self, image, target_size, im_padding_value=(127.5,) * 3):  # noqa: N802
        self.notes.append(("padding", image.shape[:2]))
        right, below = (max(0, to - at) for to, at in zip(target_size, image.shape[1::-1]))
        border = (0, below, 0, right, cv2.BORDER_CONSTANT)
        if self.trimap is not None:
            self.trimap = cv2.copyMakeBorder(self.trimap, *border, value=0)
        return cv2.copyMakeBorder(image, *border, value=im_padding_value)

    def _resize_trimap(self, resize, size):
        if self.trimap is not None:
            self.trimap = resize(self.trimap, size, cv2.INTER_NEAREST)

    @staticmethod
    def _limited(side, most, least):
        if most is not None and side > most:
            return most
        return least if least is not None and side < least else side


def restore_alpha(alpha: np.ndarray, notes: list, trimap: np.ndarray | None = None) -> np.ndarray:
    """As Matting/deploy/python/infer.py does. The trimap is the prepared one."""
    if trimap is not None:
        alpha = alpha.copy()
        alpha[trimap == 0] = 0
        alpha[trimap == 255] = 1
    for step, (height, width) in reversed(notes):
        if step == "padding":
            alpha = alpha[:height, :width]
        else:
            alpha = cv2.resize(alpha, (width, height), interpolation=cv2.INTER_LINEAR)
    return alpha
