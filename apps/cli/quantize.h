// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>

#include "apps/cli/run.h"

namespace fastdeploy::cli {

/// Adds the command that makes an 8-bit copy of a model, which is the Python package's work:
/// python/fastdeploy/quantization.py. Sets `result` to its exit code.
void AddQuantize(CLI::App* app, ExitCode* result);

}  // namespace fastdeploy::cli
