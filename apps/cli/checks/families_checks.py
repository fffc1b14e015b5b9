#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One command for each family."""

from __future__ import annotations

import base64
import json
import os
import unittest
from pathlib import Path

from command import CAT, CLASSIFY, MODELS, PAGE, ROOT, CommandTest, grey_pixels, run, width_of


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
        narrow = run("ocr", PAGE, "--model", "ppocrv4", "--no-cls", "--narrow", "--format", "plain")
        self.assertEqual(narrow.stdout.splitlines(), result["text"])
        blank = run("ocr", CAT, "--model", "ppocrv4", "--no-cls")
        self.assertEqual(blank.stdout, f"{CAT}\n  (no text)\n")

    def test_formats(self):
        common = ("ocr", PAGE, "--model", "ppocrv4", "--no-cls")
        plain = run(*common, "--format", "plain")
        self.assertEqual(plain.returncode, 0, plain.stderr)
        result = json.loads(run(*common, "--format", "json").stdout)["result"]
        self.assertEqual(plain.stdout.splitlines(), result["text"])
        markdown = run(*common, "--format", "markdown")
        self.assertTrue(markdown.stdout.startswith("Region-based segmentation\n\n"), markdown)
        ran = run(*common, "--output", self.folder / "page.md", "--save", self.folder)
        self.assertEqual((ran.returncode, ran.stdout), (0, ""), ran.stderr)
        self.assertEqual((self.folder / "page.md").read_text("utf-8"), markdown.stdout)
        ran = run(*common, "--output", self.folder, "--json")
        self.assertEqual(ran.stdout, "", ran.stderr)
        self.assertEqual(json.loads((self.folder / "page_ocr.json").read_text("utf-8")), result)
        self.assertEqual(len(list(self.folder.iterdir())), 3)
        self.assert_refused(run(*common, "--format", "html"), "--format", "markdown")
        self.assert_refused(run(*common, "--json", "--format", "plain"), "--json")
        self.assert_refused(run(*common, "--output", self.folder / "page.json"), ".jsonl")
        self.assert_refused(run("classify", CAT, *CLASSIFY, "--format", "markdown"), "--format")

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

    def test_classes(self):
        linn = MODELS / "images" / "linn.png"
        common = ("detect", linn, "--model", "layout-cdla", "--json")
        everything = json.loads(run(*common).stdout)["result"]
        names = dict(zip(everything["label_names"], everything["label_ids"], strict=True))
        classes = f"title, {names['reference']}"
        chosen = json.loads(run(*common, "--classes", classes).stdout)["result"]
        expected = [name for name in everything["label_names"] if name in ("title", "reference")]
        self.assertEqual(chosen["label_names"], expected)
        self.assertTrue(0 < len(expected) < len(everything["label_names"]))
        self.assertEqual(len(chosen["boxes"]), len(expected))
        refused = run(*common, "--classes", "titel")
        self.assert_refused(refused, "unknown class 'titel'; did you mean 'title'?")
        self.assert_refused(run(*common, "--classes", "99"), "unknown class '99'")

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


class TestMatte(CommandTest):
    """Models that take a trimap, and one that takes none."""

    def setUp(self) -> None:
        super().setUp()
        golden = json.loads((ROOT / "tests/golden/matting/trimaps.json").read_text("utf-8"))
        self.model = self.folder / "model"
        self.model.mkdir()
        for name, content in (("pdmodel", golden["model"]), ("pdiparams", golden["params"])):
            (self.model / f"model.{name}").write_bytes(base64.b64decode(content))
        (self.model / "deploy.yaml").write_text("Deploy: {transforms: [{type: Normalize}]}")
        self.image = self.folder / "image.ppm"
        self.image.write_bytes(b"P6 60 40 255\n" + bytes(i * 7 % 256 for i in range(60 * 40 * 3)))
        self.trimaps = self.folder / "trimaps"
        self.trimaps.mkdir()
        row = bytes([0] * 20 + [128] * 20 + [255] * 20)
        trimap = self.folder / "trimap.pgm"
        trimap.write_bytes(b"P5 60 40 255\n" + row * 40)

    def test_trimaps(self):
        trimap = self.folder / "trimap.pgm"
        common = ("matte", self.image, "--model", self.model, "--json", "--trimap")
        ran = run(*common, trimap)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        alpha = json.loads(ran.stdout)["result"]["alpha"]
        self.assertEqual([set(alpha[:20]), set(alpha[40:60])], [{0}, {1}])
        self.assertTrue(all(0 < value < 1 for value in alpha[22:38]))
        self.assert_refused(run(*common, self.trimaps), "0 pictures named 'image'")
        none = run("matte", CAT, "--model", "pphumanseg_lite_matting", "--trimap", trimap)
        self.assertEqual(none.returncode, 1)
        self.assertIn("trimap: this model takes none", none.stderr)
        self.assert_refused(run("classify", CAT, *CLASSIFY, "--trimap", trimap), "--trimap")


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
