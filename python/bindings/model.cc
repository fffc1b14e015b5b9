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

Origin OriginOf(const std::vector<FileArgument>& files, const std::optional<RuntimeOption>& option,
                ModelFormat format) {
  Origin origin = {{}, option.value_or(RuntimeOption()), format};
  for (const FileArgument& file : files) origin.files.push_back(file.text);
  if (origin.option.model_from_memory_ && files.size() > 1 && files[0].bytes) {
    origin.option.SetModelBuffer(files[0].text, files[1].text, format);
    origin.files[0].clear();
    origin.files[1].clear();
  }
  return origin;
}

bool IsFolder(const Origin& origin) {
  const auto& files = origin.files;
  std::error_code unknown;
  return std::all_of(files.begin() + 1, files.end(), [](const auto& f) { return f.empty(); }) &&
         std::filesystem::is_directory(files.front(), unknown);
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
