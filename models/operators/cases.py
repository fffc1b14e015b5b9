# SPDX-License-Identifier: Apache-2.0
"""All cases, in their order."""

import cases_choosing  # noqa: F401
import cases_control  # noqa: F401
import cases_detection  # noqa: F401
import cases_layers  # noqa: F401
import cases_math  # noqa: F401
import cases_networks  # noqa: F401
import cases_quantization  # noqa: F401
import cases_resize  # noqa: F401
import cases_shapes  # noqa: F401
