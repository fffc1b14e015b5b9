// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace fastdeploy {

/// A folder in a cache, with a manifest: made once, and read by whoever needs it later, also in
/// other processes. Its name is a digest of all that its files depend on. Other folders and files
/// that lie in the cache are left alone. Thread-safe.
class KeptFolder {
 public:
  KeptFolder(const std::filesystem::path& cache, const std::string& digest)
      : path_(cache / digest) {}

  [[nodiscard]] const std::filesystem::path& Path() const { return path_; }

  /// Whether it is there, whole, with a file `required`; if so, notes that it is used now. Warns of
  /// damage.
  [[nodiscard]] bool IsWhole(const std::string& required) const;

  /// Makes the folder of the files that `write` puts into the one that it is given. It appears
  /// under its name when all of it is written. Whoever makes the same one at the same time does not
  /// disturb: one of them stays. Then removes folders of the cache, those first whose last use is
  /// longest ago, until no more than `most_bytes` are left beside this one. Throws
  /// std::filesystem::filesystem_error, Error, and what `write` throws.
  void Make(const std::string& required, uintmax_t most_bytes,
            const std::function<void(const std::filesystem::path&)>& write) const;

 private:
  std::filesystem::path path_;
};

}  // namespace fastdeploy
