# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Formatting and static analysis. Sourced by ./dev.

LINT_PACKAGES=(clang-format clang-tidy shellcheck)

lint() {
  setup
  need "${LINT_PACKAGES[@]}"
  build dev >&2
  say "clang-format"
  git ls-files -co --exclude-standard '*.cc' '*.h' | xargs clang-format --dry-run -Werror
  say "shellcheck"
  shellcheck --external-sources dev .ci/run tools/release tools/*.sh
  say "ruff"
  "$VENV/bin/ruff" check --quiet .
  "$VENV/bin/ruff" format --check --quiet .
  say "links of the documentation"
  check_docs
  say "clang-tidy"
  python3 tools/tidy.py build/dev clang-tidy
}
