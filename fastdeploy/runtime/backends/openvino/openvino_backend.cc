// SPDX-License-Identifier: Apache-2.0
//
// OpenVINO, through its C++ API. Our engine is an ov::CompiledModel, our session an
// ov::InferRequest.

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <openvino/openvino.hpp>
#include <optional>
#include <string_view>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/runtime/backend.h"
#include "fastdeploy/runtime/backends/openvino/callers.h"
#include "fastdeploy/runtime/backends/openvino/compile.h"
#include "fastdeploy/runtime/backends/openvino/data_type.h"
#include "fastdeploy/runtime/backends/openvino/load.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/internal/largest_run.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy {
namespace {

std::vector<int> DimsOf(const ov::PartialShape& shape) {
  std::vector<int> dims;
  if (shape.rank().is_dynamic()) return dims;
  for (const ov::Dimension& dim : shape) {
    dims.push_back(dim.is_static() ? static_cast<int>(dim.get_length()) : -1);
  }
  return dims;
}

/// The name in the model file. A tensor has several names if OpenVINO has removed operators that do
/// nothing; the node of an input or output keeps its own.
template <typename Port>
std::string NameOf(const Port& port) {
  const auto& names = port.get_names();
  if (names.empty()) return "";
  constexpr std::string_view kSuffix = "/Result";
  std::string own = port.get_node()->get_friendly_name();
  if (own.ends_with(kSuffix)) own.resize(own.size() - kSuffix.size());
  return names.contains(own) ? own : port.get_any_name();
}

template <typename Ports>
std::vector<TensorInfo> InfosOf(const Ports& ports) {
  std::vector<TensorInfo> infos;
  for (const auto& port : ports) {
    infos.push_back({.name = NameOf(port),
                     .shape = DimsOf(port.get_partial_shape()),
                     .dtype = FromOpenVINO(port.get_element_type())});
  }
  return infos;
}

/// A shape that no result has, given to an output before each run: without elements, yet of a size.
/// With one thread, OpenVINO (as of 2026.4) keeps silent about errors in models with dynamic
/// shapes, and leaves the results of the run before. Outputs that it does not write keep the mark.
struct Mark {
  size_t output = 0;
  ov::element::Type type;
  ov::Shape shape;
};

/// The marks of all outputs that can have one: those with two open dimensions in front.
std::vector<Mark> MarksOf(const ov::CompiledModel& compiled) {
  constexpr size_t kOddSize = 977;
  std::vector<Mark> marks;
  for (size_t i = 0; i < compiled.outputs().size(); ++i) {
    const ov::PartialShape& shape = compiled.output(i).get_partial_shape();
    if (shape.rank().is_dynamic() || shape.size() < 2) continue;
    if (shape[0].is_static() || shape[1].is_static()) continue;
    ov::Shape mark(shape.size(), kOddSize);
    mark[0] = 0;
    marks.push_back({.output = i, .type = compiled.output(i).get_element_type(), .shape = mark});
  }
  return marks;
}

/// std::bad_alloc, or the exception that OpenVINO makes of it.
bool IsOutOfMemory(const std::exception& error) {
  return std::string_view(error.what()).find("bad_alloc") != std::string_view::npos;
}

class OpenVINOSession : public Session {
 public:
  OpenVINOSession(CompiledModels compiled, std::shared_ptr<Callers> callers,
                  std::vector<TensorInfo> outputs)
      : compiled_(std::move(compiled)),
        callers_(std::move(callers)),
        request_(compiled_.model.create_infer_request()),
        outputs_(std::move(outputs)),
        marks_(MarksOf(compiled_.model)) {}
  OpenVINOSession(const OpenVINOSession&) = delete;
  OpenVINOSession& operator=(const OpenVINOSession&) = delete;
  ~OpenVINOSession() override {
    if (running_ != nullptr) callers_->End();
  }

  void Run(std::span<const FDTensor> inputs, std::vector<FDTensor>* outputs) override {
    Start(inputs);
    Finish(outputs);
  }

  void Start(std::span<const FDTensor> inputs) override {
    const bool alone = callers_->Begin();
    running_ = &request_;
    try {
      AsError([&] {
        if (alone) running_ = RequestForOneCaller();
        Start(inputs, running_);
      });
    } catch (...) {
      End();
      throw;
    }
  }

  void Finish(std::vector<FDTensor>* outputs) override {
    ov::InferRequest& request = *running_;
    try {
      AsError([&] { request.wait(); });
    } catch (...) {
      End();
      throw;
    }
    End();
    AsError([&] {
      CheckMarks(&request);
      outputs->resize(outputs_.size());
      for (size_t i = 0; i < outputs_.size(); ++i) View(&request, i, &(*outputs)[i]);
    });
  }

 private:
  template <typename Call>
  static void AsError(const Call& call) {
    try {
      call();
    } catch (const ov::Exception& error) {
      throw Error(ErrorKind::kRuntime,
                  fmt::format("OpenVINO inference: {}",
                              IsOutOfMemory(error) ? "out of memory" : error.what()));
    }
  }

