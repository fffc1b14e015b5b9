// SPDX-License-Identifier: Apache-2.0
//
// The extension module fastdeploy._core. All names are at its top level; the Python files in
// python/fastdeploy re-export them from the modules in which 1.x has them.

#include "bindings/module.h"
#include "bindings/gil.h"
#include "bindings/text.h"

#include <nanobind/stl/filesystem.h>

#include <filesystem>
#include <opencv2/core.hpp>

#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/family.h"

NB_MODULE(_core, module) {
  using namespace fastdeploy::python;  // NOLINT(google-build-using-namespace)
  // Images are processed in parallel by Python's threads; OpenCV must not start threads of its own.
  cv::setNumThreads(1);
  WatchEndOfInterpreter();
  BindErrors(module);
  BindTensor(module);
  BindOption(module);
  BindBase(module);
  BindRuntime(module);
  BindConvert(module);
  BindPool(module);
  BindProcessors(module);
  BindFamilies(module);
  module.def(
      "family_of_folder",
      [](const std::filesystem::path& folder) {
        return fastdeploy::vision::FamilyOfFolder(folder.string());
      },
      nanobind::arg("folder"),
      "Returns the family of the model in a folder, as identified by the exporter's files: "
      "'classification', 'detection', 'OCR', ..., or 'unknown'. Raises fastdeploy.Error.");
  module.def("set_logger", &fastdeploy::SetLogger, nb::arg("enable_info") = true,
             nb::arg("enable_warning") = true,
             "Chooses which messages are written to standard error. Errors are always written.");
}
