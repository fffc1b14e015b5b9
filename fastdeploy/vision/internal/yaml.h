// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision {

/// The largest YAML file that is read, and the most lines, commas and brackets in it: each may be a
/// node, which takes half a kilobyte of memory. Those of exporters have up to 0.2 MB and 20,000
/// lines (with a dictionary).
inline constexpr size_t kMostYamlBytes = size_t{2} << 20;
inline constexpr size_t kMostYamlNodes = size_t{1} << 18;

/// A node of an exporter's YAML file together with its place in the file, which all errors name:
/// "cls.yml: PreProcess: transform_ops[1]: CropImage: size: ...".
class Yaml {
 public:
  /// Reads a file. Throws Error (kNotFound; kInvalidFile if it is not YAML, not a map, or larger
  /// than kMostYamlBytes or kMostYamlNodes).
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
  /// The keys of a map and their values, in the order of the file. Throws Error for anything else.
  [[nodiscard]] std::vector<std::pair<std::string, Yaml>> Entries() const;
  [[nodiscard]] bool IsSequence() const { return node_.IsSequence(); }
  [[nodiscard]] bool IsScalar() const { return node_.IsScalar(); }
  [[nodiscard]] bool IsNull() const { return node_.IsNull(); }

  /// The value as a number, a bool, a string, or a vector of those. Numbers are read as C writes
  /// them, whatever the locale. Throws Error for another type.
  template <typename T>
  [[nodiscard]] T As() const {
    T value = {};
    if (!Read(&value)) Fail(fmt::format("'{}' has the wrong type", Text()));
    return value;
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

  /// Whether the node has this type; then its value.
  bool Read(bool* value) const;
  bool Read(int* value) const;
  bool Read(int64_t* value) const;
  bool Read(float* value) const;
  bool Read(double* value) const;
  bool Read(std::string* value) const;
  template <typename T>
  bool Read(std::vector<T>* values) const {
    if (!node_.IsSequence()) return false;
    for (const Yaml& item : Items()) values->push_back(item.As<T>());
    return true;
  }

  YAML::Node node_;
  std::string place_;
};

}  // namespace fastdeploy::vision
