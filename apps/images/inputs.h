// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace fastdeploy::images {

/// The images in a folder: regular files, recognised by their extensions (PDF if it can
/// be read); no hidden ones; sorted by
/// name, byte-wise. With `recursive`, in its folders, too. Throws Error for a folder that cannot be
/// read.
std::vector<std::string> PicturesIn(const std::string& folder, bool recursive = false);

/// The images that the arguments stand for, in order of the arguments: a file itself, the images in
/// a folder, or all files that match a glob, sorted by name. A file need not exist: reading it
/// fails later, as an error of that image. "-", standard input, is kept. Throws Error for a folder
/// or glob without images, and for a folder that cannot be read.
std::vector<std::string> ExpandInputs(const std::vector<std::string>& arguments,
                                      bool recursive = false);

}  // namespace fastdeploy::images
