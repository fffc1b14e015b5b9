# SPDX-License-Identifier: Apache-2.0
"""1.x's package of preprocessing."""

from . import manager, processors

__all__ = ["manager", "processors"]
