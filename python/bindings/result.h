// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/array.h>
#include <nanobind/stl/filesystem.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/vector.h>

#include <array>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bindings/image.h"
#include "bindings/text.h"

namespace fastdeploy::python {

namespace nb = nanobind;

/// A result as held by a Python object. The value itself never changes: setting a field creates a
/// new one. Arrays can therefore view the value for as long as they exist.
template <typename T>
class ResultOf {
 public:
  ResultOf() : value_(std::make_shared<const T>()) {}
  explicit ResultOf(T&& value) : value_(std::make_shared<const T>(std::move(value))) {}

  [[nodiscard]] const T& Get() const { return *value_; }
  [[nodiscard]] std::shared_ptr<const T> Keep() const { return value_; }
  void Set(T&& value) { value_ = std::make_shared<const T>(std::move(value)); }

 private:
  std::shared_ptr<const T> value_;
};

/// A read-only array that views `data`, which `keep` keeps alive.
template <typename V>
nb::object ViewOf(const V* data, const std::vector<size_t>& shape,
                  std::shared_ptr<const void> keep) {
  const nb::capsule owner(
      new std::shared_ptr<const void>(std::move(keep)),
      [](void* kept) noexcept { delete static_cast<std::shared_ptr<const void>*>(kept); });
  return nb::cast(nb::ndarray<nb::numpy, const V>(data, shape.size(), shape.data(), owner));
}

/// Writes a result to the file `path`, in the form that the ending names; a picture of it with
/// `image`, that it is a result of. Throws Error.
void SaveResult(const nb::handle& result, const std::filesystem::path& path,
                const std::optional<Image>& image);

/// The attribute of a result's class with the name of the function that draws it.
constexpr const char* kDrawing = "_drawing";

/// The Python class of a result: fields as lists, str() with the text that 1.x prints, numpy(),
/// to_dict(), to_json(), save(), equality, pickling.
template <typename T>
class ResultClass {
 public:
  ResultClass(nb::module_& module, const char* name, const char* doc) : class_(module, name, doc) {
    class_.def(
        "__init__",
        [](ResultOf<T>* self, const nb::kwargs& fields) {
          T value;
          for (const auto& [field, content] : fields) {
            const auto name = nb::cast<std::string>(field);
            const auto set = Setters().find(name);
            if (set == Setters().end()) {
              throw nb::type_error(("this result has no field '" + name + "'").c_str());
            }
            set->second(value, content);
          }
          new (self) ResultOf<T>(std::move(value));
        },
        nb::sig("def __init__(self, **fields: typing.Any) -> None"));
    class_.def("__str__", [](const ResultOf<T>& self) { return self.Get().Str(); });
    class_.def("__repr__", [](const ResultOf<T>& self) { return self.Get().Str(); });
    class_.def("__eq__", [](const ResultOf<T>& self, const nb::object& other) {
      ResultOf<T> value;
      return nb::try_cast(other, value) && self.Get() == value.Get();
    });
    class_.def(
        "to_dict",
        [](const nb::handle& self) {
          nb::dict state;
          for (const std::string& field : Names()) {
            const nb::object value = Plain(self.attr(field.c_str()));
            const bool empty =
                value.is_none() || (nb::hasattr(value, "__len__") && nb::len(value) == 0);
            if (IfAny().contains(field) && empty) continue;
            state[field.c_str()] = value;
          }
          return state;
        },
        nb::sig("def to_dict(self) -> dict[str, typing.Any]"),
        "The fields by name; arrays are lists.");
    class_.def(
        "to_json", [](const ResultOf<T>& self) { return ToJson(self.Get()); },
        "The fields as JSON text.");
    class_.def("save", &SaveResult, nb::arg("path"), nb::arg("image") = nb::none(),
               "Writes the result to a file, all of it or nothing: as JSON if the name ends with "
               ".json; an OCRResult also as its text, .txt, or as Markdown, .md; drawn into a copy "
               "of the image of which it is the result, .png or .jpg. Raises fastdeploy.Error. "
               "fastdeploy.vision.visualize draws with other settings.");
    class_.def(
        "numpy",
        [](const ResultOf<T>& self) {
          nb::dict arrays;
          for (const auto& [field, array] : Arrays()) arrays[field.c_str()] = array(self);
          return arrays;
        },
        nb::sig("def numpy(self) -> dict[str, numpy.typing.NDArray[typing.Any]]"),
        "The numeric fields by name, as read-only arrays that view the result's memory without a "
        "copy and keep it alive. They do not change when a field is set.");
    class_.def("__reduce__", [](const nb::handle& self) {
      return nb::make_tuple(nb::module_::import_("fastdeploy._pickle").attr("restore_result"),
                            nb::make_tuple(self.type(), self.attr("to_dict")()));
    });
  }

