// SPDX-License-Identifier: Apache-2.0
//
// Paddle Inference: whatever Paddle runs. Our engine is a predictor that never runs; our session is
// a clone of it, which shares its weights.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <thread>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/runtime/backend.h"
#include "fastdeploy/runtime/backends/paddle/library.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/internal/resolved_options.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy {
namespace {

namespace pd = paddle_library;

/// Paddle's messages hold a stack trace and a summary: the summary, on one line.
std::string Summary(std::string_view message) {
  constexpr std::string_view kTitle = "Error Message Summary:";
  if (const size_t at = message.find(kTitle); at != std::string_view::npos) {
    message.remove_prefix(at + kTitle.size());
  }
  std::string line;
  for (const char c : message) {
    const bool is_space = c == '\n' || c == ' ';
    if (is_space && (line.empty() || line.back() == ' ')) continue;
    if (c == '-' && line.empty()) continue;
    line += is_space ? ' ' : c;
  }
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

/// A paddle_infer::Config, of which only functions are known. It has some kilobytes.
class Config {
 public:
  Config() { pd::Load().construct_config(bytes_.data()); }
  ~Config() { pd::Load().destroy_config(bytes_.data()); }
  Config(const Config&) = delete;
  Config& operator=(const Config&) = delete;
  void* Get() { return bytes_.data(); }

 private:
  alignas(64) std::array<std::byte, size_t{1} << 16> bytes_ = {};
};

class PaddleSession : public Session {
 public:
  PaddleSession(pd::PredictorPtr predictor, const std::vector<TensorInfo>& inputs,
                const std::vector<TensorInfo>& outputs)
      : predictor_(std::move(predictor)) {
    for (const TensorInfo& input : inputs) {
      inputs_.emplace(input.name, pd::Load().input(predictor_.get(), input.name));
    }
    for (const TensorInfo& output : outputs) {
      names_.push_back(output.name);
      outputs_.push_back(pd::Load().output(predictor_.get(), output.name));
    }
  }

  void Run(std::span<const FDTensor> inputs, std::vector<FDTensor>* outputs) override {
    try {
      for (const FDTensor& input : inputs) {
        pd::Tensor* tensor = inputs_.at(input.name).get();
        pd::Load().reshape(tensor, {input.shape.begin(), input.shape.end()});
        pd::RowOf(input.dtype).copy_from_cpu(tensor, input.Data());
      }
      if (!pd::Load().run(predictor_.get())) throw std::runtime_error("it failed");
      outputs->resize(outputs_.size());
      for (size_t i = 0; i < outputs_.size(); ++i) View(i, &(*outputs)[i]);
    } catch (const Error&) {
      throw;
    } catch (const std::exception& error) {
      throw Error(ErrorKind::kRuntime,
                  fmt::format("Paddle Inference: {}", Summary(error.what())));
    }
  }

 private:
  void View(size_t index, FDTensor* output) {
    const pd::Tensor* tensor = outputs_[index].get();
    const std::vector<int> shape = pd::Load().shape(tensor);
    const pd::TypeRow& type = pd::RowOf(pd::Load().type(tensor));
    output->name = names_[index];
    output->SetExternalData({shape.begin(), shape.end()}, type.ours, &nothing_);
    if (output->Numel() == 0) return;
    int place = 0;
    int size = 0;
    output->external_data_ptr = type.data(tensor, &place, &size);
  }

  // The handles refer to the predictor's memory.
  pd::PredictorPtr predictor_;
  std::map<std::string, pd::TensorPtr> inputs_;
  std::vector<pd::TensorPtr> outputs_;
  std::vector<std::string> names_;
  char nothing_ = 0;  ///< where outputs without elements are
};

std::vector<TensorInfo> InfosOf(const std::vector<std::string>& names,
                                const std::map<std::string, std::vector<int64_t>>& shapes,
                                const std::map<std::string, pd::DataType>& types) {
  std::vector<TensorInfo> infos;
  for (const std::string& name : names) {
    TensorInfo info = {.name = name, .shape = {}, .dtype = pd::RowOf(types.at(name)).ours};
    for (const int64_t dim : shapes.at(name)) {
      info.shape.push_back(dim < 0 ? -1 : static_cast<int>(dim));
    }
    infos.push_back(std::move(info));
  }
  return infos;
}

class PaddleEngine : public Engine {
 public:
  PaddleEngine(std::shared_ptr<pd::Predictor> predictor, const RuntimeOption& option)
      : predictor_(std::move(predictor)) {
    const pd::Functions& paddle = pd::Load();
    pd::Predictor* model = predictor_.get();
    inputs_ =
        InfosOf(paddle.input_names(model), paddle.input_shapes(model), paddle.input_types(model));
    outputs_ = InfosOf(paddle.output_names(model), paddle.output_shapes(model),
                       paddle.output_types(model));
    FixShapes(option);
  }

  [[nodiscard]] const std::vector<TensorInfo>& Inputs() const override { return inputs_; }
  [[nodiscard]] const std::vector<TensorInfo>& Outputs() const override { return outputs_; }

  [[nodiscard]] std::unique_ptr<Session> OpenSession() const override {
    return std::make_unique<PaddleSession>(pd::Load().clone(predictor_.get(), nullptr), inputs_,
                                           outputs_);
  }

 private:
  /// The network stays as it is; inputs that do not have the fixed shapes are refused.
  void FixShapes(const RuntimeOption& option) {
    std::vector<ModelInput> inputs;
    for (const TensorInfo& info : inputs_) {
      inputs.push_back({.names = {info.name}, .dims = Dims(info.shape.begin(), info.shape.end())});
    }
    for (const auto& [place, dims] : ResolveShapes(option, inputs, FixedDims::kStay)) {
      inputs_[place].shape.assign(dims.begin(), dims.end());
    }
  }

  std::shared_ptr<pd::Predictor> predictor_;
  std::vector<TensorInfo> inputs_;
  std::vector<TensorInfo> outputs_;
};

void Configure(const ModelFile& model, const RuntimeOption& option, Config* config) {
  const pd::Functions& paddle = pd::Load();
  const PaddleBackendOption& own = option.paddle_infer_option;
  if (model.model_path.empty() || model.params_path.empty()) {
    paddle.set_model_buffer(config->Get(), model.model.data(), model.model.size(),
                            model.params.data(), model.params.size());
  } else {
    paddle.set_model(config->Get(), model.model_path, model.params_path);
  }
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int threads = CpuThreads(option, -1);
  paddle.set_threads(config->Get(), threads > 0 ? threads : cores);
  paddle.switch_ir_optim(config->Get(), own.switch_ir_optimize ? 1 : 0);
  if (own.enable_memory_optimize) paddle.enable_memory_optim(config->Get(), true);
  if (own.enable_mkldnn) {
    paddle.enable_onednn(config->Get());
    if (own.mkldnn_cache_size > 0) {
      paddle.set_onednn_cache(config->Get(), own.mkldnn_cache_size);
    }
  } else {
    paddle.disable_onednn(config->Get());
  }
  if (!own.enable_log_info) paddle.disable_log(config->Get());
  for (const std::string& pass : own.delete_pass_names) paddle.delete_pass(config->Get(), pass);
}

bool Reads(ModelFormat format) { return format == PADDLE; }

bool RunsOn(Device device) { return device == CPU && pd::IsInstalled(); }

std::shared_ptr<const Engine> Load(const ModelFile& model, const RuntimeOption& option) {
  try {
    Config config;
    Configure(model, option, &config);
    return std::make_shared<PaddleEngine>(pd::Load().create_predictor(config.Get()), option);
  } catch (const Error& error) {
    throw error.Within("cannot load " + model.Name());
  } catch (const std::exception& error) {
    throw Error(ErrorKind::kUnsupported, fmt::format("cannot load {}: Paddle Inference: {}",
                                                     model.Name(), Summary(error.what())));
  }
}

}  // namespace

namespace backends::paddle {

extern const BackendRow kRow;
const BackendRow kRow = {.backend = PDINFER,
                         .name = "Paddle Inference",
                         .package = "paddlepaddle",
                         .reads = Reads,
                         .load = Load,
                         .runs_on = RunsOn,
                         .shares_weights = false};

}  // namespace backends::paddle

}  // namespace fastdeploy
