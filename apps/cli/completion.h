// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace fastdeploy::cli {

/// A script that completes the commands of `app`, their options and the names of `models`, for bash
/// or zsh.
std::string CompletionScript(const CLI::App& app, const std::vector<std::string>& models,
                             const std::string& shell);

}  // namespace fastdeploy::cli
