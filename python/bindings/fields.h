// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/vector.h>

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bindings/text.h"

namespace fastdeploy::python {

namespace nb = nanobind;

/// A Python class with plain attributes, which are also its pickled state (__getstate__ and
/// __setstate__ use the names given here) and its printed form: Name(attribute=value, ...).
template <typename T>
class Fields {
 public:
  using Print = std::string (*)(const nb::handle& self);

  Fields(nb::module_& module, const char* name, const char* doc, Print print = &OnOneLine)
      : class_(module, name, doc) {
    class_.def(nb::init<>());
    class_.def("__getstate__", [](const nb::handle& self) {
      nb::dict state;
      for (const std::string& field : Names()) state[field.c_str()] = self.attr(field.c_str());
      return state;
    });
    class_.def("__setstate__", [](T& self, const nb::dict& state) {
      T value;
      for (const auto& [field, content] : state) {
        Setters().at(nb::cast<std::string>(field))(value, content);
      }
      new (&self) T(std::move(value));
    });
    class_.def("__repr__", print);
  }

  template <typename Value>
  Fields& Field(const char* name, Value T::*member, const char* doc = "") {
    Names().emplace_back(name);
    Setters()[name] = [member](T& object, nb::handle content) {
      object.*member = nb::cast<Value>(content);
    };
    class_.def_rw(name, member, doc);
    return *this;
  }

  template <typename Value>
  Fields& Property(const char* name, Value (*get)(const T&), void (*set)(T&, const Value&),
                   const char* doc = "") {
    Names().emplace_back(name);
    Setters()[name] = [set](T& object, nb::handle content) {
      set(object, nb::cast<Value>(content));
    };
    class_.def_prop_rw(name, get, set, doc);
    return *this;
  }

  /// The attributes of an object, sorted by name without a leading underscore, as text. Bytes are
  /// not printed, but their number.
  static std::map<std::string, std::string> Printed(const nb::handle& self) {
    std::map<std::string, std::string> printed;
    for (const std::string& field : Names()) {
      const nb::object value = self.attr(field.c_str());
      printed[field.substr(field.starts_with('_') ? 1 : 0)] =
          nb::isinstance<nb::bytes>(value) ? "<" + std::to_string(nb::len(value)) + " bytes>"
                                           : nb::repr(value).c_str();
    }
    return printed;
  }

  [[nodiscard]] nb::class_<T>& Class() { return class_; }

 private:
  static std::string OnOneLine(const nb::handle& self) {
    std::string text;
    for (const auto& [field, value] : Printed(self)) {
      text += (text.empty() ? "" : ", ") + field + "=" + value;
    }
    return std::string(nb::str(self.type().attr("__name__")).c_str()) + "(" + text + ")";
  }

  static std::vector<std::string>& Names() {
    static std::vector<std::string> names;
    return names;
  }

  static std::map<std::string, std::function<void(T&, nb::handle)>>& Setters() {
    static std::map<std::string, std::function<void(T&, nb::handle)>> setters;
    return setters;
  }

  nb::class_<T> class_;
};

}  // namespace fastdeploy::python
