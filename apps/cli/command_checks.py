#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests the `fastdeploy` command by running it.

    python command_checks.py FASTDEPLOY_COMMAND

Needs the models ppocrv4, doc-orientation, pplcnet_x0_25, shapes_seg, pphumanseg_lite_softmax,
shapes, layout-cdla, mask_rcnn_r18, tinypose_128x96, jde_tiny, slanet_plus, tables and images
(./dev models).
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
import zlib
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
MODELS = Path(os.environ.get("FASTDEPLOY_MODELS") or CACHE / "fastdeploy" / "models")
PAGE = MODELS / "images" / "page.png"
CAT = MODELS / "images" / "chelsea.png"
CLASSIFY = ("--model", "pplcnet_x0_25")

command = "fastdeploy"


def run(*arguments, **options) -> subprocess.CompletedProcess:
    """Runs the command and waits for it to end."""
    return subprocess.run(
        [command, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        **options,
    )


def width_of(png: Path) -> int:
    """The width in the header of a PNG file."""
    return int.from_bytes(png.read_bytes()[16:20], "big")


def grey_pixels(png: Path) -> tuple[int, int, bytes]:
    """Width, height and pixels of an 8-bit grey PNG file."""
    data = png.read_bytes()
    assert data[24:26] == bytes([8, 0]), "expected 8 bits, grey"
    width, height = width_of(png), int.from_bytes(data[20:24], "big")
    packed, at = b"", 8
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + length]
        at += length + 12
    lines = zlib.decompress(packed)
    pixels, above = b"", bytes(width)
    for y in range(height):
        kind, *line = lines[y * (width + 1) : (y + 1) * (width + 1)]
        for x in range(width):
            left = line[x - 1] if x else 0
            corner = above[x - 1] if x else 0
            nearest = min(
                (left, above[x], corner), key=lambda one: abs(left + above[x] - corner - one)
            )
            line[x] = (line[x] + (0, left, above[x], (left + above[x]) // 2, nearest)[kind]) % 256
        above = bytes(line)
        pixels += above
    return width, height, pixels


class CommandTest(unittest.TestCase):
    """A test with a temporary folder."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def copy(self, picture: Path, name: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture, path)
        return path

    def assert_refused(self, ran: subprocess.CompletedProcess, *words: str) -> None:
        """Expects exit code 2, no output, and one line with the reason on standard error."""
        self.assertEqual(ran.returncode, 2, ran)
        self.assertEqual(ran.stdout, "")
        self.assertEqual(ran.stderr.count("\n"), 1, ran.stderr)
        self.assertTrue(ran.stderr.startswith("error: "), ran.stderr)
        for word in words:
            self.assertIn(word, ran.stderr)


class TestClassify(CommandTest):
    """Classification, and what all families have in common."""

    def test_json_lines_are_in_the_order_of_the_images(self):
        names = [f"{i}.png" for i in range(30)]
        for i, name in enumerate(names):
            self.copy(PAGE if i % 3 else CAT, name)
        paths = [str(self.folder / name) for name in sorted(names)]
        ran = run("classify", self.folder, *CLASSIFY, "--threads", 3, "--json", "--topk", 2)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        rows = [json.loads(line) for line in ran.stdout.splitlines()]
        self.assertEqual([row["image"] for row in rows], paths)
        for row in rows:
            self.assertEqual(set(row), {"image", "result"})
            self.assertEqual(set(row["result"]), {"label_ids", "scores", "feature"})
            self.assertEqual(len(row["result"]["scores"]), 2)
        alone = run("classify", *paths, *CLASSIFY, "--threads", 1, "--json", "--topk", 2)
        self.assertEqual(alone.stdout, ran.stdout, "threads change nothing")
        self.assertRegex(ran.stderr, r"30 of 30 images in [\d.]+ s: .* 3 threads, \d+ MB")

    def test_an_image_that_fails_leaves_the_rest_alone(self):
        text = self.folder / "text.png"
        text.write_text("this is not an image", encoding="utf-8")
        ran = run("classify", CAT, text, "none.png", CAT, *CLASSIFY, "--json", "--threads", 2)
        self.assertEqual(ran.returncode, 1)
        rows = [json.loads(line) for line in ran.stdout.splitlines()]
        self.assertEqual(["result" in row for row in rows], [True, False, False, True])
        self.assertIn("cannot be read as an image", rows[1]["error"])
        self.assertIn("file does not exist", rows[2]["error"])
        self.assertIn("4 of 4 images (2 failed)", ran.stderr)
        ran = run("classify", "none.png", CAT, *CLASSIFY)
        self.assertEqual(ran.returncode, 1)
        self.assertRegex(ran.stdout, rf"^{CAT}\n  0\.\d+  \d+\n$")
        self.assertIn("none.png\n  error: this file does not exist\n", ran.stderr)

    def test_saved_pictures_have_different_names(self):
        first = self.copy(CAT, "a/cat.png")
        second = self.copy(CAT, "b/cat.png")
        saved = self.folder / "new" / "saved"
        ran = run("classify", first, second, *CLASSIFY, "--save", saved)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        names = sorted(path.name for path in saved.iterdir())
        self.assertEqual(names, ["cat_2_classify.png", "cat_classify.png"])
        self.assertEqual((saved / names[0]).read_bytes(), (saved / names[1]).read_bytes())
        self.assertNotEqual((saved / names[0]).read_bytes(), CAT.read_bytes())

    def test_interrupt_keeps_the_results_so_far(self):
        paths = [str(CAT)] * 20000
        arguments = [command, "classify", *paths, *CLASSIFY, "--json", "--threads", "2"]
        # Unbuffered, since communicate() does not return what readline() has read ahead.
        with subprocess.Popen(
            arguments, bufsize=0, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            first = process.stdout.readline()
            process.send_signal(signal.SIGINT)
            rest, summary = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, summary)
        rows = [json.loads(line) for line in (first + rest).splitlines()]
        self.assertLess(len(rows), len(paths))
        self.assertTrue(all("result" in row for row in rows))
        self.assertIn(f"{len(rows)} of {len(paths)} images", summary.decode())

    def test_results_that_cannot_be_written_are_an_error(self):
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            ran = subprocess.run(
                [command, "classify", *[str(CAT)] * 50, *CLASSIFY, "--threads", "2"],
                check=False,
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                timeout=60,
            )
        self.assertEqual(ran.returncode, 2)
        self.assertIn("cannot write results", ran.stderr)

    def test_reads_standard_input(self):
        expected = run("classify", CAT, *CLASSIFY, "--json")
        result = json.loads(expected.stdout)["result"]
        for name in ("-", "/dev/stdin"):
            with CAT.open("rb") as picture:
                ran = run("classify", name, *CLASSIFY, "--json", stdin=picture)
            self.assertEqual(ran.returncode, 0, ran.stderr)
            self.assertEqual(json.loads(ran.stdout), {"image": name, "result": result})

    def test_standard_streams_that_fail(self):
        shell = 'exec "$0" "$@" '
        for model, broken, code in (
            ("pplcnet_x0_25", "2>&-", 0),
            ("pplcnet_x0_25", "2>/dev/full", 0),
            ("nope", "2>&-", 2),
            ("nope", "2>/dev/full", 2),
            ("pplcnet_x0_25", ">&-", 2),
            ("pplcnet_x0_25", ">/dev/full", 2),
        ):
            with self.subTest(model=model, broken=broken):
                arguments = [command, "classify", str(CAT), "--model", model, "--json"]
                ran = subprocess.run(
                    ["sh", "-c", shell + broken, *arguments],
                    check=False,
                    capture_output=True,
                    text=True,
                    timeout=60,
                )
                self.assertEqual(ran.returncode, code, ran.stderr)
                if broken.startswith("2"):
                    self.assertEqual(ran.stdout.count('"result"'), 1 if code == 0 else 0)
                else:
                    self.assertIn("cannot write results to standard output", ran.stderr)
        for arguments in ("models", "--help", "info pplcnet_x0_25"):
            ran = subprocess.run(
                ["sh", "-c", f'"$0" {arguments} >/dev/full', command],
                check=False,
                capture_output=True,
                text=True,
                timeout=60,
            )
            self.assertEqual(ran.returncode, 2, arguments)
            self.assertIn("cannot write", ran.stderr)


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


class TestRefusals(CommandTest):
    """Command lines that cannot be run: exit code 2 and one line."""

    def test_usage(self):
        self.assert_refused(run(), "fastdeploy --help")
        self.assert_refused(run("clasify", PAGE), "unknown command 'clasify'", "'classify'?")
        self.assert_refused(run("ocr", PAGE, "--model", "ppocrv4", "--nope"), "--nope")
        self.assert_refused(run("classify", PAGE), "--model", "fastdeploy classify --help")
        self.assert_refused(run("classify", *CLASSIFY), "images")
        self.assert_refused(run("classify", PAGE, *CLASSIFY, "--threads", 0), "--threads")
        self.assert_refused(run("classify", PAGE, *CLASSIFY, "--topk", 0), "--topk")
        self.assert_refused(run("classify", PAGE, *CLASSIFY, "--precision", "f8"), "f8")
        self.assert_refused(run("classify", PAGE, *CLASSIFY, "--cpu-threads", 0), "cpu_thread_num")

    def test_no_images(self):
        self.assert_refused(run("classify", self.folder, *CLASSIFY), "no images", self.folder.name)
        self.assert_refused(run("classify", self.folder / "*.png", *CLASSIFY), "no images")

    def test_models(self):
        environment = os.environ | {"FASTDEPLOY_MODELS": str(self.folder)}
        unknown = run("ocr", PAGE, "--model", "nope", env=environment)
        self.assert_refused(unknown, "'nope'", str(self.folder), "fastdeploy models")
        known = run("ocr", PAGE, "--model", "ppocrv4", env=environment)
        self.assert_refused(known, "'ppocrv4'", "./dev models ppocrv4")
        self.assert_refused(run("classify", PAGE, "--model", self.folder), "holds no model")
        self.assert_refused(run("ocr", PAGE, *CLASSIFY), "expected det/ and rec/")
        (self.folder / "inference.onnx").write_bytes(b"")
        (self.folder / "inference.yml").write_text("{}", encoding="utf-8")
        self.assert_refused(run("classify", PAGE, "--model", self.folder))

    def test_saving(self):
        ran = run("classify", CAT, *CLASSIFY, "--save", CAT / "below")
        self.assert_refused(ran, "cannot make folder")


class TestInformation(CommandTest):
    """models, info, --help, --version."""

    def test_models(self):
        environment = os.environ | {"FASTDEPLOY_MODELS": str(self.folder)}
        (self.folder / "ppocrv4").mkdir()
        ran = run("models", env=environment)
        self.assertEqual(ran.returncode, 0)
        self.assertIn(str(self.folder), ran.stdout)
        self.assertRegex(ran.stdout, r"(?m)^  ppocrv4 +here ")
        self.assertRegex(ran.stdout, r"(?m)^  resnet50_vd +- ")
        self.assertNotRegex(ran.stdout, r"(?m)^  images ")

    def test_info(self):
        ran = run("info", "pplcnet_x0_25")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        for expected in (
            r"family +classification",
            r"format +Paddle \(\.pdmodel\)",
            r"operators +.*conv2d \d+",
            r"backends +OpenVINO",
            r"loaded by +OPENVINO",
            r"config +.*inference_cls.yaml",
            r"parameters +.*inference.pdiparams",
            r"input +x: FP32 \[\?, 3, 224, 224\]",
            r"output +.*: FP32 \[\?, 1000\]",
            r"loads +in",
        ):
            self.assertRegex(ran.stdout, expected)
        model = MODELS / "pplcnet_x0_25" / "inference.pdmodel"
        self.assertIn("FP32 [?, 1000]", run("info", model).stdout)
        self.assertEqual(run("info", "ppocrv4").stdout.count("loaded by"), 3)
        ran = run("info", MODELS / "pplcnet_x0_25" / "inference.json")
        self.assertRegex(ran.stdout, r"format +Paddle 3 .*\n  version +4\n")
        ran = run("info", PAGE)
        self.assertEqual(ran.returncode, 2)
        self.assertIn("page.png", ran.stderr)

    def test_help(self):
        for arguments in (["--help"], ["ocr", "--help"], ["--version"]):
            ran = run(*arguments)
            self.assertEqual(ran.returncode, 0)
            self.assertNotEqual(ran.stdout, "")
            self.assertEqual(ran.stderr, "")


class TestConvert(CommandTest):
    """Conversion of Paddle's models to ONNX."""

    def setUp(self) -> None:
        super().setUp()
        for name in ("inference.json", "inference.pdiparams", "inference_cls.yaml"):
            self.copy(MODELS / "pplcnet_x0_25" / name, f"model/{name}")
        self.model = self.folder / "model"

    def classes(self, model: Path) -> str:
        ran = run("classify", CAT, "--model", model, "--topk", 5, "--json")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return json.loads(ran.stdout)["result"]

    def test_onnx(self):
        before = self.classes(self.model)
        ran = run("convert", self.model, "--output", self.folder / "new")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(ran.stdout, f"{self.folder}/new/inference.onnx\n")
        self.assertEqual(self.classes(self.folder / "new"), before)
        self.assert_refused(run("convert", self.model, "-o", self.folder / "new"), "--force")

    def test_file(self):
        target = self.folder / "deep" / "model.onnx"
        ran = run("convert", self.model / "inference.json", "-o", target, "--external-weights")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(ran.stdout, f"{target}\n")
        params = target.parent / "inference.pdiparams"
        self.assertEqual(params.read_bytes(), (self.model / params.name).read_bytes())
        self.assertLess(target.stat().st_size, 200_000)
        self.assertIn("opset 20", run("info", target).stdout)

    def test_refusals(self):
        self.assert_refused(run("convert", self.folder), "holds no model")
        ran = run("convert", self.model)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        again = run("convert", self.model / "inference.onnx", "-o", self.folder / "x.onnx")
        self.assert_refused(again, "expected a Paddle model")
        (self.model / "inference.json").write_text("{}", encoding="utf-8")
        self.assertEqual(run("convert", self.model, "--force").returncode, 2)


def main() -> None:
    global command
    command = sys.argv.pop(1)
    for needed in (PAGE, MODELS / "pplcnet_x0_25", MODELS / "ppocrv4"):
        if not needed.exists():
            sys.exit(f"{needed} does not exist; fetch the models with ./dev models")
    unittest.main()


if __name__ == "__main__":
    main()
