// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>

#include "apps/cli/run.h"

namespace fastdeploy::cli {

/// Adds the command that serves models over HTTP. `result`: its exit code.
void AddServe(CLI::App* app, ExitCode* result);

}  // namespace fastdeploy::cli
