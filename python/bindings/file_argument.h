// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/filesystem.h>

#include <filesystem>
#include <string>

namespace fastdeploy::python {

/// A file of a model as Python passes it: a path (str or os.PathLike), or bytes, which are the
/// file's contents after RuntimeOption.set_model_buffer and otherwise a path.
struct FileArgument {
  std::string text;
  bool bytes = false;
};

}  // namespace fastdeploy::python

template <>
struct nanobind::detail::type_caster<fastdeploy::python::FileArgument> {
  NB_TYPE_CASTER(fastdeploy::python::FileArgument, const_name("str | os.PathLike[str] | bytes"))

  bool from_python(handle source, uint32_t flags, cleanup_list* cleanup) noexcept {
    if (isinstance<nanobind::bytes>(source)) {
      const auto given = borrow<nanobind::bytes>(source);
      value = {std::string(given.c_str(), given.size()), true};
      return true;
    }
    make_caster<std::filesystem::path> path;
    if (!path.from_python(source, flags, cleanup)) return false;
    value = {path.operator cast_t<std::filesystem::path>().string(), false};
    return true;
  }
};
