// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <string>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision {

/// A node of an exporter's YAML file together with its place in the file, which all errors name:
/// "cls.yml: PreProcess: transform_ops[1]: CropImage: size: ...".
class Yaml {
 public:
  /// Reads a file. Throws Error (kNotFound; kInvalidFile if it is not YAML, or not a map).
  static Yaml Load(const std::string& path);
  /// Parses text; messages call it `name`.
  static Yaml Parse(const std::string& text, const std::string& name);

  [[nodiscard]] bool Has(const std::string& key) const;
  /// The value of a key. Throws Error if the key is missing.
  [[nodiscard]] Yaml At(const std::string& key) const;
  /// The elements of a sequence. Throws Error if this is not a sequence.
  [[nodiscard]] std::vector<Yaml> Items() const;
  /// The key of a map with one entry ("CropImage: {...}"), or a plain string. Throws Error for
  /// anything else.
  [[nodiscard]] std::string OnlyKey() const;
  [[nodiscard]] bool IsSequence() const { return node_.IsSequence(); }
  [[nodiscard]] bool IsNull() const { return node_.IsNull(); }

  template <typename T>
  [[nodiscard]] T As() const {
    try {
      return node_.as<T>();
    } catch (const YAML::Exception&) {
      Fail(fmt::format("'{}' has the wrong type", Text()));
    }
  }
  template <typename T>
  [[nodiscard]] T Get(const std::string& key) const {
    return At(key).As<T>();
  }
  template <typename T>
  [[nodiscard]] T Get(const std::string& key, T fallback) const {
    return Has(key) ? At(key).As<T>() : fallback;
  }

  /// Throws Error (kInvalidFile) that names this place.
  [[noreturn]] void Fail(const std::string& reason) const;
  /// The same, kUnsupported.
  [[noreturn]] void FailUnsupported(const std::string& reason) const;

 private:
  Yaml(const YAML::Node& node, std::string place) : node_(node), place_(std::move(place)) {}
  [[nodiscard]] std::string Text() const;

  YAML::Node node_;
  std::string place_;
};

}  // namespace fastdeploy::vision
