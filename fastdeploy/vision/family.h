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

/// A setting of a family's models for those who load them by their folder: the command, a server.
struct FASTDEPLOY_DECL Setting {
  using Value = std::variant<bool, int, double, std::string>;

  std::string name;  ///< in the form of the command's options: "rec-batch"
  std::string help;
  Value value;  ///< default; it also says the type
  /// Bounds of a number, both allowed.
  double least = std::numeric_limits<double>::lowest();
  double most = std::numeric_limits<double>::max();
  bool of_model = false;    ///< the default is the model's own, whatever `value` says
  bool of_drawing = false;  ///< changes drawings only

  [[nodiscard]] bool Allows(double number) const { return number >= least && number <= most; }
  /// "1 or more", "0 to 1".
  [[nodiscard]] std::string Bounds() const;
};

/// Values of settings by name. Those that are missing have their default.
class FASTDEPLOY_DECL Settings {
 public:
  Settings() = default;
  Settings(std::map<std::string, Setting::Value> values) : values_(std::move(values)) {}

  void Set(const std::string& name, Setting::Value value) { values_[name] = std::move(value); }
  /// Throws Error (kInvalidArgument) for a name that `known` lacks, for another type than its
  /// default's, and for a number out of bounds. Fills in the defaults.
  [[nodiscard]] Settings Checked(const std::vector<Setting>& known) const;

  /// The value of a setting that was checked.
  template <typename T>
  [[nodiscard]] const T& Get(const std::string& name) const {
    return std::get<T>(values_.at(name));
  }
  /// The same of a setting whose default is the model's own.
  template <typename T>
  [[nodiscard]] std::optional<T> Find(const std::string& name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) return std::nullopt;
    return std::get<T>(found->second);
  }

 private:
  std::map<std::string, Setting::Value> values_;
};

/// A kind of models: its row in the table. A folder of the library with a file `family.cc` is a
/// family, or several; CMake writes the table from the folders. The file defines
///
///   namespace fastdeploy::families {
///   std::vector<vision::Family> <folder>();
///   }
struct Family {
  std::string name;         ///< "text detection"
  std::string command;      ///< of the `fastdeploy` program: "classify"; "": it has none
  std::string description;  ///< for the command's help
  std::vector<Setting> settings;
  /// Whether a folder holds a model of this family. Null: its files do not tell.
  bool (*matches)(const ModelFolder& folder) = nullptr;
  /// Loads the model of a folder. `settings` are checked. Throws Error.
  AnyModel (*load)(const std::string& folder, const RuntimeOption& option,
                   const Settings& settings) = nullptr;
};

/// Every family, in the order of their folders. Thread-safe.
FASTDEPLOY_DECL const std::vector<Family>& Families();

/// The family of this name, or null.
FASTDEPLOY_DECL const Family* FindFamily(const std::string& name);

/// The family of the model in a folder, as its files tell; null if they do not. Throws Error for a
/// folder without a model, or whose YAML cannot be read. Thread-safe.
FASTDEPLOY_DECL const Family* FamilyOf(const std::string& folder);

/// The name of that family; "unknown" if the files do not tell.
FASTDEPLOY_DECL std::string FamilyOfFolder(const std::string& folder);

}  // namespace fastdeploy::vision

namespace fastdeploy {

/// Loads whatever model or pipeline an exporter wrote into a folder. `family` names its family
/// where the files do not tell (vision::Families). Throws Error, also for settings that the family
/// lacks. Thread-safe.
FASTDEPLOY_DECL vision::AnyModel Load(const std::string& folder, const RuntimeOption& option = {},
                                      const vision::Settings& settings = {},
                                      const std::string& family = "");

}  // namespace fastdeploy
