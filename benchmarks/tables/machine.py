# SPDX-License-Identifier: Apache-2.0
"""Describes the machine, and measures its load by other programs."""

from __future__ import annotations

import os
import platform
import resource
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

EXTENSIONS = (("avx512f", "AVX-512"), ("avx2", "AVX2"))


def processor(cpuinfo: str) -> str:
    """The processor's name, with the widest of its vector extensions."""
    pairs = [line.split(":", 1) for line in cpuinfo.splitlines() if ":" in line]
    fields = {name.strip(): value.strip() for name, value in pairs}
    name = fields.get("model name", "unknown processor")
    flags = fields.get("flags", "").split()
    widest = next((label for flag, label in EXTENSIONS if flag in flags), "")
    return f"{name} with {widest}" if widest else name


def busy_ticks(stat: str) -> int:
    """The busy time of all cores since boot, in ticks; `stat` is the content of /proc/stat.

    Idle time and waiting for disks do not count.
    """
    user, nice, system, _idle, _wait, irq, softirq, steal = map(int, stat.split()[1:9])
    return user + nice + system + irq + softirq + steal


def _seconds() -> tuple[float, float, float]:
    """The time, the busy time of all cores, and the CPU time of this process's ended children."""
    ticks = busy_ticks(Path("/proc/stat").read_text())
    own = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), ticks / os.sysconf("SC_CLK_TCK"), own.ru_utime + own.ru_stime


def watch() -> Callable[[], float]:
    """Returns a function that returns the share of the machine that other programs used since."""
    start = _seconds()

    def others() -> float:
        elapsed, work, own = (b - a for a, b in zip(start, _seconds(), strict=True))
        return max(0.0, (work - own) / (elapsed * (os.cpu_count() or 1)))

    return others


def describe() -> dict[str, Any]:
    return {
        "processor": processor(Path("/proc/cpuinfo").read_text()),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "fastdeploy": version("fastdeploy-vision"),
        "openvino": version("openvino"),
    }
