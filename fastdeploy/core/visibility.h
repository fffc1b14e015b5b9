// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Marks what the shared library exports; everything else is hidden. (1.x's name.)
#define FASTDEPLOY_DECL __attribute__((visibility("default")))
