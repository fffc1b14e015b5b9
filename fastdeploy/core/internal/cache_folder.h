// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace fastdeploy {

/// A folder for files that can be made again at any time: `chosen`, or, if that is empty, the
/// folder `name` in $XDG_CACHE_HOME/fastdeploy (else ~/.cache/fastdeploy; without a home, a folder
/// of the user's in the system's folder for temporary files). It is created if it does not exist.
/// Throws Error that names it.
std::filesystem::path CacheFolder(std::string_view name, const std::string& chosen = "");

}  // namespace fastdeploy
