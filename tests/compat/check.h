// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <source_location>
#include <stdexcept>
#include <string>

/// Throws if the condition does not hold.
inline void Check(bool condition, std::source_location place = std::source_location::current()) {
  if (condition) return;
  throw std::runtime_error(std::string(place.file_name()) + ":" + std::to_string(place.line()) +
                           ": the check failed");
}

/// A file in the folder of models.
inline std::string InModels(const std::string& path) {
  return std::string(std::getenv("FASTDEPLOY_MODELS")) + "/" + path;
}
