// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/internal/find_dictionary.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "fastdeploy/core/internal/folder.h"
#include "fastdeploy/vision/ocr/internal/dialect.h"

namespace fastdeploy::vision::ocr {
namespace {

/// The only .txt file in a folder, or "". Throws Error if there is more than one.
std::string FindDictionaryFile(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code ignored;
  for (const auto& entry : EntriesOf(folder, &ignored)) {
    const std::filesystem::path& path = entry.path();
    if (path.filename().string().starts_with('.')) continue;  // "._keys.txt" of macOS
    if (path.extension() == ".txt") found.push_back(path.string());
  }
  if (found.size() > 1) {
    std::ranges::sort(found);
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("model folder '{}' holds more than one dictionary: {}, {}", folder,
                            found[0], found[1]));
  }
  return found.empty() ? "" : found.front();
}

}  // namespace

Dictionary FindDictionary(const ModelFiles& files, const ModelFile& model,
                          const std::optional<Yaml>& yaml, const Dictionary* fallback) {
  if (!files.labels.empty()) return Dictionary::FromFile(files.labels);
  const auto metadata = ReadMetadata(model);
  if (const auto found = metadata.find("character"); found != metadata.end()) {
    return Dictionary::FromLines(found->second, model.Name());
  }
  if (yaml) {
    std::vector<std::string> characters = ReadCharacters(*yaml);
    if (!characters.empty()) return {std::move(characters), files.config};
  }
  const std::string file = files.folder.empty() ? "" : FindDictionaryFile(files.folder);
  if (!file.empty()) return Dictionary::FromFile(file);
  if (fallback != nullptr) return *fallback;
  throw Error(
      ErrorKind::kInvalidArgument,
      fmt::format("{} has no character dictionary: none was given, neither its metadata nor an "
                  "inference.yml beside it contains one, and its folder has no .txt",
                  model.Name()));
}

}  // namespace fastdeploy::vision::ocr
