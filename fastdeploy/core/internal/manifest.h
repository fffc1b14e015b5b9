// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace fastdeploy {

// A folder of files that are of use only together and unchanged. Its manifest, manifest.json, is
// written last and has the digest of every other file.

/// Throws Error.
void WriteManifest(const std::filesystem::path& folder);

/// Whether the folder has all files that its manifest names, unchanged, and `required` is among
/// them. Never throws because of what the folder contains.
bool MatchesManifest(const std::filesystem::path& folder, const std::string& required);

}  // namespace fastdeploy
