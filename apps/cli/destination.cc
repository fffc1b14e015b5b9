// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/destination.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>
#include <vector>

#include "apps/cli/report.h"
#include "apps/images/inputs.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::cli {
namespace {

namespace fs = std::filesystem;

bool IsFolder(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

/// The formats that a file with this ending may have, the first of which is the one that is meant.
std::vector<std::string> FormatsOf(const fs::path& ending) {
  if (ending == ".jsonl") return {kJson};
  if (ending == ".md") return {kMarkdown};
  if (ending == ".txt") return {kText, kPlain};
  return {};
}

}  // namespace

const char* EndingOf(const std::string& format) {
  if (format == kJson) return ".json";
  return format == kMarkdown ? ".md" : ".txt";
}

Destination DestinationOf(const std::string& output, const std::string& format) {
  const std::string chosen = format.empty() ? kText : format;
  if (output.empty()) return {.format = chosen, .file = "", .folder = ""};
  const fs::path ending = fs::path(output).extension();
  if (IsFolder(output) || ending.empty()) return {.format = chosen, .file = "", .folder = output};
  const std::vector<std::string> formats = FormatsOf(ending);
  if (formats.empty()) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("--output: expected a folder, or a file that ends with .jsonl, .md or "
                            ".txt; found '{}'",
                            output));
  }
  const bool fits = std::find(formats.begin(), formats.end(), format) != formats.end();
  if (!format.empty() && !fits) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("--output: a file of the format {} ends with {}; found '{}'", format,
                            format == kJson ? ".jsonl" : EndingOf(format), output));
  }
  return {.format = format.empty() ? formats.front() : format, .file = output, .folder = ""};
}

std::vector<std::string> TrimapsOf(const std::vector<std::string>& images,
                                   const std::string& trimap) {
  if (!IsFolder(trimap)) return std::vector<std::string>(images.size(), trimap);
  std::map<std::string, std::vector<std::string>> by_stem;
  for (const std::string& picture : images::PicturesIn(trimap)) {
    by_stem[fs::path(picture).stem().string()].push_back(picture);
  }
  std::vector<std::string> trimaps;
  for (const std::string& image : images) {
    const std::string stem = fs::path(image).stem().string();
    const std::vector<std::string>& found = by_stem[stem];
    if (found.size() != 1) {
      throw Error(ErrorKind::kNotFound,
                  fmt::format("--trimap: '{}' has {} pictures named '{}': expected one for '{}'",
                              trimap, found.size(), stem, image));
    }
    trimaps.push_back(found.front());
  }
  return trimaps;
}

}  // namespace fastdeploy::cli
