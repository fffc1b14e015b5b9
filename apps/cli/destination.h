// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace fastdeploy::cli {

/// Where results go, and in which format.
struct Destination {
  std::string format;
  std::string file;    ///< for all results; empty: standard output
  std::string folder;  ///< for a file of each image; empty: there is none
};

/// What --output and --format mean. `output`: "": standard output; a file, which ends with .jsonl,
/// .md or .txt; else a folder. `format`: "": that of the file, else text. Throws Error
/// (kInvalidArgument) for a file of another format, and for one that ends with something else.
Destination DestinationOf(const std::string& output, const std::string& format);

/// The ending of the file of one image: ".json" for "json".
const char* EndingOf(const std::string& format);

/// The trimap of each image: `trimap` itself or, if it is a folder, the picture in it with the stem
/// of the image's name. Throws Error (kNotFound) if the folder has none or several.
std::vector<std::string> TrimapsOf(const std::vector<std::string>& images,
                                   const std::string& trimap);

}  // namespace fastdeploy::cli
