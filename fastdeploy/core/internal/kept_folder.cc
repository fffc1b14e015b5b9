// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/kept_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <system_error>
#include <vector>

#include "fastdeploy/core/internal/folder.h"
#include "fastdeploy/core/internal/manifest.h"
#include "fastdeploy/core/log.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;

/// After the name, while a folder is written. mkdtemp replaces the X.
constexpr std::string_view kUnfinished = ".XXXXXX";
constexpr size_t kDigest = 32;  // letters
/// What is not finished after this time was left by a process that was killed.
constexpr std::chrono::hours kLongest(1);

/// Removes a folder under another name first, so that nobody finds a part of it.
void RemoveWhole(const fs::path& folder) {
  std::error_code error;
  const fs::path removed = folder.string() + ".removed";
  fs::rename(folder, removed, error);
  fs::remove_all(error ? folder : removed, error);
}

/// A new folder beside the one that it becomes.
class Unfinished {
 public:
  explicit Unfinished(const fs::path& final) {
    std::string path = final.string() + std::string(kUnfinished);
    if (mkdtemp(path.data()) == nullptr) {
      throw fs::filesystem_error("cannot make a folder", path,
                                 std::error_code(errno, std::generic_category()));
    }
    path_ = path;
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished() {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  [[nodiscard]] const fs::path& Path() const { return path_; }

 private:
  fs::path path_;
};

/// Gives a folder its final name, in place of one that is damaged. One that is whole stays.
void Publish(const fs::path& made, const fs::path& final, const std::string& required) {
  std::error_code error;
  for (int tries = 0; tries < 100; ++tries) {  // others may do the same
    fs::rename(made, final, error);
    if (!error || MatchesManifest(final, required)) return;
    if (error != std::errc::directory_not_empty && error != std::errc::file_exists) break;
    RemoveWhole(final);
  }
  throw fs::filesystem_error("cannot rename a folder", made, final, error);
}

struct Found {
  fs::path path;
  uintmax_t bytes = 0;
  fs::file_time_type used;
};

uintmax_t BytesIn(const fs::path& folder) {
  uintmax_t bytes = 0;
  std::error_code error;
  for (const fs::directory_entry& file : EntriesOf(folder, &error)) {
    std::error_code gone;
    const uintmax_t size = file.file_size(gone);
    if (!gone) bytes += size;
  }
  return bytes;
}

/// The folders of a cache, as they were used: the last one first. Removes what was left unfinished.
std::vector<Found> FoldersOf(const fs::path& cache) {
  std::vector<Found> found;
  std::error_code error;
  for (const fs::directory_entry& entry : EntriesOf(cache, &error)) {
    const std::string name = entry.path().filename().string();
    const auto hexadecimal = std::min(name.find_first_not_of("0123456789abcdef"), name.size());
    std::error_code gone;
    if (hexadecimal != kDigest || !entry.is_directory(gone)) continue;
    const fs::file_time_type used = entry.last_write_time(gone);
    if (gone) continue;
    if (name.size() == kDigest) {
      found.push_back({.path = entry.path(), .bytes = BytesIn(entry.path()), .used = used});
    } else if (name[kDigest] == '.' && fs::file_time_type::clock::now() - used > kLongest) {
      fs::remove_all(entry.path(), gone);
    }
  }
  std::ranges::sort(found, std::greater(), &Found::used);
  return found;
}

}  // namespace

bool KeptFolder::IsWhole(const std::string& required) const {
  std::error_code error;
  if (!fs::exists(path_, error)) return false;
  if (!MatchesManifest(path_, required)) {
    if (!fs::exists(path_, error)) return false;  // just removed
    LogWarning(fmt::format("'{}' is damaged: it is written again", path_.string()));
    return false;
  }
  fs::last_write_time(path_, fs::file_time_type::clock::now(), error);
  return true;
}

void KeptFolder::Make(const std::string& required, uintmax_t most_bytes,
                      const std::function<void(const fs::path&)>& write) const {
  const Unfinished made(path_);
  write(made.Path());
  WriteManifest(made.Path());
  Publish(made.Path(), path_, required);
  uintmax_t bytes = 0;
  for (const Found& folder : FoldersOf(path_.parent_path())) {
    if (folder.path == path_) continue;
    bytes += folder.bytes;
    if (bytes > most_bytes) RemoveWhole(folder.path);
  }
}

}  // namespace fastdeploy
