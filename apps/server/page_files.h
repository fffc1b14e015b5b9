// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace fastdeploy::server {

/// The names and contents of the files in page/, which the program contains.
std::vector<std::pair<std::string_view, std::string_view>> PageFiles();

}  // namespace fastdeploy::server
