// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/inputs.h"

#include <fmt/format.h>
#include <glob.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>

#include "fastdeploy/core/error.h"

namespace fastdeploy::cli {
namespace {

namespace fs = std::filesystem;

bool IsPicture(const fs::path& path) {
  static const std::set<std::string> endings = {".png",  ".jpg", ".jpeg", ".bmp",
                                                ".webp", ".tif", ".tiff"};
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return endings.contains(ending);
}

std::vector<std::string> PicturesOf(const std::string& folder) {
  std::error_code error;
  std::vector<std::string> pictures;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    std::error_code broken_link;
    if (IsPicture(entry.path()) && !entry.is_directory(broken_link)) {
      pictures.push_back(entry.path().string());
    }
  }
  if (error) {
    throw Error(ErrorKind::kNotFound,
                fmt::format("cannot read folder '{}': {}", folder, error.message()));
  }
  std::sort(pictures.begin(), pictures.end());
  return pictures;
}

/// The files that match a glob, sorted by name.
std::vector<std::string> Matches(const std::string& pattern) {
  glob_t found = {};
  std::vector<std::string> matches;
  if (glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found) == 0) {
    matches.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  globfree(&found);
  std::error_code error;
  std::erase_if(matches, [&](const std::string& path) { return fs::is_directory(path, error); });
  std::sort(matches.begin(), matches.end());
  return matches;
}

}  // namespace

std::vector<std::string> ExpandInputs(const std::vector<std::string>& arguments) {
  std::vector<std::string> inputs;
  std::error_code error;
  for (const std::string& argument : arguments) {
    std::vector<std::string> found = {argument};
    const char* kind = "folder";
    if (fs::is_directory(argument, error)) {
      found = PicturesOf(argument);
    } else if (!fs::exists(argument, error) && argument.find_first_of("*?[") != std::string::npos) {
      found = Matches(argument);
      kind = "pattern";
    }
    if (found.empty()) {
      throw Error(ErrorKind::kNotFound, fmt::format("no images in {} '{}'", kind, argument));
    }
    inputs.insert(inputs.end(), found.begin(), found.end());
  }
  return inputs;
}

}  // namespace fastdeploy::cli
