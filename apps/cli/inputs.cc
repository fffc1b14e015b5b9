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

std::vector<std::string> PicturesOf(const fs::path& folder) {
  std::vector<std::string> pictures;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.is_directory() && IsPicture(entry.path())) pictures.push_back(entry.path().string());
  }
  std::sort(pictures.begin(), pictures.end());
  return pictures;
}

std::vector<std::string> Matches(const std::string& pattern) {
  glob_t found = {};
  std::vector<std::string> matches;
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    matches.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  globfree(&found);
  return matches;
}

}  // namespace

std::vector<std::string> ExpandInputs(const std::vector<std::string>& arguments) {
  std::vector<std::string> inputs;
  for (const std::string& argument : arguments) {
    std::vector<std::string> found = {argument};
    if (fs::is_directory(argument)) {
      found = PicturesOf(argument);
    } else if (!fs::exists(argument) && argument.find_first_of("*?[") != std::string::npos) {
      found = Matches(argument);
    }
    if (found.empty()) {
      throw Error(ErrorKind::kNotFound, fmt::format("'{}' holds no pictures", argument));
    }
    inputs.insert(inputs.end(), found.begin(), found.end());
  }
  return inputs;
}

}  // namespace fastdeploy::cli
