// SPDX-License-Identifier: Apache-2.0
#include "apps/images/inputs.h"

#include <fmt/format.h>
#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "apps/images/images.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/folder.h"
#include "fastdeploy/core/internal/lowercase.h"

namespace fastdeploy::images {
namespace {

namespace fs = std::filesystem;

bool IsPicture(const fs::path& path) {
  static const std::set<std::string> endings = {".png",  ".jpg", ".jpeg", ".bmp",
                                                ".webp", ".tif", ".tiff", ".gif"};
  const std::string ending = Lowercase(path.extension().string());
  return endings.contains(ending) || (ending == ".pdf" && ReadsPdf());
}

/// A pipe or a device in a folder is no picture, though its name may look like one.
bool IsFile(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

/// Hidden files, among them the "._" files that macOS puts beside pictures, are left out, and so
/// are hidden folders and folders behind links.
void AddPicturesOf(const fs::path& folder, bool recursive, std::vector<std::string>* pictures) {
  std::error_code error;
  std::error_code of_entry;
  for (const fs::directory_entry& entry : EntriesOf(folder, &error)) {
    const fs::path& path = entry.path();
    if (path.filename().string().starts_with('.')) continue;
    if (IsPicture(path) && IsFile(path)) pictures->push_back(path.string());
    if (recursive && fs::is_directory(entry.symlink_status(of_entry))) {
      AddPicturesOf(path, recursive, pictures);
    }
  }
  if (error) {
    throw Error(ErrorKind::kNotFound,
                fmt::format("cannot read folder '{}': {}", folder.string(), error.message()));
  }
}

/// The files that match a glob, sorted by name.
std::vector<std::string> Matches(const std::string& pattern) {
  glob_t found = {};
  std::vector<std::string> matches;
  if (glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found) == 0) {
    matches.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  globfree(&found);
  std::erase_if(matches, [](const std::string& path) { return !IsFile(path); });
  std::sort(matches.begin(), matches.end());
  return matches;
}

}  // namespace

std::vector<std::string> PicturesIn(const std::string& folder, bool recursive) {
  std::vector<std::string> pictures;
  AddPicturesOf(folder, recursive, &pictures);
  std::sort(pictures.begin(), pictures.end());
  return pictures;
}

std::vector<std::string> ExpandInputs(const std::vector<std::string>& arguments, bool recursive) {
  std::vector<std::string> inputs;
  std::error_code error;
  for (const std::string& argument : arguments) {
    std::vector<std::string> found = {argument};
    const char* kind = "folder";
    if (fs::is_directory(argument, error)) {
      found = PicturesIn(argument, recursive);
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

}  // namespace fastdeploy::images
