// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/runtime/runtime_option.h"
#include "fastdeploy/vision/any_model.h"

namespace fastdeploy::vision {

struct ModelFolder;

/// A setting of a family's models, for callers that load models by folder: the command, a server.
struct FASTDEPLOY_DECL Setting {
  using Value = std::variant<bool, int, double, std::string>;

  std::string name;  ///< as the command's options are spelled: "rec-batch"
  std::string help;
  Value value;  ///< the default, which also determines the type
  /// Bounds of a number, inclusive.
  double least = std::numeric_limits<double>::lowest();
  double most = std::numeric_limits<double>::max();
  bool of_model = false;    ///< the default is the model's own; `value` gives only the type
  bool of_drawing = false;  ///< affects drawings only
  bool is_model = false;    ///< the folder of another model

  [[nodiscard]] bool Allows(double number) const { return number >= least && number <= most; }
  /// "1 or more", "0 to 1".
  [[nodiscard]] std::string Bounds() const;
};

/// Values of settings by name. Missing settings have their defaults.
class FASTDEPLOY_DECL Settings {
 public:
  Settings() = default;
  Settings(std::map<std::string, Setting::Value> values) : values_(std::move(values)) {}

  void Set(const std::string& name, Setting::Value value) { values_[name] = std::move(value); }
  /// A copy with the defaults filled in. Throws Error (kInvalidArgument) for a name that is not in
  /// `known`, for a value whose type is not that of the default, and for a number out of bounds.
  [[nodiscard]] Settings Checked(const std::vector<Setting>& known) const;

  /// The value of a setting. Only after Checked().
  template <typename T>
  [[nodiscard]] const T& Get(const std::string& name) const {
    return std::get<T>(values_.at(name));
  }
  /// The same for a setting whose default is the model's own; empty if it was not set.
  template <typename T>
  [[nodiscard]] std::optional<T> Find(const std::string& name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) return std::nullopt;
    return std::get<T>(found->second);
  }

 private:
  std::map<std::string, Setting::Value> values_;
};

/// A kind of model: a row in the table of families. Each folder of the library that has a file
/// `family.cc` defines one or more families; CMake generates the table from these folders. The file
/// defines, with the folder's name,
///
///     namespace fastdeploy::families {
///     std::vector<vision::Family> folder();
///     }
struct Family {
  std::string name;         ///< "text detection"
  std::string command;      ///< of the `fastdeploy` program: "classify"; "": none
  std::string description;  ///< for the command's help
  std::vector<Setting> settings;
  /// The name of the model (`fastdeploy models`) that the command takes if none is given; "": one
  /// has to be given.
  std::string default_model;
  /// The forms in which AnyResult::Format gives its results, beside text and JSON.
  std::vector<std::string> formats;
  bool trimaps = false;     ///< its models may take a trimap beside each image
  bool label_maps = false;  ///< its results have a class for every pixel (AnyResult::LabelMap)
  /// Whether a folder contains a model of this family. Null if its files do not identify it.
  bool (*matches)(const ModelFolder& folder) = nullptr;
  /// The name of a family whose `matches` accepts the folders of this one, too: where both match,
  /// it is this one.
  std::string narrows;
  /// Loads the model in a folder. `settings` have been checked. Throws Error.
  AnyModel (*load)(const std::string& folder, const RuntimeOption& option,
                   const Settings& settings) = nullptr;
};

/// All families, in the order of their folders. Thread-safe.
FASTDEPLOY_DECL const std::vector<Family>& Families();

/// The family with this name, or null.
FASTDEPLOY_DECL const Family* FindFamily(const std::string& name);

/// The family of the model in a folder, identified by its files; null if they do not identify it.
/// Throws Error if the folder contains no model or its YAML cannot be read. Thread-safe.
FASTDEPLOY_DECL const Family* FamilyOf(const std::string& folder);

/// The name of that family; "unknown" if the files do not identify it.
FASTDEPLOY_DECL std::string FamilyOfFolder(const std::string& folder);

}  // namespace fastdeploy::vision

namespace fastdeploy {

/// Loads the model or pipeline that an exporter wrote into a folder, whatever its kind. `family` is
/// the name of its family (see vision::Families), needed only if the files do not identify it.
/// Throws Error, also for settings that the family does not have. Thread-safe.
FASTDEPLOY_DECL vision::AnyModel Load(const std::string& folder, const RuntimeOption& option = {},
                                      const vision::Settings& settings = {},
                                      const std::string& family = "");

}  // namespace fastdeploy
