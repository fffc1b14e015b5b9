// SPDX-License-Identifier: Apache-2.0
#include "bindings/result.h"

#include <string>
#include <utility>

#include "bindings/shared.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/write_file.h"

namespace fastdeploy::python {

void SaveResult(const nb::handle& result, const std::filesystem::path& path) {
  constexpr std::pair<const char*, const char*> kForms[] = {
      {".json", "to_json"}, {".txt", "to_text"}, {".md", "to_markdown"}};
  std::string endings;
  for (const auto& [ending, form] : kForms) {
    if (!nb::hasattr(result, form)) continue;
    endings += (endings.empty() ? "" : ", ") + std::string(ending);
    if (path.extension() != ending) continue;
    const auto contents = nb::cast<std::string>(result.attr(form)()) + "\n";
    return WithoutGil([&] { WriteFile(path.string(), contents); });
  }
  throw Error(ErrorKind::kInvalidArgument, "path: expected a name that ends with one of " +
                                               endings + "; found '" + path.string() + "'");
}

}  // namespace fastdeploy::python
