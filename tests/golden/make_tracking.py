#!/usr/bin/env python3
"""Writes tracking/jde.json: the tracks of PaddleDetection's own JDE tracker on made objects.

    python tests/golden/make_tracking.py

The tracker is ppdet 2.6.0's (with lap 0.5, without numba), which is also that of deploy/pptracking.
Objects walk, cross, stand still, leave and come back; detections are noisy, some are missing or
false, some have low scores. Needs what export_mask_rcnn.py needs, and lap.
"""

from __future__ import annotations

import importlib.metadata
import json

import numpy as np
from ppdet.modeling.mot.tracker import JDETracker
from shared import HERE

PACKAGES = ("paddledet", "lap", "numpy", "scipy")
FRAMES = 48
SIZE = 8  # of an embedding
CASES = [
    {"num_classes": 1, "max_time_lost": 30},
    {"num_classes": 2, "max_time_lost": 30, "metric_type": "cosine", "conf_thres": 0.4},
    {"num_classes": 1, "max_time_lost": 0, "tracked_thresh": 0.4},
    {"num_classes": 2, "max_time_lost": 3, "r_tracked_thresh": 0.3, "unconfirmed_thresh": 0.4},
]


def rounded(values: np.ndarray | list, digits: int) -> list[float]:
    return [round(float(value), digits) for value in values]


class Walker:
    """An object: where it is in each frame, and what it looks like."""

    def __init__(self, random: np.random.Generator, classes: int) -> None:
        self.label = int(random.integers(classes))
        self.start = random.uniform([50, 50], [550, 350])
        self.step = random.uniform(-9, 9, 2)
        height = random.uniform(60, 140)
        self.size = np.array([height * random.uniform(0.3, 0.6), height])
        self.look = random.normal(size=SIZE)
        # Hidden for some frames, gone before the first and after the last.
        self.first, self.last = sorted(random.integers(-10, FRAMES + 15, 2))
        self.last = max(self.last, self.first + 12)
        self.hidden = random.integers(5, FRAMES) + np.arange(random.integers(0, 9))

    def detection(self, frame: int, random: np.random.Generator) -> np.ndarray | None:
        """A row [label, score, left, top, right, bottom, embedding ...]."""
        gone = not self.first <= frame <= self.last or frame in self.hidden
        if gone or random.random() < 0.08:
            return None
        middle = self.start + self.step * (frame - max(self.first, 0)) + random.normal(size=2) * 2
        size = self.size * (1 + random.normal() * 0.03)
        score = random.uniform(0.25, 0.45) if random.random() < 0.15 else random.uniform(0.5, 1)
        look = (self.look + random.normal(size=SIZE) * 0.25) * 3
        return np.concatenate([[self.label, score], middle - size / 2, middle + size / 2, look])


def frames(random: np.random.Generator, classes: int) -> list[np.ndarray]:
    """The detections of every frame, in any order."""
    walkers = [Walker(random, classes) for _ in range(13)]
    sequence = []
    for frame in range(FRAMES):
        rows = [walker.detection(frame, random) for walker in walkers]
        rows = [row for row in rows if row is not None]
        while random.random() < 0.3:  # seen for one frame only
            false = Walker(random, classes)
            false.first, false.last, false.hidden = 0, FRAMES, []
            row = false.detection(0, random)
            rows += [] if row is None else [row]
        if frame in (20, 21):
            rows = []  # a dark frame
        random.shuffle(rows)
        # Few digits, the same for both sides.
        sequence.append(np.array(rows).reshape(-1, 6 + SIZE).round(2).astype("float32"))
    return sequence


def track(sequence: list[np.ndarray], settings: dict) -> list[list[list[float]]]:
    """Rows [label, id, score, left, top, width, height] of every frame."""
    options = {key: value for key, value in settings.items() if key != "max_time_lost"}
    tracker = JDETracker(**options)
    tracker.max_time_lost = settings["max_time_lost"]
    tracks = []
    for rows in sequence:
        found = tracker.update(rows[:, :6].copy(), rows[:, 6:].copy())
        tracks.append(
            [
                [label, one.track_id, rounded([one.score], 2)[0], *rounded(one.tlwh, 4)]
                for label in range(settings["num_classes"])
                for one in found[label]
            ]
        )
    return tracks


def main() -> None:
    golden: dict = {
        "reference": {package: importlib.metadata.version(package) for package in PACKAGES},
        "cases": [],
    }
    for seed, settings in enumerate(CASES):
        sequence = frames(np.random.default_rng(seed), settings["num_classes"])
        tracks = track(sequence, settings)
        golden["cases"].append(
            {
                "settings": settings,
                "frames": [[rounded(row, 2) for row in rows] for rows in sequence],
                "tracks": tracks,
            }
        )
        ids = {(row[0], row[1]) for rows in tracks for row in rows}
        print(settings, sum(map(len, sequence)), "objects", sum(map(len, tracks)), len(ids), "ids")
    (HERE / "tracking" / "jde.json").write_text(json.dumps(golden) + "\n", "utf-8")


if __name__ == "__main__":
    main()
