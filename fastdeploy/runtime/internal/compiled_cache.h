// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "fastdeploy/core/internal/kept_folder.h"

namespace fastdeploy {

struct ModelFile;
struct RuntimeOption;

/// Where a backend keeps what it has made of a model, so that it need not be made again: a folder
/// in the cache of compiled models. What cannot be kept or read is no error: the model is made
/// again. A warning says so once. Thread-safe.
class CompiledEntry {
 public:
  /// The entry of a model. `depends` is what the result depends on besides the model, the CPU and
  /// this build of the library: the backend, its version, and all settings that it uses.
  ///
  /// None if nothing is to be kept: the option or the environment variable
  /// FASTDEPLOY_COMPILED_CACHE turns the cache off, there is no folder for it, or the model comes
  /// from memory: it may have been decrypted, and must not reach a disk then.
  static std::optional<CompiledEntry> Of(const ModelFile& model, const RuntimeOption& option,
                                         std::initializer_list<std::string_view> depends);

  /// Whether the entry is there, whole, with this file.
  [[nodiscard]] bool Has(const std::string& file) const { return folder_.IsWhole(file); }
  [[nodiscard]] std::filesystem::path File(const std::string& name) const {
    return folder_.Path() / name;
  }

  /// Makes the entry of the files that `write` puts into the folder that it is given, `required`
  /// among them. False if they cannot be written: for an Error or filesystem_error. Throws what
  /// else `write` throws.
  [[nodiscard]] bool Make(const std::string& required,
                          const std::function<void(const std::filesystem::path&)>& write) const;

  /// Warns that compiled models are not kept, unless that was said before.
  static void Warn(const std::string& reason);

 private:
  explicit CompiledEntry(KeptFolder folder) : folder_(std::move(folder)) {}

  KeptFolder folder_;
};

}  // namespace fastdeploy
