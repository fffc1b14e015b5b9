// SPDX-License-Identifier: Apache-2.0
//
// The extension module fastdeploy._core: every name flat; python/fastdeploy puts them where 1.x has
// them.

#include "bindings/module.h"

#include <nanobind/stl/filesystem.h>
#include <nanobind/stl/string.h>

#include <filesystem>
#include <opencv2/core.hpp>

#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/family.h"

NB_MODULE(_core, module) {
  using namespace fastdeploy::python;  // NOLINT(google-build-using-namespace)
  // Images run side by side in Python's threads; one of them is not spread over the cores, too.
  cv::setNumThreads(1);
  BindErrors(module);
  BindTensor(module);
  BindOption(module);
  BindRuntime(module);
  BindPool(module);
  BindFamilies(module);
  module.def(
      "family_of_folder",
      [](const std::filesystem::path& folder) {
        return fastdeploy::vision::FamilyOfFolder(folder.string());
      },
      nanobind::arg("folder"),
      "The name of the family of the model in a folder, as the exporter's files tell it: "
      "'classification', 'detection', 'OCR', ..., or 'unknown'. Raises fastdeploy.Error.");
  module.def("set_logger", &fastdeploy::SetLogger, nb::arg("enable_info") = true,
             nb::arg("enable_warning") = true,
             "Chooses which messages are written to standard error. Errors always are.");
}
