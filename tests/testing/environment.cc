// SPDX-License-Identifier: Apache-2.0
#include "tests/testing/environment.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace fastdeploy::testing {

namespace fs = std::filesystem;

WithVariable::WithVariable(const char* name, const char* value) : name_(name) {
  if (const char* before = std::getenv(name)) before_ = before;
  value == nullptr ? unsetenv(name) : setenv(name, value, 1);
}

WithVariable::~WithVariable() { before_ ? setenv(name_, before_->c_str(), 1) : unsetenv(name_); }

std::vector<std::string> CompiledCache::Entries() const {
  std::vector<std::string> entries;
  if (!fs::exists(Path())) return entries;
  for (const auto& entry : fs::directory_iterator(Path())) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace fastdeploy::testing
