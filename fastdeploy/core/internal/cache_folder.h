// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace fastdeploy {

/// A folder for files that can be made again at any time: `chosen`, or, if that is empty, the
/// folder `name` in the user's cache, which is $XDG_CACHE_HOME/fastdeploy or ~/.cache/fastdeploy;
/// or, where that cannot be used, a folder among the system's temporary files. The user's cache has
/// to belong to the user, and not everyone may write to it. Creates what does not exist. Throws
/// Error with the path and the reason.
std::filesystem::path CacheFolder(std::string_view name, const std::string& chosen = "");

}  // namespace fastdeploy
