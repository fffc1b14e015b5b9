# SPDX-License-Identifier: Apache-2.0
"""1.x's place of fastdeploy.vision.processors."""

from ..processors import *  # noqa: F403
from ..processors import __all__ as __all__
