// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/models.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "apps/cli/fetch.h"
#include "apps/cli/output.h"
#include "apps/cli/suggest.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::cli {
namespace {

namespace fs = std::filesystem;

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool IsFolder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

/// The folder of a model that was fetched, or that the package fastdeploy-vision-models has, of
/// which the Python package tells; "": there is none.
std::string FolderOf(const std::string& name) {
  for (const std::string& place : {ModelsFolder(), Environment("FASTDEPLOY_PACKED_MODELS")}) {
    const fs::path folder = fs::path(place) / name;
    if (!place.empty() && !name.empty() && IsFolder(folder)) return folder.string();
  }
  return "";
}

}  // namespace

std::string ModelsFolder() {
  if (std::string folder = Environment("FASTDEPLOY_MODELS"); !folder.empty()) return folder;
  const std::string cache = Environment("XDG_CACHE_HOME");
  const fs::path base = cache.empty() ? fs::path(Environment("HOME")) / ".cache" : fs::path(cache);
  return (base / "fastdeploy" / "models").string();
}

std::string ResolveModel(const std::string& name) {
  if (IsFolder(name)) return name;
  if (std::string found = FolderOf(name); !found.empty()) return found;
  std::vector<std::string> known;
  for (const KnownModel& row : KnownModels()) known.push_back(row.name);
  const std::string place =
      fmt::format("there is no folder '{}' and none in {}", name, ModelsFolder());
  if (std::find(known.begin(), known.end(), name) == known.end()) {
    throw Error(ErrorKind::kNotFound, fmt::format("{}: {}", place, Unknown("model", name, known)));
  }
  try {
    FetchModel(name);
  } catch (const Error& error) {
    throw error.Within(place);
  }
  return FolderOf(name);
}

void ListModels() {
  Print(fmt::format("models in {}:\n", ModelsFolder()));
  for (const KnownModel& row : KnownModels()) {
    const char* here = FolderOf(row.name).empty() ? "-" : "here";
    Print(fmt::format("  {:16} {:4} {}\n", row.name, here, row.description));
  }
  Print("to fetch one: fastdeploy models fetch NAME\n");
}

}  // namespace fastdeploy::cli
