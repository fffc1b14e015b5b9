// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/models.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "apps/cli/output.h"
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

}  // namespace

std::string ModelsFolder() {
  if (std::string folder = Environment("FASTDEPLOY_MODELS"); !folder.empty()) return folder;
  const std::string cache = Environment("XDG_CACHE_HOME");
  const fs::path base = cache.empty() ? fs::path(Environment("HOME")) / ".cache" : fs::path(cache);
  return (base / "fastdeploy" / "models").string();
}

std::string ResolveModel(const std::string& name) {
  if (IsFolder(name)) return name;
  const fs::path fetched = fs::path(ModelsFolder()) / name;
  if (!name.empty() && IsFolder(fetched)) return fetched.string();
  const auto known = KnownModels();
  const bool fetchable =
      std::any_of(known.begin(), known.end(), [&](const auto& row) { return row.name == name; });
  throw Error(ErrorKind::kNotFound,
              fmt::format("model '{}' is neither a folder nor in {}: {}", name, ModelsFolder(),
                          fetchable ? fmt::format("fetch it with ./dev models {}", name)
                                    : "`fastdeploy models` lists the models that can be fetched"));
}

void ListModels() {
  Print(fmt::format("models in {}:\n", ModelsFolder()));
  for (const KnownModel& row : KnownModels()) {
    const bool here = IsFolder(fs::path(ModelsFolder()) / row.name);
    Print(fmt::format("  {:16} {:4} {}\n", row.name, here ? "here" : "-", row.description));
  }
  Print(fmt::format("to fetch a model: ./dev models NAME\n"));
}

}  // namespace fastdeploy::cli
