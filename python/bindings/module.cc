// SPDX-License-Identifier: Apache-2.0
//
// The extension module fastdeploy._core. All names are at its top level; the Python files in
// python/fastdeploy re-export them from the modules in which 1.x has them.

#include "bindings/module.h"
#include "bindings/file.h"
#include "bindings/gil.h"
#include "bindings/text.h"

#include <nanobind/stl/filesystem.h>

#include <filesystem>

#include "fastdeploy/core/cores.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/core/opencv_threads.h"
#include "fastdeploy/vision/family.h"

NB_MODULE(_core, module) {
  using namespace fastdeploy::python;  // NOLINT(google-build-using-namespace)
  // Images are processed in parallel by Python's threads; OpenCV must not start threads of its own.
  fastdeploy::SetOpenCVThreads(1);
  WatchEndOfInterpreter();
  BindErrors(module);
  BindTensor(module);
  BindOption(module);
  BindBase(module);
  BindRuntime(module);
  BindConvert(module);
  BindFile(module);
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
  module.def(
      "family_of_command",
      [](const std::string& command) {
        for (const fastdeploy::vision::Family& family : fastdeploy::vision::Families()) {
          if (family.command == command) return family.name;
        }
        return std::string();
      },
      nanobind::arg("command"),
      "The family whose models a command of `fastdeploy` runs: 'OCR' for 'ocr'; '' if there is "
      "none.");
  module.def("set_max_threads", &fastdeploy::SetMaxThreads, nb::arg("threads"),
             "Limits the threads that a model or a pool computes with, whatever their own settings "
             "say; 0: no limit. Models and pools keep what they were made with, so call it before. "
             "The environment variable FASTDEPLOY_NUM_THREADS does the same. Raises "
             "fastdeploy.Error unless it is from 0 to 4096.");
  module.def("get_max_threads", &fastdeploy::GetMaxThreads,
             "The limit of set_max_threads or FASTDEPLOY_NUM_THREADS; 0: none.");
  module.def(
      "available_cores", &fastdeploy::AvailableCores,
      "How many CPU cores this process may keep busy: those of its affinity mask, at most as "
      "many as the CPU quotas of its cgroups (containers) and set_max_threads allow. What "
      "'one per core' means everywhere.");
  module.def("set_logger", &fastdeploy::SetLogger, nb::arg("enable_info") = true,
             nb::arg("enable_warning") = true,
             "Chooses which messages are written to standard error. Errors are always written.");
}
