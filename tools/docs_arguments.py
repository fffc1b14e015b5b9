# SPDX-License-Identifier: Apache-2.0
"""Griffe's extension: lines `name: text` about arguments in docstrings become lists."""

from __future__ import annotations

import re
from typing import Any

import griffe

LINE = re.compile(r"^(\w+(?:, \w+)*): (.*)$")


class ArgumentLists(griffe.Extension):
    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        function = obj.members.get("__init__") if obj.is_class else obj
        if obj.docstring is not None and isinstance(function, griffe.Function):
            arguments = {parameter.name for parameter in function.parameters}
            obj.docstring.value = with_lists(obj.docstring.value, arguments)


def with_lists(text: str, arguments: set[str]) -> str:
    lines: list[str] = []
    for line in text.splitlines():
        found = LINE.match(line)
        if found and arguments.issuperset(found.group(1).split(", ")):
            if lines and lines[-1] and not lines[-1].startswith(("- ", "    ")):
                lines.append("")
            line = f"- `{found.group(1)}`: {found.group(2)}"
        lines.append(line)
    return "\n".join(lines)
