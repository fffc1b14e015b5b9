#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One command for each family."""

from __future__ import annotations

import json
import os
import unittest
from pathlib import Path

from command import CAT, CLASSIFY, MODELS, PAGE, CommandTest, grey_pixels, run, width_of


class TestOcr(CommandTest):
    """Models in several folders, and drawing with a font."""

    def test_reads_a_page(self):
        ran = run("ocr", PAGE, "--model", "ppocrv4", "--no-cls", "--json")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        result = json.loads(ran.stdout)["result"]
        self.assertEqual(result["text"][0], "Region-based segmentation")
        self.assertEqual(len(result["boxes"]), len(result["rec_scores"]))
        self.assertEqual(result["cls_labels"], [])
        ran = run("ocr", PAGE, "--model", MODELS / "ppocrv4", "--rec-batch", 1)
        self.assertRegex(ran.stdout, rf"^{PAGE}\n  0\.\d+  Region-based segmentation\n")
        blank = run("ocr", CAT, "--model", "ppocrv4", "--no-cls")
        self.assertEqual(blank.stdout, f"{CAT}\n  (no text)\n")

    def test_words(self):
        ran = run("ocr", PAGE, "--model", "ppocrv4", "--no-cls", "--words", "--json")
        result = json.loads(ran.stdout)["result"]
        self.assertEqual(["".join(words) for words in result["words"]], result["text"])
        self.assertEqual(
            [len(words) for words in result["words"]], [len(line) for line in result["word_boxes"]]
        )
        ran = run("ocr", PAGE, "--model", "ppocrv4", "--no-cls", "--words")
        self.assertRegex(ran.stdout, r"\n {10}\[\d+, \d+(, \d+){6}\]  Region-based\n")

    def test_turned_pages(self):
        common = ("ocr", PAGE, "--model", "ppocrv4", "--no-cls", "--json", "--orientation")
        ran = run(*common, "doc-orientation")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(json.loads(ran.stdout)["result"]["page_angle"], 0)
        self.assert_refused(
            run(*common, "pplcnet_x0_25"), "expected the classes 0, 90, 180 and 270"
        )
        self.assert_refused(run(*common, "no-such-model"), "no-such-model")

    def test_threads_have_a_limit(self):
        common = ("ocr", PAGE, "--model", "ppocrv4", "--no-cls", "--threads", 4)
        one = run(*common, PAGE, "--max-threads", 1)
        self.assertEqual(one.stdout, run(*common, PAGE).stdout)
        self.assertIn(" 1 thread,", one.stderr)
        self.assert_refused(run(*common, "--max-threads", -1), "--max-threads")
        environment = {**os.environ, "FASTDEPLOY_NUM_THREADS": "few"}
        self.assert_refused(run(*common, env=environment), "FASTDEPLOY_NUM_THREADS", "'few'")

    def test_fonts(self):
        saved = self.folder / "saved"
        common = ("ocr", PAGE, "--model", "ppocrv4", "--no-cls")
        self.assert_refused(run(*common, "--font", "a.ttf"), "--save")
        self.assert_refused(
            run(*common, "--save", saved, "--font", "a.ttf"), "cannot read font file 'a.ttf'"
        )
        fonts = sorted(Path("/usr/share/fonts").rglob("DejaVuSans.ttf"))
        if not fonts:
            self.skipTest("needs DejaVuSans.ttf (Debian: fonts-dejavu-core)")
        ran = run(*common, "--save", saved, "--font", fonts[0])
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(width_of(saved / "page_ocr.png"), 2 * width_of(PAGE))