  /// The function of this module that draws it: (image, result) to an array.
  ResultClass& DrawnBy(const char* function) {
    class_.attr(kDrawing) = function;
    return *this;
  }

  /// A vector of numbers or of arrays of numbers: a list as an attribute, an array in numpy().
  template <typename V>
  ResultClass& Array(const char* name, std::vector<V> T::*member, const char* doc) {
    Arrays().emplace_back(name, [member](const ResultOf<T>& self) {
      const std::vector<V>& values = self.Get().*member;
      return ViewOf(values.data(), {values.size()}, self.Keep());
    });
    return Field(name, member, doc);
  }
  template <typename V, size_t N>
  ResultClass& Array(const char* name, std::vector<std::array<V, N>> T::*member, const char* doc) {
    Arrays().emplace_back(name, [member](const ResultOf<T>& self) {
      const std::vector<std::array<V, N>>& values = self.Get().*member;
      const V* first = values.empty() ? nullptr : values.front().data();
      return ViewOf(first, {values.size(), N}, self.Keep());
    });
    return Field(name, member, doc);
  }
  template <typename V>
  ResultClass& Field(const char* name, V T::*member, const char* doc) {
    Names().emplace_back(name);
    Setters()[name] = [member](T& value, nb::handle content) {
      value.*member = nb::cast<V>(content);
    };
    class_.def_prop_rw(
        name, [member](const ResultOf<T>& self) { return self.Get().*member; },
        [member](ResultOf<T>& self, V value) {
          T changed = self.Get();
          changed.*member = std::move(value);
          self.Set(std::move(changed));
        },
        doc);
    return *this;
  }

  /// A vector of results of another type: returned as a list; set from results or dicts of fields.
  template <typename V>
  ResultClass& Results(const char* name, std::vector<V> T::*member, const char* doc) {
    Names().emplace_back(name);
    Setters()[name] = [member](T& value, nb::handle content) {
      std::vector<V> results;
      for (const nb::handle item : content) {
        const bool fields = nb::isinstance<nb::dict>(item);
        const nb::object result =
            fields ? nb::type<ResultOf<V>>()(**nb::borrow<nb::dict>(item)) : nb::borrow(item);
        if (!nb::isinstance<ResultOf<V>>(result))
          throw nb::type_error("expected a list of results or of dicts");
        results.push_back(nb::cast<const ResultOf<V>&>(result).Get());
      }
      value.*member = std::move(results);
    };
    class_.def_prop_rw(
        name,
        [member](const ResultOf<T>& self) {
          std::vector<ResultOf<V>> results;
          for (const V& result : self.Get().*member) results.emplace_back(V(result));
          return results;
        },
        [member](ResultOf<T>& self, const std::vector<ResultOf<V>>& results) {
          T changed = self.Get();
          (changed.*member).clear();
          for (const ResultOf<V>& result : results) (changed.*member).push_back(result.Get());
          self.Set(std::move(changed));
        },
        doc);
    return *this;
  }

  /// Leaves the last field out of to_dict() if it is empty or None, as ToJson does.
  ResultClass& IfNotEmpty() {
    IfAny().insert(Names().back());
    return *this;
  }

  [[nodiscard]] nb::class_<ResultOf<T>>& Class() { return class_; }

 private:
  /// The value of a field, with results converted to dicts.
  static nb::object Plain(nb::object value) {
    const bool results =
        nb::isinstance<nb::list>(value) && nb::len(value) > 0 && nb::hasattr(value[0], "to_dict");
    if (!results) return value;
    nb::list plain;
    for (const nb::handle item : value) plain.append(item.attr("to_dict")());
    return plain;
  }

  static std::map<std::string, std::function<void(T&, nb::handle)>>& Setters() {
    static std::map<std::string, std::function<void(T&, nb::handle)>> setters;
    return setters;
  }
  static std::set<std::string>& IfAny() {
    static std::set<std::string> names;
    return names;
  }
  using MakeArray = std::function<nb::object(const ResultOf<T>&)>;

  static std::vector<std::string>& Names() {
    static std::vector<std::string> names;
    return names;
  }
  static std::vector<std::pair<std::string, MakeArray>>& Arrays() {
    static std::vector<std::pair<std::string, MakeArray>> arrays;
    return arrays;
  }

  nb::class_<ResultOf<T>> class_;
};

/// Wraps results for Python.
template <typename T>
ResultOf<T> ToPython(T&& result) {
  return ResultOf<T>(std::forward<T>(result));
}
template <typename T>
std::vector<ResultOf<T>> ToPython(std::vector<T>&& results) {
  std::vector<ResultOf<T>> found;
  for (T& result : results) found.emplace_back(std::move(result));
  return found;
}

}  // namespace fastdeploy::python
