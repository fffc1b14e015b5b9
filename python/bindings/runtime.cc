// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/runtime.h"

#include <nanobind/stl/map.h>
#include <nanobind/stl/vector.h>

#include <string>
#include <utility>

#include "bindings/model.h"
#include "bindings/module.h"
#include "bindings/shared.h"
#include "bindings/tensor.h"
#include "bindings/text.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::python {
namespace {

/// fastdeploy.Runtime: a runtime, and the tensors that are bound to it. Those are accessed with the
/// GIL held only.
class SharedRuntime : public Shared<Runtime> {
 public:
  explicit SharedRuntime(Runtime&& runtime) : Shared<Runtime>(std::move(runtime)) {}

  void BindInput(const std::string& name, const Tensor& tensor) {
    inputs_.insert_or_assign(name, tensor);
  }
  void BindOutput(const std::string& name, const nb::object& tensor) {
    if (!nb::isinstance<Tensor>(tensor)) throw nb::type_error("fdtensor: expected an FDTensor");
    outputs_.insert_or_assign(name, tensor);
  }
  /// Runs the network on the bound inputs.
  void InferBound();
  /// An output of the last run on bound inputs. Throws Error.
  [[nodiscard]] Tensor Output(const std::string& name) const;

 private:
  std::map<std::string, Tensor> inputs_;
  std::map<std::string, nb::object> outputs_;
  std::map<std::string, Tensor> last_;
};

FDTensor View(const Tensor& tensor, const std::string& name) {
  FDTensor view(name);
  const FDTensor& from = tensor.Get();
  auto* data = const_cast<void*>(from.Data());  // NOLINT(*-const-cast)
  view.SetExternalData(from.shape, from.dtype, data);
  return view;
}

std::vector<Tensor> Infer(const SharedRuntime& runtime, const std::vector<FDTensor>& inputs) {
  return ToPython(runtime.Use([&](Runtime& model) {
    std::vector<FDTensor> outputs;
    model.Run(inputs, &outputs);
    for (FDTensor& output : outputs) output.StopSharing();
    return outputs;
  }));
}

void SharedRuntime::InferBound() {
  const std::map<std::string, Tensor> kept = inputs_;  // another thread may bind others
  std::vector<FDTensor> inputs;
  for (const auto& [name, tensor] : kept) inputs.push_back(View(tensor, name));
  std::map<std::string, Tensor> found;
  for (Tensor& tensor : Infer(*this, inputs)) {
    const std::string name = tensor.Get().name;
    if (const auto bound = outputs_.find(name); bound != outputs_.end()) {
      nb::cast<Tensor&>(bound->second).Assign(tensor.Get());
    }
    found.emplace(name, std::move(tensor));
  }
  last_ = std::move(found);
}

Tensor SharedRuntime::Output(const std::string& name) const {
  if (const auto found = last_.find(name); found != last_.end()) return found->second;
  std::string names;
  for (const TensorInfo& info : Get().GetOutputInfos()) {
    names += (names.empty() ? "" : ", ") + info.name;
  }
  throw Error(ErrorKind::kInvalidArgument,
              last_.empty()
                  ? "get_output_tensor: call zero_copy_infer first"
                  : "get_output_tensor: the model has no output '" + name + "', but: " + names);
}

std::vector<Tensor> InferTensors(const SharedRuntime& runtime,
                                 const std::map<std::string, Tensor>& data) {
  std::vector<FDTensor> inputs;
  for (const auto& [name, tensor] : data) inputs.push_back(View(tensor, name));
  return Infer(runtime, inputs);
}

[[noreturn]] void RefusePoros(const char* call) {
  throw Error(ErrorKind::kUnsupported,
              std::string(call) +
                  " is for TorchScript models with the backend Poros, which this "
                  "library does not have: use infer");
}

using ArrayList = nb::typed<nb::list, nb::ndarray<nb::numpy>>;

ArrayList InferArrays(const SharedRuntime& runtime, const std::map<std::string, Array>& data) {
  std::vector<Dense> kept;
  std::vector<FDTensor> inputs;
  for (const auto& [name, array] : data) {
    kept.push_back(DenseOf(array, "input '" + name + "'"));
    inputs.push_back(Borrow(kept.back(), name));
  }
  nb::list outputs;
  for (const Tensor& tensor : Infer(runtime, inputs)) outputs.append(tensor.Numpy().object);
  return nb::borrow<ArrayList>(outputs);
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
        std::string shape;
        for (const int size : info.shape) {
          shape += (shape.empty() ? "" : ", ") + std::to_string(size);
        }
        std::string type = Str(info.dtype);  // FDDataType::FP32
        type.replace(type.find("::"), 2, ".");
        return "TensorInfo(name : '" + info.name + "', dtype : '" + type + "', shape : '[" + shape +
               "]')";
      });
  nb::class_<SharedRuntime>(module, "Runtime", nb::dynamic_attr(),
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
      .def("infer", &InferTensors, nb::arg("data"),
           "Runs the network on a dict of FDTensor by input name. Returns the outputs as a list of "
           "FDTensor.")
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
      .def("bind_input_tensor", &SharedRuntime::BindInput, nb::arg("name"), nb::arg("fdtensor"),
           "Makes zero_copy_infer take an input from the memory that the tensor has now, without a "
           "copy.")
      .def("bind_output_tensor", &SharedRuntime::BindOutput, nb::arg("name"), nb::arg("fdtensor"),
           nb::sig("def bind_output_tensor(self, name: str, fdtensor: FDTensor) -> None"),
           "Makes zero_copy_infer copy an output to the tensor: into its memory, if shape and type "
           "are equal.")
      .def("zero_copy_infer", &SharedRuntime::InferBound,
           "Runs the network on the bound inputs; see get_output_tensor. Threads that bind tensors "
           "need a clone each. Raises fastdeploy.Error.")
      .def("get_output_tensor", &SharedRuntime::Output, nb::arg("name"),
           "An output of the last zero_copy_infer; the next one does not change it.")
      .def(
          "forward", [](const SharedRuntime&, const nb::args&) { RefusePoros("forward"); },
          nb::sig("def forward(self, *inputs: typing.Any) -> typing.NoReturn"),
          "Of 1.x's backend Poros: raises fastdeploy.UnsupportedError.")
      .def(
          "compile",
          [](const SharedRuntime&, const nb::object& /*warm_datas*/) { RefusePoros("compile"); },
          nb::sig("def compile(self, warm_datas: typing.Any) -> typing.NoReturn"),
          nb::arg("warm_datas"), "Of 1.x's backend Poros: raises fastdeploy.UnsupportedError.")
      .def(
          "get_profile_time", [](const SharedRuntime& r) { return r.Get().GetProfileTime(); },
          "Kept for 1.x: 0. Models record times; see enable_record_time_of_runtime.")
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
      .def_prop_ro(
          "runtime_option", [](const SharedRuntime& r) { return r.Get().option; },
          "1.x's name of option.")
      .def_prop_ro(
          "_runtime", [](const nb::handle& self) { return nb::borrow(self); },
          nb::for_getter(nb::sig("def _runtime(self, /) -> Runtime")), "This object.")
      .def("__reduce__", [](const nb::handle& self) {
        RequireFiles(nb::cast<SharedRuntime&>(self).Get().option);
        return nb::make_tuple(self.type(), nb::make_tuple(self.attr("option")));
      });
}

}  // namespace fastdeploy::python