  void Start(std::span<const FDTensor> inputs, ov::InferRequest* request) {
    give_back_ = size_.Exceeded(inputs) || give_back_;
    if (give_back_) GiveMemoryBack();
    if (!inputs.empty() && inputs[0].shape != last_shape_) {
      last_shape_ = inputs[0].shape;
      if (callers_->CountShape()) malloc_trim(0);
    }
    for (const FDTensor& input : inputs) {
      const ov::Shape shape(input.shape.begin(), input.shape.end());
      // The request only reads its inputs, but ov::Tensor has no constructor for constant data.
      request->set_tensor(
          input.name, ov::Tensor(ToOpenVINO(input.dtype), shape, const_cast<void*>(input.Data())));
    }
    SetMarks(request);
    request->start_async();  // not infer(), in which callers of one stream overtake each other
  }

  void End() {
    running_ = nullptr;
    callers_->End();
  }

  /// The usual request if the model has none for a lone caller.
  ov::InferRequest* RequestForOneCaller() {
    if (!compiled_.for_one_caller) return &request_;
    if (!own_request_) own_request_ = compiled_.for_one_caller->create_infer_request();
    return &*own_request_;
  }

  /// Of the network's intermediate results, which OpenVINO keeps, and of the outputs. While another
  /// session runs, OpenVINO refuses: then at a later run.
  void GiveMemoryBack() {
    try {
      compiled_.model.release_memory();
    } catch (const ov::Exception&) {
      return;
    }
    give_back_ = false;
    request_ = compiled_.model.create_infer_request();
    malloc_trim(0);
  }

  void SetMarks(ov::InferRequest* request) {
    for (const Mark& mark : marks_) {
      request->set_output_tensor(mark.output, ov::Tensor(mark.type, mark.shape));
    }
  }

  void CheckMarks(ov::InferRequest* request) {
    for (const Mark& mark : marks_) {
      if (request->get_output_tensor(mark.output).get_shape() != mark.shape) continue;
      throw Error(ErrorKind::kRuntime,
                  fmt::format("OpenVINO inference: it failed and did not write output '{}'; with "
                              "more than one thread it says why",
                              outputs_[mark.output].name));
    }
  }

  void View(ov::InferRequest* request, size_t index, FDTensor* output) {
    ov::Tensor tensor = request->get_output_tensor(index);
    const ov::Shape& shape = tensor.get_shape();
    output->name = outputs_[index].name;
    output->SetExternalData({shape.begin(), shape.end()}, FromOpenVINO(tensor.get_element_type()),
                            tensor.data());
  }

  CompiledModels compiled_;
  std::shared_ptr<Callers> callers_;
  ov::InferRequest request_;
  std::optional<ov::InferRequest> own_request_;  // for a lone caller
  ov::InferRequest* running_ = nullptr;          // between Start and Finish
  std::vector<TensorInfo> outputs_;
  std::vector<Mark> marks_;
  LargestRun size_;
  std::vector<int64_t> last_shape_;
  bool give_back_ = false;
};

/// 1 for devices without streams.
int StreamsOf(const ov::CompiledModel& compiled) {
  try {
    return std::max(1, static_cast<int>(compiled.get_property(ov::num_streams)));
  } catch (const ov::Exception&) {
    return 1;
  }
}

class OpenVINOEngine : public Engine {
 public:
  explicit OpenVINOEngine(CompiledModels compiled)
      : compiled_(std::move(compiled)),
        inputs_(InfosOf(compiled_.model.inputs())),
        outputs_(InfosOf(compiled_.model.outputs())),
        streams_(StreamsOf(compiled_.model)) {}

  [[nodiscard]] int ParallelRuns() const override { return streams_; }
  [[nodiscard]] const std::vector<TensorInfo>& Inputs() const override { return inputs_; }
  [[nodiscard]] const std::vector<TensorInfo>& Outputs() const override { return outputs_; }

  [[nodiscard]] std::unique_ptr<Session> OpenSession() const override {
    return std::make_unique<OpenVINOSession>(compiled_, callers_, outputs_);
  }

 private:
  CompiledModels compiled_;
  std::shared_ptr<Callers> callers_ = std::make_shared<Callers>();
  std::vector<TensorInfo> inputs_;
  std::vector<TensorInfo> outputs_;
  int streams_;
};

bool Reads(ModelFormat format) {
  return format == PADDLE || format == ONNX || format == OPENVINO_IR;
}

bool RunsOn(Device device) { return device == CPU; }

std::shared_ptr<const Engine> Load(const ModelFile& model, const RuntimeOption& option) {
  try {
    return std::make_shared<OpenVINOEngine>(LoadWithOpenVINO(model, option));
  } catch (const Error& error) {
    throw error.Within("cannot load " + model.Name());
  } catch (const std::exception& error) {  // ov::Exception, and whatever its front ends throw
    if (IsOutOfMemory(error)) {
      throw Error(ErrorKind::kRuntime, fmt::format("cannot load {}: out of memory", model.Name()));
    }
    // Paddle's files have been read: what is left is what the backend cannot do.
    const bool is_read = model.format == PADDLE;
    throw Error(is_read ? ErrorKind::kUnsupported : ErrorKind::kInvalidFile,
                fmt::format("cannot load {}: OpenVINO: {}", model.Name(), error.what()));
  }
}

}  // namespace

namespace backends::openvino {

extern const BackendRow kRow;
const BackendRow kRow = {.backend = OPENVINO,
                         .id = "openvino",
                         .name = "OpenVINO",
                         .package = "openvino",
                         .reads = Reads,
                         .load = Load,
                         .runs_on = RunsOn,
                         .shares_weights = false};

}  // namespace backends::openvino

}  // namespace fastdeploy
