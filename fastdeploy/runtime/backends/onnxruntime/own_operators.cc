// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/onnxruntime/own_operators.h"

#include "fastdeploy/runtime/backends/onnxruntime/data_type.h"
#include "fastdeploy/runtime/formats/onnx/graph.h"
#include "fastdeploy/runtime/operators/internal/operator.h"

namespace fastdeploy {
namespace {

class Outputs : public KernelOutputs {
 public:
  explicit Outputs(Ort::KernelContext* context) : context_(context) {}

 private:
  void* MakeBytes(size_t index, const std::vector<int64_t>& dims) override {
    return context_->GetOutput(index, dims).GetTensorMutableRawData();
  }

  Ort::KernelContext* context_;
};

/// A node of a session. Exceptions must not pass through ONNX Runtime's C interface.
class Node {
 public:
  Node(const OperatorRow& row, const OrtKernelInfo* info)
      : row_(row), kernel_(MakeKernel(row, AttributesOf(info))) {}

  OrtStatusPtr ComputeV2(OrtKernelContext* raw) {
    try {
      Ort::KernelContext context(raw);
      std::vector<KernelInput> inputs;
      for (size_t i = 0; i < context.GetInputCount(); ++i) {
        const Ort::ConstValue value = context.GetInput(i);
        if (!static_cast<const OrtValue*>(value)) {  // an optional one that is left out
          inputs.push_back({.dtype = row_.inputs[i].dtype, .dims = {}, .data = nullptr});
          continue;
        }
        inputs.push_back({.dtype = row_.inputs[i].dtype,
                          .dims = value.GetTensorTypeAndShapeInfo().GetShape(),
                          .data = value.GetTensorRawData()});
        // An empty tensor may have no memory; a null pointer means that there is no tensor.
        if (inputs.back().data == nullptr) inputs.back().data = this;
      }
      Outputs outputs(&context);
      kernel_->Run(inputs, &outputs);
      return nullptr;
    } catch (const std::exception& error) {
      return Ort::GetApi().CreateStatus(ORT_INVALID_ARGUMENT, error.what());
    }
  }

 private:
  static std::string AttributesOf(const OrtKernelInfo* info) {
    return Ort::ConstKernelInfo(info).GetAttribute<std::string>("attributes");
  }

  const OperatorRow& row_;
  std::unique_ptr<Kernel> kernel_;
};

struct OwnOperator : Ort::CustomOpBase<OwnOperator, Node, /*WithStatus=*/true> {
  explicit OwnOperator(const OperatorRow& operator_row) : row(operator_row) {}

  OrtStatusPtr CreateKernelV2(const OrtApi& api, const OrtKernelInfo* info, void** node) const {
    try {
      *node = new Node(row, info);  // NOLINT: ONNX Runtime owns it
      return nullptr;
    } catch (const std::exception& error) {
      return api.CreateStatus(ORT_INVALID_ARGUMENT, error.what());
    }
  }
  [[nodiscard]] const char* GetName() const { return row.name; }
  [[nodiscard]] size_t GetInputTypeCount() const { return row.inputs.size(); }
  [[nodiscard]] ONNXTensorElementDataType GetInputType(size_t i) const {
    return ToOrt(static_cast<FDDataType>(row.inputs[i].dtype));
  }
  [[nodiscard]] OrtCustomOpInputOutputCharacteristic GetInputCharacteristic(size_t i) const {
    return row.inputs[i].optional ? INPUT_OUTPUT_OPTIONAL : INPUT_OUTPUT_REQUIRED;
  }
  [[nodiscard]] size_t GetOutputTypeCount() const { return row.outputs.size(); }
  [[nodiscard]] ONNXTensorElementDataType GetOutputType(size_t i) const {
    return ToOrt(static_cast<FDDataType>(row.outputs[i].dtype));
  }

  const OperatorRow& row;
};

}  // namespace

const Ort::CustomOpDomain& OwnOperators() {
  static const Ort::CustomOpDomain* domain = [] {
    auto* made = new Ort::CustomOpDomain(onnx::kOwnDomain);
    for (const OperatorRow& row : OperatorRows()) made->Add(new OwnOperator(row));
    return made;
  }();
  return *domain;
}

}  // namespace fastdeploy
