// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <system_error>
#include <vector>

namespace fastdeploy {

// What std::filesystem does by throwing its own exceptions, here with an Error or an error code.

/// What a folder holds, in no certain order. `error` says why it is not all.
std::vector<std::filesystem::directory_entry> EntriesOf(const std::filesystem::path& folder,
                                                        std::error_code* error);

/// Throws Error (kNotFound) if the current folder does not exist any more.
std::filesystem::path AbsolutePath(const std::filesystem::path& path);

}  // namespace fastdeploy
