// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/testing/testing.h"

namespace fastdeploy::testing {

/// Sets an environment variable (or, with null, removes it) for as long as the object lives.
class WithVariable {
 public:
  WithVariable(const char* name, const char* value);
  WithVariable(const char* name, const std::string& value) : WithVariable(name, value.c_str()) {}
  WithVariable(const WithVariable&) = delete;
  WithVariable& operator=(const WithVariable&) = delete;
  ~WithVariable();

 private:
  const char* name_;
  std::optional<std::string> before_;
};

/// Turns the cache of compiled models on, in a temporary folder: it is off in tests, so that they
/// do not depend on what ran before, unless ./dev test names a folder.
class CompiledCache {
 public:
  [[nodiscard]] std::string Path() const { return folder_.Path("compiled"); }
  /// The paths of the models in it.
  [[nodiscard]] std::vector<std::string> Entries() const;

 private:
  TemporaryFolder folder_;
  WithVariable variable_ = {"FASTDEPLOY_COMPILED_CACHE", Path()};
};

}  // namespace fastdeploy::testing
