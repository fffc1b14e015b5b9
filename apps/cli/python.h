// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace fastdeploy::cli {

/// Whether there is a Python that has the package: the package says so in $FASTDEPLOY_PYTHON.
bool HasPython();

/// Runs the function main() of a module of the Python package with these arguments, and returns the
/// exit code; -1: it was killed. It reads nothing, and writes to standard error only, unless
/// `prints`. Throws Error (kRuntime) if that Python cannot be started.
int RunPython(const std::string& module, const std::vector<std::string>& arguments, bool prints);

}  // namespace fastdeploy::cli
