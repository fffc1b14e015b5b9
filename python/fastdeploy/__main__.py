# SPDX-License-Identifier: Apache-2.0
"""`python -m fastdeploy`: the `fastdeploy` command."""

from ._command import main

main()
