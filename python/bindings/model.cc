// SPDX-License-Identifier: Apache-2.0
#include "bindings/model.h"

#include <algorithm>
#include "fastdeploy/core/error.h"

namespace fastdeploy::python {

void RequireFiles(const RuntimeOption& option) {
  if (option.model_from_memory_) {
    throw Error(ErrorKind::kUnsupported,
                "a model loaded from memory cannot be pickled: load it from files");
  }
}

bool IsFolder(const Origin& origin) {
  const auto& files = origin.files;
  return std::all_of(files.begin() + 1, files.end(), [](const auto& f) { return f.empty(); }) &&
         std::filesystem::is_directory(files.front());
}

void RegisterFamily(nb::module_& module, const char* family, const nb::object& load) {
  if (!nb::hasattr(module, "_families")) module.attr("_families") = nb::dict();
  module.attr("_families")[family] = load;
}

nb::tuple ArgumentsOf(const Origin& origin) {
  RequireFiles(origin.option);
  nb::list arguments;
  for (const std::string& file : origin.files) arguments.append(file);
  arguments.append(nb::cast(origin.option));
  arguments.append(nb::cast(origin.format));
  return nb::tuple(arguments);
}

}  // namespace fastdeploy::python
