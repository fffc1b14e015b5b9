// SPDX-License-Identifier: Apache-2.0
//
// ONNX Runtime, through its C++ API. Our engine is an Ort::Session, whose Run is thread-safe; our
// session is an Ort::IoBinding, which holds the inputs and outputs of one thread.

#include <fmt/format.h>
#include <malloc.h>

#include "fastdeploy/core/current_error.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/runtime/backend.h"
#include "fastdeploy/runtime/backends/onnxruntime/data_type.h"
#include "fastdeploy/runtime/backends/onnxruntime/load.h"
#include "fastdeploy/runtime/backends/onnxruntime/ort.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/internal/largest_run.h"
#include "fastdeploy/runtime/internal/resolved_options.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy {
namespace {

TensorInfo InfoOf(const std::string& name, const Ort::TypeInfo& type) {
  if (type.GetONNXType() != ONNX_TYPE_TENSOR) {
    throw Error(ErrorKind::kUnsupported, fmt::format("input or output '{}' is not a tensor", name));
  }
  const auto tensor = type.GetTensorTypeAndShapeInfo();
  TensorInfo info = {.name = name, .shape = {}, .dtype = FromOrt(tensor.GetElementType())};
  for (const int64_t dim : tensor.GetShape()) {
    info.shape.push_back(dim < 0 ? -1 : static_cast<int>(dim));
  }
  return info;
}

class OrtSession : public Session {
 public:
  OrtSession(std::shared_ptr<Ort::Session> session, const std::vector<TensorInfo>& outputs)
      : session_(std::move(session)), binding_(*session_), outputs_(outputs) {}

  void Run(std::span<const FDTensor> inputs, std::vector<FDTensor>* outputs) override {
    try {
      values_.clear();
      binding_.ClearBoundInputs();
      for (const FDTensor& input : inputs) {
        // The session only reads its inputs, but Ort::Value has no constructor for constant data.
        const Ort::Value value = Ort::Value::CreateTensor(
            memory_, const_cast<void*>(input.Data()), static_cast<size_t>(input.Nbytes()),
            input.shape.data(), input.shape.size(), ToOrt(input.dtype));
        binding_.BindInput(input.name.c_str(), value);
      }
      binding_.ClearBoundOutputs();
      for (const TensorInfo& output : outputs_) {
        binding_.BindOutput(output.name.c_str(), memory_);
      }
      Ort::RunOptions options(nullptr);
      const bool give_back = size_.Exceeded(inputs);
      if (give_back) {
        options = Ort::RunOptions();
        options.AddConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
      }
      session_->Run(options, binding_);
      if (give_back) malloc_trim(0);
      values_ = binding_.GetOutputValues();
      outputs->resize(outputs_.size());
      for (size_t i = 0; i < outputs_.size(); ++i) View(i, &(*outputs)[i]);
    } catch (const Ort::Exception& error) {
      throw Error(ErrorKind::kRuntime, fmt::format("ONNX Runtime inference: {}", error.what()));
    }
  }

 private:
  void View(size_t index, FDTensor* output) {
    Ort::Value& value = values_[index];
    const auto info = value.GetTensorTypeAndShapeInfo();
    output->name = outputs_[index].name;
    output->SetExternalData(info.GetShape(), FromOrt(info.GetElementType()),
                            value.GetTensorMutableRawData());
  }

  std::shared_ptr<Ort::Session> session_;
  Ort::IoBinding binding_;
  Ort::MemoryInfo memory_ = Ort::MemoryInfo::CreateCpu(OrtDeviceAllocator, OrtMemTypeCPU);
  std::vector<TensorInfo> outputs_;
  std::vector<Ort::Value> values_;
  LargestRun size_;
};

class OrtEngine : public Engine {
 public:
  OrtEngine(Ort::Session session, const RuntimeOption& option)
      : session_(std::make_shared<Ort::Session>(std::move(session))) {
    Ort::AllocatorWithDefaultOptions allocator;
    for (size_t i = 0; i < session_->GetInputCount(); ++i) {
      inputs_.push_back(InfoOf(session_->GetInputNameAllocated(i, allocator).get(),
                               session_->GetInputTypeInfo(i)));
    }
    for (size_t i = 0; i < session_->GetOutputCount(); ++i) {
      outputs_.push_back(InfoOf(session_->GetOutputNameAllocated(i, allocator).get(),
                                session_->GetOutputTypeInfo(i)));
    }
    FixInputs(option, &inputs_);
  }

  ~OrtEngine() override {
    session_.reset();
    malloc_trim(0);  // return the heap that held the weights
  }

  [[nodiscard]] const std::vector<TensorInfo>& Inputs() const override { return inputs_; }
  [[nodiscard]] const std::vector<TensorInfo>& Outputs() const override { return outputs_; }

  [[nodiscard]] std::unique_ptr<Session> OpenSession() const override {
    return std::make_unique<OrtSession>(session_, outputs_);
  }

 private:
  std::shared_ptr<Ort::Session> session_;
  std::vector<TensorInfo> inputs_;
  std::vector<TensorInfo> outputs_;
};

bool Reads(ModelFormat format) { return format == ONNX || format == PADDLE; }

std::shared_ptr<const Engine> Load(const ModelFile& model, const RuntimeOption& option) {
  try {
    return std::make_shared<OrtEngine>(LoadWithOnnxRuntime(model, option), option);
  } catch (const Error& error) {
    throw error.Within("cannot load " + model.Name());
  } catch (const std::bad_alloc&) {
    throw CurrentError().Within("cannot load " + model.Name());
  } catch (const std::exception& error) {  // Ort::Exception
    // Paddle's files have been read: what is left is what the backend cannot do.
    const bool is_read = model.format == PADDLE;
    throw Error(is_read ? ErrorKind::kUnsupported : ErrorKind::kInvalidFile,
                fmt::format("cannot load {}: ONNX Runtime: {}", model.Name(), error.what()));
  }
}

}  // namespace

namespace backends::onnxruntime {

extern const BackendRow kRow;
const BackendRow kRow = {.backend = ORT,
                         .id = "onnxruntime",
                         .name = "ONNX Runtime",
                         .package = "onnxruntime",
                         .reads = Reads,
                         .load = Load,
                         .runs_on = RunsOnWithOnnxRuntime,
                         .shares_weights = true};

}  // namespace backends::onnxruntime

}  // namespace fastdeploy
