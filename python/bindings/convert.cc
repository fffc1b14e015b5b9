// SPDX-License-Identifier: Apache-2.0
#include <nanobind/stl/filesystem.h>
#include <nanobind/stl/vector.h>

#include <filesystem>

#include "bindings/module.h"
#include "bindings/shared.h"
#include "bindings/text.h"
#include "fastdeploy/runtime/model_tools.h"
#include "fastdeploy/runtime/runtime_option.h"
#include "fastdeploy/vision/model_files.h"

namespace fastdeploy::python {
namespace {

namespace fs = std::filesystem;

ConvertedModel Convert(const fs::path& model, const fs::path& output, const fs::path& params_file,
                       bool external_weights, bool replace) {
  vision::ModelFiles files = {.model = model.string(), .params = params_file.string()};
  std::error_code unknown;
  if (fs::is_directory(model, unknown)) files = vision::FindModelFolder(model.string());
  RuntimeOption option;
  option.SetModelPath(files.model, files.params, AUTOREC);
  return WithoutGil([&] {
    return ConvertModel(option, output.string(),
                        {.replace = replace, .external_weights = external_weights});
  });
}

}  // namespace

void BindConvert(nb::module_& module) {
  nb::class_<ConvertedModel>(module, "ConvertedModel", "What convert() has written.")
      .def_ro("files", &ConvertedModel::files, "The model, then its weights if they are apart.")
      .def_ro("own_operators", &ConvertedModel::own_operators,
              "Operators of the domain 'fastdeploy', which only this library runs. Empty: any "
              "reader of ONNX runs the model.");
  module.def("convert", &Convert, nb::arg("model"), nb::arg("output"), nb::kw_only(),
             nb::arg("params_file") = "", nb::arg("external_weights") = false,
             nb::arg("replace") = false,
             "Converts a Paddle model (a file or its folder) to an ONNX file (opset 20). With "
             "external_weights, the weights stay in Paddle's parameter file, copied beside the "
             "model. Raises fastdeploy.Error, also for an output that exists unless `replace` is "
             "set. Releases the GIL.");
}

}  // namespace fastdeploy::python