class TestSegment(CommandTest):
    """Label maps, scores, and drawing."""

    SCENE = MODELS / "shapes" / "1000000.jpg"

    def test_finds_shapes(self):
        ran = run("segment", self.SCENE, "--model", "shapes_seg", "--save", self.folder)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertRegex(ran.stdout, r"\n   9\d\.\d\d %  class 0\n    \d\.\d\d %  class 1\n$")
        self.assertEqual(width_of(self.folder / "1000000_segment.png"), 320)
        ran = run("segment", self.SCENE, "--model", "shapes_seg", "--json")
        result = json.loads(ran.stdout)["result"]
        self.assertEqual(result["shape"], [240, 320])
        self.assertEqual(len(result["label_map"]), 240 * 320)
        self.assertEqual(result["score_map"], [])

    def test_scores(self):
        model = ("--model", "pphumanseg_lite_softmax")
        ran = run("segment", self.SCENE, *model, "--scores", "--json")
        result = json.loads(ran.stdout)["result"]
        self.assertEqual(len(result["score_map"]), 240 * 320)
        self.assertGreaterEqual(min(result["score_map"]), 0.499)
        self.assertLessEqual(max(result["score_map"]), 1)

    def test_saves_label_maps(self):
        saved = self.folder / "labels"
        common = ("segment", self.SCENE, "--model", "shapes_seg")
        ran = run(*common, "--save-labels", saved, "--json")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        result = json.loads(ran.stdout)["result"]
        png = saved / "1000000_labels.png"
        self.assertEqual(list(saved.iterdir()), [png])
        height, width = result["shape"]
        self.assertEqual(grey_pixels(png), (width, height, bytes(result["label_map"])))
        ran = run(*common, "--save", saved, "--save-labels", saved)
        self.assertEqual(len(list(saved.iterdir())), 2)
        self.assert_refused(
            run("classify", CAT, *CLASSIFY, "--save-labels", saved), "--save-labels"
        )
        self.assert_refused(run(*common, "--save-labels", png), "cannot make folder")

    def test_refusals(self):
        self.assert_refused(run("segment", CAT, "--model", "shapes_seg", "--weight", 2), "--weight")
        self.assert_refused(run("segment", CAT, *CLASSIFY), "inference_cls.yaml", "Deploy")


class TestDetect(CommandTest):
    """Objects, their classes, and drawing."""

    def test_finds_what_is_on_a_page(self):
        ran = run("detect", PAGE, "--model", "layout-cdla", "--save", self.folder)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertRegex(ran.stdout, rf"^{PAGE}\n  0\.6\d+( +\d+\.\d){{4}}  title \(1\)\n$")
        self.assertEqual(width_of(self.folder / "page_detect.png"), width_of(PAGE))
        ran = run("detect", PAGE, "--model", "layout-cdla", "--threshold", 0.9)
        self.assertIn("nothing found", ran.stdout)

    def test_json(self):
        ran = run("detect", CAT, "--model", "mask_rcnn_r18", "--json", "--threshold", 0.99)
        result = json.loads(ran.stdout)["result"]
        self.assertGreater(len(result["boxes"]), 10)
        for box, mask in zip(result["boxes"], result["masks"], strict=True):
            self.assertAlmostEqual(mask["shape"][0], box[3] - box[1], delta=1.01)
            self.assertEqual(len(mask["data"]), mask["shape"][0] * mask["shape"][1])

    def test_refusals(self):
        self.assert_refused(run("detect", CAT, "--model", "layout-cdla", "--threshold", 2), "old")
        self.assert_refused(run("detect", CAT, *CLASSIFY), "inference_cls.yaml", "arch")


class TestTable(CommandTest):
    """A table as HTML."""

    def test_html(self):
        models = self.folder / "models"
        models.mkdir()
        parts = {"det": "ppocrv4/det", "rec": "ppocrv4/rec", "table": "slanet_plus"}
        for part, model in parts.items():
            (models / part).symlink_to(MODELS / model)
        table = MODELS / "tables" / "ruled.png"
        ran = run("table", table, "--model", models, "--save", self.folder)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertIn("<tr><td>Bergen</td><td>190.5</td>", ran.stdout)
        self.assertEqual(width_of(self.folder / "ruled_table.png"), width_of(table))
        ran = run("table", table, "--model", models, "--json")
        self.assertEqual(len(json.loads(ran.stdout)["result"]["table_boxes"]), 17)
        ran = run("table", table, "--model", MODELS / "ppocrv4")
        self.assert_refused(ran, "table/")


class TestPersons(CommandTest):
    """Key points, and objects followed through images."""

    def test_key_points(self):
        ran = run("keypoints", CAT, "--model", "tinypose_128x96", "--save", self.folder)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertRegex(ran.stdout, r"  0\.\d{4}( +-?\d+\.\d){2}  person 0, joint \d+\n")
        self.assertEqual(width_of(self.folder / "chelsea_keypoints.png"), width_of(CAT))

    def test_tracks(self):
        ran = run("track", CAT, CAT, "--model", "jde_tiny", "--json")
        first, second = (json.loads(line)["result"] for line in ran.stdout.splitlines())
        self.assertGreater(len(first["ids"]), 1)
        self.assertLess(set(first["ids"]) - set(second["ids"]), set(first["ids"]))
        ran = run("track", CAT, PAGE, "--model", "jde_tiny", "--threads", 2)
        self.assert_refused(ran, "depend on the images before")


if __name__ == "__main__":
    unittest.main()
