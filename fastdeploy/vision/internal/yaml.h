// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <string>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision {

/// A node of an exporter's YAML file together with where it stands, so that whatever is wrong with
/// it is an Error that says so: "cls.yml: PreProcess: transform_ops[1]: CropImage: size: ...".
class Yaml {
 public:
  /// Reads a file. Throws Error (kNotFound; kInvalidFile for what is no YAML, or no map).
  static Yaml Load(const std::string& path);
  /// Parses text; `name` stands for it in messages.
  static Yaml Parse(const std::string& text, const std::string& name);

  [[nodiscard]] bool Has(const std::string& key) const;
  /// The value of a key. Throws Error where there is none.
  [[nodiscard]] Yaml At(const std::string& key) const;
  /// The elements of a sequence. Throws Error where it is none.
  [[nodiscard]] std::vector<Yaml> Items() const;
  /// The single key of a map of one entry ("CropImage: {...}") or a plain string; see Value().
  [[nodiscard]] std::string OnlyKey() const;
  [[nodiscard]] bool IsSequence() const { return node_.IsSequence(); }
  [[nodiscard]] bool IsNull() const { return node_.IsNull(); }

  template <typename T>
  [[nodiscard]] T As() const {
    try {
      return node_.as<T>();
    } catch (const YAML::Exception&) {
      Fail(fmt::format("'{}' is not what is expected here", Text()));
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

  /// Throws Error (kInvalidFile) with this place in front.
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
