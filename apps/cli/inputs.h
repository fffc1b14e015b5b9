// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace fastdeploy::cli {

/// The images that arguments name, in their order: files as they are, the pictures of a folder (by
/// their endings, not of folders below it) and all files that match a glob, both by name,
/// byte-wise. A file need not exist: that is an error of that image. Throws Error for a folder or
/// glob without any.
std::vector<std::string> ExpandInputs(const std::vector<std::string>& arguments);

}  // namespace fastdeploy::cli
