# SPDX-License-Identifier: Apache-2.0
"""docs/operators.md is what page.py makes of the cases and of the table of what is refused."""

import page


def test_page_is_current() -> None:
    assert page.PAGE.read_text("utf-8") == page.page()
