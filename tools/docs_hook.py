# SPDX-License-Identifier: Apache-2.0
"""MkDocs' hook: pages that lie elsewhere in the repository, and links to its other files."""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files, InclusionLevel

ROOT = Path(__file__).resolve().parents[1]
# Where in the site the pages are that do not lie in docs/.
PAGES = {
    "README.md": "getting-started.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security.md",
    "models/README.md": "models.md",
    "tests/golden/README.md": "golden.md",
    "tutorials/multi_thread/README.md": "tutorial.md",
}
PLACES = {page: source for source, page in PAGES.items()}
LINK = re.compile(r"(!?)\[((?:[^\[\]]|!\[[^\]]*\]\([^)]*\))*)\]\((?!\w+:|#)([^)#\s]+)(#[^)]*)?\)")


def on_files(files: Files, config: Any) -> Files:
    """Adds the pages, and the files of the repository to which pages have links."""
    for source, page in PAGES.items():
        files.append(File.generated(config, page, abs_src_path=str(ROOT / source)))
    linked = {
        target
        for page in files.documentation_pages()
        for target in _targets(Path(str(page.abs_src_path)).read_text("utf-8"), page.src_uri)
        if (ROOT / target).is_file() and target not in PAGES and not target.startswith("docs/")
    }
    for target in sorted(linked):
        file = File.generated(config, f"files/{target}", abs_src_path=str(ROOT / target))
        file.inclusion = InclusionLevel.NOT_IN_NAV
        files.append(file)
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Points links at the site. A link to a folder becomes its text: a site has no folders."""

    def point(link: re.Match[str]) -> str:
        image, text, target, anchor = link.groups()
        path = _repository_path(target, page.file.src_uri)
        if (ROOT / path).is_dir():
            return str(text)
        if not (ROOT / path).exists():
            return link.group()  # MkDocs complains
        place = PAGES.get(path) or (path[5:] if path.startswith("docs/") else f"files/{path}")
        start = posixpath.dirname(page.file.src_uri) or "."
        return f"{image}[{text}]({posixpath.relpath(place, start)}{anchor or ''})"

    return LINK.sub(point, markdown)


def _targets(markdown: str, page: str) -> list[str]:
    return [_repository_path(link.group(3), page) for link in LINK.finditer(markdown)]


def _repository_path(target: str, page: str) -> str:
    """What a link on a page of the site leads to, as a path in the repository."""
    source = PLACES.get(page, f"docs/{page}")
    return os.path.normpath(posixpath.join(posixpath.dirname(source), target))
