// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>

#include <string>
#include <utility>
#include <vector>

#include "bindings/shared.h"

namespace fastdeploy::python {

/// The Python class of a pre- or postprocessor. An object stands alone or is part of a model, whose
/// lock it then uses. Its settings are pickled with the model.
template <typename Stage>
class StageClass {
 public:
  using Self = Shared<Stage>;

  StageClass(nb::module_& module, const char* name, const char* doc) : class_(module, name, doc) {
    class_.def_prop_rw(
        "_settings",
        [](const nb::handle& self) {
          nb::dict settings;
          for (const std::string& name : Names()) settings[name.c_str()] = self.attr(name.c_str());
          return settings;
        },
        [](const nb::handle& self, const nb::dict& settings) {
          for (const auto& [name, value] : settings) nb::setattr(self, name, value);
        });
  }

  /// An attribute with a getter and a setter, which are members of the stage or functions of it.
  template <typename Get, typename Set>
  StageClass& Setting(const char* name, Get get, Set set, const char* doc = "") {
    using Value = std::remove_cvref_t<std::invoke_result_t<Get, Stage&>>;
    Names().emplace_back(name);
    class_.def_prop_rw(
        name,
        [get](const Self& self) {
          return self.Use([&](Stage& stage) -> Value { return std::invoke(get, stage); });
        },
        [set](const Self& self, const Value& value) {
          self.Use([&](Stage& stage) { std::invoke(set, stage, value); });
        },
        doc);
    return *this;
  }

  /// A method that changes the stage and returns nothing.
  template <typename... Parameters, typename... Extra>
  StageClass& Action(const char* name, void (Stage::*action)(Parameters...),
                     const Extra&... extra) {
    class_.def(
        name,
        [action](const Self& self, const std::remove_cvref_t<Parameters>&... arguments) {
          self.Use([&](Stage& stage) { (stage.*action)(arguments...); });
        },
        extra...);
    return *this;
  }

  [[nodiscard]] nb::class_<Self>& Class() { return class_; }

 private:
  static std::vector<std::string>& Names() {
    static std::vector<std::string> names;
    return names;
  }

  nb::class_<Self> class_;
};

}  // namespace fastdeploy::python
