#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Commands about models, and refusals."""

from __future__ import annotations

import json
import os
import unittest
from pathlib import Path

from command import CAT, CLASSIFY, MODELS, PAGE, CommandTest, run


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


if __name__ == "__main__":
    unittest.main()
