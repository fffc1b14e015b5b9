#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Commands about models, and refusals."""

from __future__ import annotations

import json
import os
import subprocess
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

    def test_suggestions(self):
        ran = run("classify", PAGE, *CLASSIFY, "--treads", 2)
        self.assert_refused(ran, "unknown option '--treads'; did you mean '--threads'?")
        ran = run("classify", PAGE, *CLASSIFY, "--top-k=2")
        self.assert_refused(ran, "unknown option '--top-k'; did you mean '--topk'?")
        self.assert_refused(run("--versoin"), "unknown option '--versoin'", "'--version'")

    def test_no_images(self):
        self.assert_refused(run("classify", self.folder, *CLASSIFY), "no images", self.folder.name)
        self.assert_refused(run("classify", self.folder / "*.png", *CLASSIFY), "no images")

    def test_models(self):
        environment = os.environ | {"FASTDEPLOY_MODELS": str(self.folder)}
        environment.pop("FASTDEPLOY_PYTHON", None)
        unknown = run("ocr", PAGE, "--model", "ppocrv5", env=environment)
        self.assert_refused(unknown, "'ppocrv5'", str(self.folder), "mean 'ppocrv4'?")
        for model, option in (("ppocrv4", ("--model", "ppocrv4")), ("ppocrv6-small", ())):
            known = run("ocr", PAGE, *option, env=environment)
            self.assert_refused(known, f"'{model}'", f"`fastdeploy models fetch {model}`")
        self.assert_refused(run("classify", PAGE, "--model", self.folder), "holds no model")
        self.assert_refused(run("ocr", PAGE, *CLASSIFY), "expected det/ and rec/")
        (self.folder / "inference.onnx").write_bytes(b"")
        (self.folder / "inference.yml").write_text("{}", encoding="utf-8")
        self.assert_refused(run("classify", PAGE, "--model", self.folder))

    def test_saving(self):
        ran = run("classify", CAT, *CLASSIFY, "--save", CAT / "below")
        self.assert_refused(ran, "cannot make folder")


class TestFetching(CommandTest):
    """Models that are fetched by the Python of $FASTDEPLOY_PYTHON; here, by a script."""

    def setUp(self) -> None:
        super().setUp()
        self.python = self.folder / "python"
        self.environment = os.environ | {
            "FASTDEPLOY_MODELS": str(self.folder / "models"),
            "FASTDEPLOY_PYTHON": str(self.python),
        }

    def write_python(self, *lines: str) -> None:
        script = [
            "#!/bin/sh",
            f'printf "%s\\n" "$3" "$4" "$5" "$6" "$7" >{self.folder}/asked',
            *lines,
        ]
        self.python.write_text("\n".join(script) + "\n", encoding="utf-8")
        self.python.chmod(0o700)

    def asked(self) -> list[str]:
        return (self.folder / "asked").read_text(encoding="utf-8").split()

    def test_a_missing_model_is_fetched(self):
        self.write_python(
            "cat; echo printed; echo fetching >&2",
            f'mkdir "$FASTDEPLOY_MODELS" && ln -s {MODELS}/ppocrv6-small "$FASTDEPLOY_MODELS"',
        )
        with PAGE.open("rb") as page:
            ran = run("ocr", "-", "--no-cls", "--json", env=self.environment, stdin=page)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(json.loads(ran.stdout)["result"]["text"][0], "Region-based segmentation")
        self.assertTrue(ran.stderr.startswith("printed\nfetching\n"), ran.stderr)
        self.assertEqual(self.asked(), ["--", "ppocrv6-small"])
        self.python.unlink()
        self.assertEqual(run("ocr", PAGE, env=self.environment).returncode, 0, "it is there now")

    def test_packed_models_are_found(self):
        environment = self.environment | {"FASTDEPLOY_PACKED_MODELS": str(MODELS)}
        ran = run("ocr", PAGE, "--format", "plain", env=environment)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertRegex(run("models", env=environment).stdout, r"(?m)^  ppocrv6-small +here ")

    def test_models_fetch(self):
        self.write_python('echo "folder of $6"')
        ran = run("models", "fetch", "one", "two", "--wheels", "some where", env=self.environment)
        self.assertEqual((ran.returncode, ran.stdout), (0, "folder of one\n"), ran.stderr)
        self.assertEqual(self.asked(), ["--wheels", "some", "where", "--", "one", "two"])
        self.assert_refused(run("models", "fetch", env=self.environment), "names")

    def test_failures(self):
        self.write_python("echo no network >&2; exit 1")
        ran = run("ocr", PAGE, "--model", "ppocrv4", env=self.environment)
        self.assertEqual((ran.returncode, ran.stdout), (2, ""))
        self.assertRegex(ran.stderr, r"^no network\nerror: .*'ppocrv4'.*cannot fetch ppocrv4\n$")
        self.python.unlink()
        self.assert_refused(
            run("models", "fetch", "x", env=self.environment), f"cannot run '{self.python}'"
        )


class TestInformation(CommandTest):
    """models, info, --help, --version."""

    def test_models(self):
        environment = os.environ | {"FASTDEPLOY_MODELS": str(self.folder)}
        (self.folder / "ppocrv4").mkdir()
        ran = run("models", env=environment)
        self.assertEqual(ran.returncode, 0)
        self.assertIn(str(self.folder), ran.stdout)
        self.assertRegex(ran.stdout, r"(?m)^  ppocrv4 +here ")
        self.assertRegex(ran.stdout, r"(?m)^  ppocrv6-small +- ")
        self.assertIn("fastdeploy models fetch NAME", ran.stdout)

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

    def test_completion(self):
        ran = run("completion", "bash")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        ask = "COMP_WORDS=(fastdeploy ocr --model ppocrv6); COMP_CWORD=3; _fastdeploy"
        script = f'{ran.stdout}\n{ask}; echo "${{COMPREPLY[*]}}"'
        completed = subprocess.run(
            ["bash", "-c", script], check=True, capture_output=True, text=True, timeout=60
        )
        self.assertEqual(completed.stdout, "ppocrv6-small ppocrv6-tiny\n")
        self.assert_refused(run("completion", "fish"), "fish")

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
