// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>

#include <initializer_list>
#include <string>
#include <utility>

namespace fastdeploy::python {

namespace nb = nanobind;

/// The base of all bound models and pipelines: fastdeploy.FastDeployModel. Programs derive classes
/// of their own from it, too. Its members are defined in base.cc.
struct ModelBase {};

/// A new object of the Python class of `like`, which may be derived from the bound one, with copies
/// of the attributes that a program has set.
template <typename Self>
nb::object SameClass(const nb::handle& like, Self&& value) {
  nb::object made = nb::inst_alloc(like.type());
  new (nb::inst_ptr<Self>(made)) Self(std::forward<Self>(value));
  nb::inst_mark_ready(made);
  made.attr("__dict__").attr("update")(like.attr("__dict__"));
  return made;
}

/// Gives a model attributes of its pre- or postprocessor, under the same names, as in 1.x.
template <typename Type>
void Forward(Type& type, const char* stage, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const std::string getter = "def " + std::string(name) + "(self, /) -> typing.Any";
    const std::string setter = "def " + std::string(name) + "(self, value: typing.Any, /) -> None";
    const std::string doc = "The " + std::string(stage) + "'s " + name + ".";
    type.def_prop_rw(
        name,
        [stage, name](const nb::handle& self) -> nb::object { return self.attr(stage).attr(name); },
        [stage, name](const nb::handle& self, const nb::handle& value) {
          nb::setattr(self.attr(stage), name, value);
        },
        nb::for_getter(nb::sig(getter.c_str())), nb::for_setter(nb::sig(setter.c_str())),
        doc.c_str());
  }
}

}  // namespace fastdeploy::python
