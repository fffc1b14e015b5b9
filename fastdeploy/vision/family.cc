// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/family.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "fastdeploy/core/current_error.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/internal/model_folder.h"
#include "fastdeploy/vision/internal/paddlex_export.h"
#include "fastdeploy/vision/model_files.h"

namespace fastdeploy::vision {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void Fail(const std::string& reason) {
  throw Error(ErrorKind::kInvalidArgument, reason);
}

void RequireInBounds(const Setting& setting, double number) {
  if (setting.Allows(number)) return;
  Fail(fmt::format("setting '{}': expected {}, found {}", setting.name, setting.Bounds(), number));
}

/// The value in the type of the setting: an integer is accepted where a real number is expected.
Setting::Value Converted(const Setting& setting, const Setting::Value& value) {
  if (const auto* number = std::get_if<int>(&value)) {
    RequireInBounds(setting, *number);
    if (std::holds_alternative<double>(setting.value)) return static_cast<double>(*number);
  } else if (const auto* real = std::get_if<double>(&value)) {
    RequireInBounds(setting, *real);
  }
  if (value.index() == setting.value.index()) return value;
  constexpr const char* kTypes[] = {"true or false", "a whole number", "a number", "text"};
  Fail(fmt::format("setting '{}': expected {}, found {}", setting.name,
                   kTypes[setting.value.index()], kTypes[value.index()]));
}

ModelFolder ReadFolder(const std::string& path) {
  ModelFolder folder = {.path = path};
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    throw Error(ErrorKind::kNotFound, fmt::format("model folder '{}' does not exist", path));
  }
  const std::string config = FindConfig(path);
  if (!config.empty()) folder.config = Yaml::Load(config);
  return folder;
}

std::string Names() {
  std::vector<std::string> names;
  for (const Family& family : Families()) names.push_back(family.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

bool ModelFolder::Has(const std::string& folder) const {
  std::error_code error;
  return fs::is_directory(fs::path(path) / folder, error);
}

bool ModelFolder::HasKey(const std::string& key) const { return config && config->Has(key); }

bool ModelFolder::HasKey(const std::string& section, const std::string& key) const {
  return HasKey(section) && config->At(section).Has(key);
}

bool ModelFolder::IsPaddleX(const std::string& task) const {
  return config && PaddleXTask(*config) == task;
}

std::string ModelFolder::PostProcessName() const {
  return HasKey("PostProcess", "name") ? config->At("PostProcess").Get<std::string>("name") : "";
}

std::string Setting::Bounds() const {
  if (most < std::numeric_limits<double>::max()) return fmt::format("{} to {}", least, most);
  if (least > std::numeric_limits<double>::lowest()) return fmt::format("{} or more", least);
  return "any number";
}

Settings Settings::Checked(const std::vector<Setting>& known) const {
  Settings checked;
  for (const auto& [name, value] : values_) {
    const auto found = std::ranges::find(known, name, &Setting::name);
    if (found == known.end()) Fail(fmt::format("unknown setting '{}'", name));
    checked.Set(name, Converted(*found, value));
  }
  for (const Setting& setting : known) {
    if (!setting.of_model && !values_.contains(setting.name))
      checked.Set(setting.name, setting.value);
  }
  return checked;
}

const Family* FindFamily(const std::string& name) {
  const auto found = std::ranges::find(Families(), name, &Family::name);
  return found == Families().end() ? nullptr : &*found;
}

const Family* FamilyOf(const std::string& folder) {
  const ModelFolder content = ReadFolder(folder);
  const Family* found = nullptr;
  for (const Family& family : Families()) {
    if (found != nullptr && family.narrows != found->name) continue;
    if (family.matches != nullptr && family.matches(content)) found = &family;
  }
  if (found == nullptr) (void)FindModelFolder(folder);  // throws if there is no model at all
  return found;
}

std::string FamilyOfFolder(const std::string& folder) {
  const Family* family = FamilyOf(folder);
  return family == nullptr ? "unknown" : family->name;
}

}  // namespace fastdeploy::vision

namespace fastdeploy {

vision::AnyModel Load(const std::string& folder, const RuntimeOption& option,
                      const vision::Settings& settings, const std::string& name) {
  return AsErrors([&] {
    const vision::Family* family =
        name.empty() ? vision::FamilyOf(folder) : vision::FindFamily(name);
    if (family == nullptr) {
      throw Error(
          ErrorKind::kInvalidArgument,
          name.empty()
              ? fmt::format("the files of '{}' do not identify its family: pass one of {}", folder,
                            vision::Names())
              : fmt::format("unknown family '{}': expected one of {}", name, vision::Names()));
    }
    return family->load(folder, option, settings.Checked(family->settings));
  });
}

}  // namespace fastdeploy
