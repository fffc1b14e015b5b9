// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace fastdeploy::cli {

/// The images that arguments name: files as they are, the pictures of a folder (not of those below
/// it) and the matches of a glob by name. A file need not exist: that is an error of that image.
/// Throws Error for a folder or glob without pictures.
std::vector<std::string> ExpandInputs(const std::vector<std::string>& arguments);

}  // namespace fastdeploy::cli
