// SPDX-License-Identifier: Apache-2.0
#include "bindings/base.h"

#include <nanobind/stl/optional.h>

#include <optional>
#include <string>

#include "bindings/module.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy::python {
namespace {

/// Whether the object is of a class that a program derived from FastDeployModel itself.
bool IsPrograms(const nb::handle& self) { return nb::type_info(self.type()) == typeid(ModelBase); }

/// The model inside of a program's own class; the model itself for the classes of this package.
nb::object Inner(const nb::handle& self) {
  if (!IsPrograms(self)) return nb::borrow(self);
  return self.attr("__dict__").attr("get")("_model");
}

void SetInner(const nb::handle& self, const nb::object& model) {
  if (!IsPrograms(self)) {
    throw nb::attribute_error("_model: a model of this package is its own _model");
  }
  self.attr("__dict__")["_model"] = model;
}

/// The attribute of the model inside, for the members below.
nb::object Ask(const nb::handle& self, const char* name) {
  const nb::object model = Inner(self);
  if (model.is_none()) {
    throw Error(ErrorKind::kInvalidArgument,
                std::string(name) +
                    ": this model has no _model; a class derived from "
                    "FastDeployModel sets it when it loads its network");
  }
  if (model.is(self)) {
    throw Error(ErrorKind::kUnsupported,
                std::string(name) + ": a pipeline has no network of its own; ask its models");
  }
  return model.attr(name);
}

struct Method {
  const char* name;
  const char* signature;
};

constexpr Method kMethods[] = {
    {"model_name", "def model_name(self) -> str"},
    {"num_inputs_of_runtime", "def num_inputs_of_runtime(self) -> int"},
    {"num_outputs_of_runtime", "def num_outputs_of_runtime(self) -> int"},
    {"input_info_of_runtime", "def input_info_of_runtime(self, index: int) -> TensorInfo"},
    {"output_info_of_runtime", "def output_info_of_runtime(self, index: int) -> TensorInfo"},
    {"enable_record_time_of_runtime", "def enable_record_time_of_runtime(self) -> None"},
    {"disable_record_time_of_runtime", "def disable_record_time_of_runtime(self) -> None"},
    {"print_statis_info_of_runtime", "def print_statis_info_of_runtime(self) -> dict[str, float]"},
    {"get_profile_time", "def get_profile_time(self) -> float"},
};

}  // namespace

void BindBase(nb::module_& module) {
  nb::class_<ModelBase> base(module, "FastDeployModel", nb::dynamic_attr(),
                             "The base class of all models and pipelines. A program's own class "
                             "that derives from it sets _model to a model, of which it then has "
                             "the members.");
  base.def(
      "__init__",
      [](const nb::pointer_and_handle<ModelBase>& self,
         const std::optional<RuntimeOption>& option) {
        new (self.p) ModelBase();
        self.h.attr("_runtime_option") = nb::cast(option.value_or(RuntimeOption()));
      },
      nb::arg("option") = nb::none());
  base.def_prop_rw("_model", &Inner, &SetInner,
                   nb::for_getter(nb::sig("def _model(self, /) -> typing.Any")),
                   nb::for_setter(nb::sig("def _model(self, value: typing.Any, /) -> None")),
                   "The model itself, or the one that a program's own class has set; else None.");
  for (const Method& method : kMethods) {
    base.def(
        method.name,
        [name = method.name](const nb::handle& self, const nb::args& arguments) {
          return Ask(self, name)(*arguments);
        },
        nb::sig(method.signature));
  }
  base.def_prop_ro(
      "runtime_option",
      [](const nb::handle& self) -> nb::object {
        return Inner(self).is_none() ? nb::none() : Ask(self, "runtime_option");
      },
      nb::for_getter(nb::sig("def runtime_option(self, /) -> typing.Any")),
      "A copy of the option with which the model was loaded; None if there is no model.");
  base.def_prop_ro(
      "initialized",
      [](const nb::handle& self) {
        return !Inner(self).is_none() && nb::cast<bool>(nb::bool_(Ask(self, "initialized")));
      },
      "Whether the model was loaded.");
}

}  // namespace fastdeploy::python
