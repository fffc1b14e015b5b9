# SPDX-License-Identifier: Apache-2.0
"""Writes docs/operators.md from the cases and from what the library refuses of them.

    python models/operators/page.py [--check]

Needs only Python. --check writes nothing, and fails if the page would change. The table of what is
refused is made by tests/operators_test.cc:

    FASTDEPLOY_REFUSED=tests/golden/operators/refused.json model_test --gtest_filter='*Operators*'
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict

import golden

PAGE = golden.FOLDER.parents[2] / "docs" / "operators.md"
FORMATS = {"pdmodel": "`.pdmodel`", "pir": "`inference.json`"}
BACKENDS = {"openvino": "OpenVINO", "onnxruntime": "ONNX Runtime"}
PLACES = [f"{form} {backend}" for form in FORMATS for backend in BACKENDS]
INTRODUCTION = """\
# Operators

What the library runs of Paddle's operators, each in the variants that exports of vision models may
have. Every variant is a small model, exported by Paddle {pdmodel} as `.pdmodel` and by Paddle {pir} as
`inference.json`, and run with a second size of the input where dimensions are open. A test compares
the results of both backends with Paddle's own: **right** means equal, to 1e-5 + 1e-4 of the value;
anything else is **refused** when the model is loaded, with an error that names the operator. A wrong
result fails the test. A model can still fail for variants that are not listed here.

`models/operators/page.py` makes this page; do not edit it. Of {cases} models,
{right}.

- **yes**: right, from both formats, on both backends
- **no**: refused by both backends
- otherwise, where it is refused: `.pdmodel` or `inference.json`, OpenVINO or ONNX Runtime
- a variant that one format cannot have is marked (`.pdmodel` only)

"""


def answer(case: dict, refused: dict, name: str) -> str:
    """The table's cell of a case."""
    places = [place for place in PLACES if place.split()[0] in case]
    bad = [place for place in places if name in refused.get(place, {})]
    only = [text for form, text in FORMATS.items() if form in case]
    mark = f" ({only[0]} only)" if len(only) == 1 else ""
    if not bad:
        return "yes" + mark
    if len(bad) == len(places):
        return "**no**" + mark
    texts = []
    for form, text in FORMATS.items():
        backends = [label for key, label in BACKENDS.items() if f"{form} {key}" in bad]
        if len(backends) == len(BACKENDS):
            texts.append(text)
        elif backends:
            texts.append(f"{text} on {backends[0]}")
    return "**not** " + ", ".join(texts) + mark


def order(row: tuple[str, list[str]]) -> tuple[bool, bool, str]:
    """Rows of an operator: first what runs, from both formats before one."""
    return not row[0].startswith("yes"), row[0] != "yes", row[0]


def page() -> str:
    """The whole page."""
    whole = golden.read()
    refused = json.loads(golden.REFUSED.read_text("utf-8"))
    models = [
        (name, form) for name, case in whole["cases"].items() for form in FORMATS if form in case
    ]
    right = ", ".join(
        f"{sum(name not in refused.get(f'{form} {key}', {}) for name, form in models)} are right on {label}"
        for key, label in BACKENDS.items()
    )
    versions = {form: text.split()[-1] for form, text in whole["reference"].items()}
    lines = [INTRODUCTION.format(**versions, cases=len(models), right=right)]
    rows: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, case in whole["cases"].items():
        rows[case["operator"]][answer(case, refused, name)].append(case["variant"] or "plain")
    lines.append("| operator | runs | variants |\n|---|---|---|\n")
    for operator in sorted(rows, key=str.lower):
        for number, (text, variants) in enumerate(sorted(rows[operator].items(), key=order)):
            lines.append(
                f"| {f'`{operator}`' if not number else ''} | {text} | {'; '.join(variants)} |\n"
            )
    return "".join(lines)


def main() -> int:
    """Writes or checks the page."""
    text = page()
    if "--check" in sys.argv:
        current = PAGE.exists() and PAGE.read_text("utf-8") == text
        if not current:
            print("docs/operators.md is not current: run models/operators/page.py", file=sys.stderr)
        return 0 if current else 1
    PAGE.write_text(text, "utf-8")
    print(f"{PAGE.name}: {text.count(chr(10))} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
