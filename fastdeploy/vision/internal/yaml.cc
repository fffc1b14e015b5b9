// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/internal/yaml.h"

#include "fastdeploy/core/internal/mapped_file.h"

namespace fastdeploy::vision {
namespace {

constexpr size_t kMaxTextShown = 60;

}  // namespace

Yaml Yaml::Load(const std::string& path) { return Parse(ReadTextFile(path), path); }

Yaml Yaml::Parse(const std::string& text, const std::string& name) {
  Yaml root(YAML::Node(), name);
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
  return node_.begin()->first.as<std::string>();
}

void Yaml::Fail(const std::string& reason) const {
  throw Error(ErrorKind::kInvalidFile, fmt::format("{}: {}", place_, reason));
}

void Yaml::FailUnsupported(const std::string& reason) const {
  throw Error(ErrorKind::kUnsupported, fmt::format("{}: {}", place_, reason));
}

std::string Yaml::Text() const {
  std::string text = YAML::Dump(node_);
  if (text.size() > kMaxTextShown) text = text.substr(0, kMaxTextShown) + "...";
  return text;
}

}  // namespace fastdeploy::vision
