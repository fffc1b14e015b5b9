// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "fastdeploy/vision/internal/yaml.h"

namespace fastdeploy::vision {

/// The contents of a model folder, by which families recognise their models.
struct ModelFolder {
  std::string path;
  std::optional<Yaml> config;  ///< the exporter's YAML, if there is one

  /// Whether it contains a folder with this name.
  [[nodiscard]] bool Has(const std::string& folder) const;
  /// Whether the YAML has these keys.
  [[nodiscard]] bool HasKey(const std::string& key) const;
  [[nodiscard]] bool HasKey(const std::string& section, const std::string& key) const;
  /// Whether the YAML is PaddleX 1's or 2's, of a model for this task (see PaddleXTask).
  [[nodiscard]] bool IsPaddleX(const std::string& task) const;
  /// The YAML's name for the operator that turns outputs into results; "" if there is none.
  [[nodiscard]] std::string PostProcessName() const;
};

}  // namespace fastdeploy::vision
