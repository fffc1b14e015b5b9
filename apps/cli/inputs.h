// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace fastdeploy::cli {

/// The images that the arguments stand for, in order of the arguments: a file itself, the images in
/// a folder (recognised by their extensions; not in its subfolders), or all files that match a
/// glob. The last two are sorted by name, byte-wise. A file need not exist: reading it fails later,
/// as an error of that image. Throws Error for a folder or glob without images.
std::vector<std::string> ExpandInputs(const std::vector<std::string>& arguments);

}  // namespace fastdeploy::cli
