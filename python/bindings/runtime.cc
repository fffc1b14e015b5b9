// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/runtime.h"

#include <nanobind/stl/map.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <sstream>

#include "bindings/model.h"
#include "bindings/module.h"
#include "bindings/shared.h"
#include "bindings/tensor.h"

namespace fastdeploy::python {
namespace {

using SharedRuntime = Shared<Runtime>;

std::vector<Tensor> Infer(const SharedRuntime& runtime, const std::vector<FDTensor>& inputs) {
  return ToPython(runtime.Use([&](Runtime& model) {
    std::vector<FDTensor> outputs;
    model.Run(inputs, &outputs);
    for (FDTensor& output : outputs) output.StopSharing();
    return outputs;
  }));
}

std::vector<nb::ndarray<nb::numpy>> InferArrays(const SharedRuntime& runtime,
                                                const std::map<std::string, Dense>& data) {
  std::vector<FDTensor> inputs;
  for (const auto& [name, array] : data) inputs.push_back(Borrow(array, name));
  std::vector<nb::ndarray<nb::numpy>> outputs;
  for (const Tensor& tensor : Infer(runtime, inputs)) outputs.push_back(tensor.Numpy());
  return outputs;
}

}  // namespace

void BindRuntime(nb::module_& module) {
  nb::class_<TensorInfo>(module, "TensorInfo",
                         "Name, shape and element type of an input or output. Dynamic dimensions "
                         "are -1.")
      .def_ro("name", &TensorInfo::name)
      .def_ro("shape", &TensorInfo::shape)
      .def_ro("dtype", &TensorInfo::dtype)
      .def("__repr__", [](const TensorInfo& info) {
        std::ostringstream text;
        text << info;
        return text.str();
      });
  nb::class_<SharedRuntime>(module, "Runtime",
                            "A loaded network without pre- and postprocessing: tensors in, tensors "
                            "out. Threads may share an object, whose calls run one at a time; "
                            "clones run in parallel and share the weights. Loading raises "
                            "fastdeploy.Error.")
      .def(
          "__init__",
          [](SharedRuntime* self, const RuntimeOption& option) {
            new (self) SharedRuntime(WithoutGil([&] { return Runtime::Load(option); }));
          },
          nb::arg("runtime_option"))
      .def(
          "infer", &InferArrays, nb::arg("data"),
          "Runs the network on a dict of arrays by input name. Returns the outputs as a list of "
          "arrays, in the order of get_output_info. Raises fastdeploy.Error, which is a ValueError "
          "if an input is missing or has the wrong name, shape or type.")
      .def(
          "infer",
          [](const SharedRuntime& runtime, const std::vector<Tensor>& data) {
            return Infer(runtime, BorrowAll(data));
          },
          nb::arg("data"), "The same for a list of FDTensor, each with the name of its input.")
      .def(
          "clone",
          [](const SharedRuntime& runtime) {
            return SharedRuntime(runtime.Use([](const Runtime& model) { return model; }));
          },
          "A runtime for another thread that shares the weights.")
      .def("num_inputs", [](const SharedRuntime& r) { return r.Get().NumInputs(); })
      .def("num_outputs", [](const SharedRuntime& r) { return r.Get().NumOutputs(); })
      .def(
          "get_input_info",
          [](const SharedRuntime& r, int index) { return r.Get().GetInputInfo(index); },
          nb::arg("index"))
      .def(
          "get_output_info",
          [](const SharedRuntime& r, int index) { return r.Get().GetOutputInfo(index); },
          nb::arg("index"))
      .def_prop_ro("option", [](const SharedRuntime& r) { return r.Get().option; })
      .def("__reduce__", [](const nb::handle& self) {
        RequireFiles(nb::cast<SharedRuntime&>(self).Get().option);
        return nb::make_tuple(self.type(), nb::make_tuple(self.attr("option")));
      });
}

}  // namespace fastdeploy::python
