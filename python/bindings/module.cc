// SPDX-License-Identifier: Apache-2.0
//
// The extension module fastdeploy._core: every name flat; python/fastdeploy puts them where 1.x has
// them.

#include "bindings/module.h"

#include <opencv2/core.hpp>

#include "fastdeploy/core/log.h"

NB_MODULE(_core, module) {
  using namespace fastdeploy::python;  // NOLINT(google-build-using-namespace)
  // Images run side by side in Python's threads; one of them is not spread over the cores, too.
  cv::setNumThreads(1);
  BindErrors(module);
  BindTensor(module);
  BindOption(module);
  BindRuntime(module);
  BindPool(module);
  BindVisualize(module);
  BindClassification(module);
  BindOcr(module);
  BindPpocr(module);
  BindDetection(module);
  BindSegmentation(module);
  module.def("set_logger", &fastdeploy::SetLogger, nb::arg("enable_info") = true,
             nb::arg("enable_warning") = true,
             "Chooses which messages are written to standard error. Errors always are.");
}
