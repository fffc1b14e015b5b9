// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/save.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <set>

#include "apps/images/png.h"
#include "apps/images/source.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/write_file.h"

namespace fastdeploy::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPage = "_page";

/// The same path for all ways to write it.
fs::path Canonical(const fs::path& path) {
  std::error_code error;
  const fs::path canonical = fs::weakly_canonical(path, error);
  return error ? path.lexically_normal() : canonical;
}

}  // namespace

std::vector<std::string> SavedPaths(const std::vector<std::string>& images,
                                    const std::string& folder, const std::string& command,
                                    const std::string& ending) {
  std::set<std::string> taken;
  for (const std::string& image : images) taken.insert(Canonical(image).string());
  const fs::path base = Canonical(folder);
  // Whether a file is taken, or perhaps one of its pages: "a_ocr_page..." comes after "a_ocr".
  const auto is_taken = [&](const std::string& name) {
    const std::string path = (base / name).string();
    const auto next = taken.lower_bound(path + kPage);
    return taken.contains(path + ending) ||
           (next != taken.end() && next->starts_with(path + kPage));
  };
  std::map<std::string, int> numbers;
  std::vector<std::string> paths;
  for (const std::string& image : images) {
    const std::string stem =
        images::IsStandardInput(image) ? "stdin" : fs::path(image).stem().string();
    std::string name;
    do {
      const int number = ++numbers[stem];
      name = fmt::format("{}{}_{}", stem, number == 1 ? "" : fmt::format("_{}", number), command);
    } while (is_taken(name));
    taken.insert((base / (name + ending)).string());
    paths.push_back((fs::path(folder) / (name + ending)).string());
  }
  return paths;
}

std::string PagePath(const std::string& drawing, size_t page) {
  fs::path path(drawing);
  path.replace_filename(
      fmt::format("{}{}{}{}", path.stem().string(), kPage, page, path.extension().string()));
  return path.string();
}

void SavePng(const std::string& path, const cv::Mat& image) {
  std::string file;
  try {
    file = images::EncodePng(image);
  } catch (const Error&) {
    throw Error(
        ErrorKind::kRuntime,
        fmt::format("cannot write '{}': a drawing of {} x {} pixels cannot be encoded as PNG", path,
                    image.cols, image.rows));
  }
  WriteFile(path, file);
}

}  // namespace fastdeploy::cli
