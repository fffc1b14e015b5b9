#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reading images and writing results: what the commands of all families share."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import unittest
from pathlib import Path

from command import CAT, CLASSIFY, COMMAND, PAGE, CommandTest, run


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

    def test_backends(self):
        def classes(backend):
            ran = run("classify", CAT, *CLASSIFY, "--topk", 5, "--json", "--backend", backend)
            self.assertEqual(ran.returncode, 0, ran.stderr)
            return json.loads(ran.stdout)["result"]["label_ids"]

        self.assertEqual(classes("onnxruntime"), classes("openvino"))
        if "FASTDEPLOY_PADDLE_LIBRARY" in os.environ:
            self.assertEqual(classes("paddle"), classes("openvino"))
        else:
            ran = run("classify", CAT, *CLASSIFY, "--backend", "paddle")
            self.assert_refused(ran, "not installed", "pip install paddlepaddle")
        self.assert_refused(run("classify", CAT, *CLASSIFY, "--backend", "trt"), "--backend")

    def test_interrupt_keeps_the_results_so_far(self):
        paths = [str(CAT)] * 20000
        arguments = [COMMAND, "classify", *paths, *CLASSIFY, "--json", "--threads", "2"]
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
                [COMMAND, "classify", *[str(CAT)] * 50, *CLASSIFY, "--threads", "2"],
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
                arguments = [COMMAND, "classify", str(CAT), "--model", model, "--json"]
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
                ["sh", "-c", f'"$0" {arguments} >/dev/full', COMMAND],
                check=False,
                capture_output=True,
                text=True,
                timeout=60,
            )
            self.assertEqual(ran.returncode, 2, arguments)
            self.assertIn("cannot write", ran.stderr)


if __name__ == "__main__":
    unittest.main()
