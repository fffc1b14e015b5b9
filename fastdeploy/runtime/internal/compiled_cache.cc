// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/internal/compiled_cache.h"

#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/build_id.h"
#include "fastdeploy/core/internal/cache_folder.h"
#include "fastdeploy/core/internal/digest.h"
#include "fastdeploy/core/internal/mapped_file.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/internal/cpu.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;

/// "off", or the folder in place of that of the user's cache.
constexpr const char* kVariable = "FASTDEPLOY_COMPILED_CACHE";
/// The folder of the user's cache, or of RuntimeOption::cache_folder.
constexpr std::string_view kFolder = "compiled";
constexpr uintmax_t kMostBytes = uintmax_t{2} << 30;

std::string Variable() {
  const char* value = std::getenv(kVariable);
  return value == nullptr ? "" : value;
}

/// Whether files in the folder take memory instead of disk, or may change while they are mapped,
/// since other machines write there.
bool IsInMemoryOrRemote(const fs::path& folder) {
  // Those of SMB2 and CIFS are not in the system's header.
  constexpr std::array<uint32_t, 9> kTypes = {TMPFS_MAGIC,      RAMFS_MAGIC,     NFS_SUPER_MAGIC,
                                              SMB_SUPER_MAGIC,  0xFE534D42,      0xFF534D42,
                                              CEPH_SUPER_MAGIC, AFS_SUPER_MAGIC, V9FS_MAGIC};
  struct statfs info = {};
  if (statfs(folder.c_str(), &info) != 0) return false;
  return std::ranges::find(kTypes, static_cast<uint32_t>(info.f_type)) != kTypes.end();
}

/// The cache's folder. Throws Error if there is none.
fs::path Folder(const RuntimeOption& option) {
  if (!option.cache_folder.empty()) {
    return CacheFolder(kFolder, (fs::path(option.cache_folder) / kFolder).string());
  }
  if (const std::string chosen = Variable(); !chosen.empty()) return CacheFolder(kFolder, chosen);
  fs::path folder = CacheFolder(kFolder);
  if (!IsInMemoryOrRemote(folder)) return folder;
  throw Error(ErrorKind::kUnsupported,
              fmt::format("'{}' is on no disk of this machine; {} can name a folder",
                          folder.string(), kVariable));
}

bool IsOff(const ModelFile& model, const RuntimeOption& option) {
  const bool from_memory =
      model.model_path.empty() || (model.params_path.empty() && !model.params.empty());
  return !option.use_compiled_cache || from_memory || Variable() == "off";
}

std::string KeyOf(const ModelFile& model, std::initializer_list<std::string_view> depends) {
  std::vector<std::string_view> parts(depends);
  const std::string build = BuildId();
  if (build.empty()) throw Error(ErrorKind::kUnsupported, "the library was linked without an id");
  const std::string features = CpuFeatures();
  parts.insert(parts.end(), {build, features, model.model, model.params});
  std::vector<MappedFile> external;
  for (const std::string& path : model.external_files) {
    parts.push_back(external.emplace_back(path).Bytes());
  }
  return Digest(parts);
}

}  // namespace

std::optional<CompiledEntry> CompiledEntry::Of(const ModelFile& model, const RuntimeOption& option,
                                               std::initializer_list<std::string_view> depends) {
  if (IsOff(model, option)) return std::nullopt;
  try {
    return CompiledEntry(KeptFolder(Folder(option), KeyOf(model, depends)));
  } catch (const Error& error) {
    Warn(error.what());
    return std::nullopt;
  }
}

bool CompiledEntry::Make(const std::string& required,
                         const std::function<void(const fs::path&)>& write) const {
  try {
    folder_.Make(required, kMostBytes, write);
    return true;
  } catch (const Error& error) {
    Warn(error.what());
  } catch (const fs::filesystem_error& error) {
    Warn(error.what());
  }
  return false;
}

void CompiledEntry::Warn(const std::string& reason) {
  static std::atomic_flag warned;
  if (!warned.test_and_set()) LogWarning("compiled models are not kept: " + reason);
}

}  // namespace fastdeploy
