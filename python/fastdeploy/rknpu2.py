# SPDX-License-Identifier: Apache-2.0
"""1.x's names of Rockchip's chips, for RuntimeOption.use_rknpu2. No backend of this library uses
them."""

from ._core import CoreMask, CpuName

__all__ = ["CoreMask", "CpuName"]
