// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "fastdeploy/vision/internal/yaml.h"

namespace fastdeploy::vision {

/// What is in a model's folder, for families to recognise their own.
struct ModelFolder {
  std::string path;
  std::optional<Yaml> config;  ///< the exporter's YAML, if there is one

  /// Whether there is a folder of this name in it.
  [[nodiscard]] bool Has(const std::string& folder) const;
  /// Whether the YAML has these keys.
  [[nodiscard]] bool HasKey(const std::string& key) const;
  [[nodiscard]] bool HasKey(const std::string& section, const std::string& key) const;
  /// The name of the operator in the YAML that turns outputs to results; "" if there is none.
  [[nodiscard]] std::string PostProcessName() const;
};

}  // namespace fastdeploy::vision
