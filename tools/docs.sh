# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# The documentation as a site. Sourced by ./dev.

DOCS=build/docs
export NO_MKDOCS_2_WARNING=1 # a notice about the tool's future

# Builds the site. A link that leads nowhere is an error.
docs() {
  setup
  need doxygen
  [ -x "$INSTALLED/bin/fastdeploy" ] || wheel
  venv "$DOCS" docs lint # ruff breaks the lines of signatures
  say "building the site"
  FASTDEPLOY_DOCS_PACKAGES=$("$INSTALLED/bin/python" -c 'import sysconfig; print(sysconfig.get_path("platlib"))') \
    "$DOCS/bin/mkdocs" build --strict
  mkdir -p build/site/api/cpp
  doxygen tools/Doxyfile
  say "build/site/index.html"
}

# The same without the pages of the API, which need the built package.
check_docs() {
  venv "$DOCS" docs lint # ruff breaks the lines of signatures
  FASTDEPLOY_DOCS_API=false "$DOCS/bin/mkdocs" build --strict --site-dir build/site-check
}
