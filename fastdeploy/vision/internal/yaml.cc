// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/internal/yaml.h"

#include <algorithm>

#include "fastdeploy/core/internal/lowercase.h"
#include "fastdeploy/core/internal/mapped_file.h"
#include "fastdeploy/core/internal/number.h"

namespace fastdeploy::vision {
namespace {

constexpr size_t kMaxTextShown = 60;

/// A real number, also as YAML alone writes them.
template <typename T>
bool ParseReal(const std::string& text, T* value) {
  const std::string lower = Lowercase(text);
  if (lower == ".nan") return ParseNumber("nan", value);
  if (lower == ".inf" || lower == "+.inf") return ParseNumber("inf", value);
  if (lower == "-.inf") return ParseNumber("-inf", value);
  return ParseNumber(text, value);
}

}  // namespace

Yaml Yaml::Load(const std::string& path) { return Parse(ReadTextFile(path), path); }

Yaml Yaml::Parse(const std::string& text, const std::string& name) {
  Yaml root(YAML::Node(), name);
  if (text.size() > kMostYamlBytes) {
    root.Fail(fmt::format("the file has {} bytes, more than the {} that are read", text.size(),
                          kMostYamlBytes));
  }
  const auto begins_node = [](char letter) {
    return letter == '\n' || letter == ',' || letter == '[' || letter == '{';
  };
  if (static_cast<size_t>(std::ranges::count_if(text, begins_node)) > kMostYamlNodes) {
    root.Fail(fmt::format("the file has more than {} lines, commas and brackets", kMostYamlNodes));
  }
  try {
    root.node_ = YAML::Load(text);
  } catch (const YAML::Exception& error) {
    root.Fail(fmt::format("not valid YAML: {}", error.what()));
  }
  if (!root.node_.IsMap()) root.Fail("expected a YAML map with the settings of a model");
  return root;
}

bool Yaml::Has(const std::string& key) const {
  return node_.IsMap() && node_[key].IsDefined() && !node_[key].IsNull();
}

Yaml Yaml::At(const std::string& key) const {
  const std::string place = fmt::format("{}: {}", place_, key);
  if (!node_.IsMap() || !node_[key].IsDefined()) Fail(fmt::format("key '{}' is missing", key));
  return {node_[key], place};
}

std::vector<Yaml> Yaml::Items() const {
  if (!node_.IsSequence()) Fail("expected a list");
  std::vector<Yaml> items;
  for (size_t i = 0; i < node_.size(); ++i) {
    items.push_back({node_[i], fmt::format("{}[{}]", place_, i)});
  }
  return items;
}

std::string Yaml::OnlyKey() const {
  if (node_.IsScalar()) return As<std::string>();
  if (!node_.IsMap() || node_.size() != 1) Fail("expected one operator with its settings");
  const YAML::Node key = node_.begin()->first;
  if (!key.IsScalar()) Fail("expected the name of an operator");
  return key.Scalar();
}

std::vector<std::pair<std::string, Yaml>> Yaml::Entries() const {
  if (!node_.IsMap()) Fail("expected a map");
  std::vector<std::pair<std::string, Yaml>> entries;
  for (const auto& entry : node_) {
    if (!entry.first.IsScalar()) Fail("expected names as keys");
    const std::string& key = entry.first.Scalar();
    entries.emplace_back(key, Yaml(entry.second, fmt::format("{}: {}", place_, key)));
  }
  return entries;
}

void Yaml::Fail(const std::string& reason) const {
  throw Error(ErrorKind::kInvalidFile, fmt::format("{}: {}", place_, reason));
}

void Yaml::FailUnsupported(const std::string& reason) const {
  throw Error(ErrorKind::kUnsupported, fmt::format("{}: {}", place_, reason));
}

// A list or a map is not shown: aliases can make one that is endlessly long.
std::string Yaml::Text() const {
  if (node_.IsSequence()) return fmt::format("a list of {}", node_.size());
  if (node_.IsMap()) return fmt::format("a map of {}", node_.size());
  if (!node_.IsScalar()) return "null";
  std::string text = node_.Scalar();
  if (text.size() > kMaxTextShown) text = text.substr(0, kMaxTextShown) + "...";
  return text;
}

bool Yaml::Read(bool* value) const { return YAML::convert<bool>::decode(node_, *value); }

bool Yaml::Read(int* value) const { return node_.IsScalar() && ParseNumber(node_.Scalar(), value); }

bool Yaml::Read(int64_t* value) const {
  return node_.IsScalar() && ParseNumber(node_.Scalar(), value);
}

bool Yaml::Read(float* value) const { return node_.IsScalar() && ParseReal(node_.Scalar(), value); }

bool Yaml::Read(double* value) const {
  return node_.IsScalar() && ParseReal(node_.Scalar(), value);
}

bool Yaml::Read(std::string* value) const {
  if (!node_.IsScalar()) return false;
  *value = node_.Scalar();
  return true;
}

}  // namespace fastdeploy::vision
