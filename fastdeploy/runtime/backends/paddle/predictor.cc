// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/paddle/predictor.h"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <string_view>
#include <variant>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/runtime/backends/paddle/library.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/formats/paddle/program.h"
#include "fastdeploy/runtime/internal/declared_info.h"
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
    if (line.empty() && (is_space || c == '-')) continue;
    if (is_space && line.back() == ' ') continue;
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

bool IsPir(const ModelFile& model) { return model.program->format == paddle::ProgramFormat::kPir; }

/// Whether Paddle 3 computes an operator of a .pdmodel wrongly (tests/operators_test.cc with its
/// library): it writes no values, and steps in one direction only.
bool IsWrongInVersion3(const paddle::Operator& op) {
  if (op.type == "set_value") return true;
  const auto strides = op.attributes.find("strides");
  if (op.type != "strided_slice" || strides == op.attributes.end()) return false;
  const auto* steps = std::get_if<std::vector<int64_t>>(&strides->second);
  return steps != nullptr && std::ranges::any_of(*steps, [](int64_t step) { return step < 0; });
}

/// Refuses what this version of Paddle cannot read, or would run with wrong results.
void CheckVersion(const ModelFile& model, const std::string& version) {
  if (IsPir(model) && version.starts_with("2.")) {
    throw Error(ErrorKind::kUnsupported,
                fmt::format("Paddle Inference {} reads .pdmodel only", version));
  }
  if (IsPir(model) || version.starts_with("2.")) return;
  for (const paddle::Block& block : model.program->blocks) {
    const auto wrong = std::ranges::find_if(block.operators, IsWrongInVersion3);
    if (wrong == block.operators.end()) continue;
    throw Error(ErrorKind::kUnsupported,
                fmt::format("Paddle Inference {} computes the operator {} of a .pdmodel wrongly; "
                            "2.6.2 does not",
                            version, wrong->type));
  }
}

void SetFiles(const ModelFile& model, Config* config) {
  const pd::Functions& paddle = pd::Load();
  CheckVersion(model, paddle.version);
  // Paddle refuses a file of parameters for a program that has none.
  const std::string params = model.program->parameters.empty() ? "" : model.params_path;
  if (!model.model_path.empty() && (!params.empty() || model.program->parameters.empty())) {
    paddle.set_model(config->Get(), model.model_path, params);
  } else if (IsPir(model)) {  // Paddle 3.3 crashes
    throw Error(ErrorKind::kUnsupported, "Paddle Inference reads inference.json from files only");
  } else {
    paddle.set_model_buffer(config->Get(), model.model.data(), model.model.size(),
                            model.params.data(), model.params.size());
  }
}

void SetOneDnn(bool on, int cached_shapes, Config* config) {
  const pd::Functions& paddle = pd::Load();
  if (!on) {
    if (paddle.disable_onednn != nullptr) paddle.disable_onednn(config->Get());
    return;
  }
  if (paddle.enable_onednn != nullptr) paddle.enable_onednn(config->Get());
  if (paddle.set_onednn_cache != nullptr && cached_shapes > 0) {
    paddle.set_onednn_cache(config->Get(), cached_shapes);
  }
}

/// Passes that give wrong results: they multiply weights by a factor, also where other operators
/// use the same weights (GFL's).
constexpr const char* kWrongPasses[] = {"matmul_v2_scale_fuse_pass", "matmul_scale_fuse_pass"};

void DeletePass(const std::string& name, Config* config) {
  const pd::Functions& paddle = pd::Load();
  if (paddle.delete_pass != nullptr) {  // of PIR programs, too
    paddle.delete_pass(config->Get(), name);
  } else {
    paddle.delete_pass_of_builder(paddle.pass_builder(config->Get()), name);
  }
}

std::shared_ptr<pd::Predictor> Create(const ModelFile& model, const RuntimeOption& option) {
  const pd::Functions& paddle = pd::Load();
  const PaddleBackendOption& own = option.paddle_infer_option;
  Config config;
  SetFiles(model, &config);
  paddle.set_threads(config.Get(), NumThreads(option, -1));
  paddle.switch_ir_optim(config.Get(), own.switch_ir_optimize ? 1 : 0);
  // Of PIR programs, Paddle 3.3 cannot optimise the memory, and with oneDNN it refuses some and
  // crashes with others.
  if (own.enable_mkldnn && IsPir(model)) {
    LogWarning(fmt::format("{} runs without oneDNN, which is for .pdmodel only", model.Name()));
  }
  SetOneDnn(own.enable_mkldnn && !IsPir(model), own.mkldnn_cache_size, &config);
  paddle.enable_memory_optim(config.Get(), own.enable_memory_optimize && !IsPir(model));
  if (!own.enable_log_info) paddle.disable_log(config.Get());
  for (const char* name : kWrongPasses) DeletePass(name, &config);
  for (const std::string& name : own.delete_pass_names) DeletePass(name, &config);
  return paddle.create_predictor(config.Get());
}

/// The predictor's inputs or outputs as the program declares them: Paddle 3.3 takes all inputs of a
/// PIR program for float32.
std::vector<TensorInfo> InfosOf(const std::vector<std::string>& names,
                                const std::vector<paddle::Port>& ports,
                                const paddle::Program& program) {
  std::vector<TensorInfo> infos;
  for (const std::string& name : names) {
    const auto port = std::ranges::find(ports, name, &paddle::Port::name);
    if (port == ports.end()) {
      throw Error(ErrorKind::kUnsupported,
                  fmt::format("the program has no '{}', of which Paddle Inference knows", name));
    }
    infos.push_back(DeclaredInfo(program, *port));
  }
  return infos;
}

}  // namespace

struct PaddlePredictor::Loaded {
  // The handles refer to the predictor's memory.
  std::shared_ptr<pd::Predictor> predictor;
  std::map<std::string, pd::TensorPtr> inputs;
  std::vector<pd::TensorPtr> outputs;

  void Set(const FDTensor& input) {
    pd::Tensor* tensor = inputs.at(input.name).get();
    pd::Load().reshape(tensor, {input.shape.begin(), input.shape.end()});
    pd::RowOf(input.dtype).copy_from_cpu(tensor, input.Data());
  }

  void Run(std::span<const FDTensor> tensors) {
    for (const FDTensor& input : tensors) Set(input);
    if (!pd::Load().run(predictor.get())) {
      throw Error(ErrorKind::kRuntime, "Paddle Inference: the run failed");
    }
  }

  void Get(size_t index, FDTensor* output) const {
    const pd::Tensor* tensor = outputs[index].get();
    const std::vector<int> shape = pd::Load().shape(tensor);
    const pd::TypeRow& type = pd::RowOf(pd::Load().type(tensor));
    output->Resize({shape.begin(), shape.end()}, type.ours, output->name);
    if (output->Numel() == 0) return;
    int place = 0;
    int size = 0;
    const void* data = type.data(tensor, &place, &size);
    std::copy_n(static_cast<const std::byte*>(data), output->Nbytes(),
                static_cast<std::byte*>(output->MutableData()));
  }
};

PaddlePredictor::PaddlePredictor(const ModelFile& model, const RuntimeOption& option)
    : loaded_(std::make_unique<Loaded>()),
      thread_([this](const std::stop_token& stop) { Work(stop); }) {
  Do([&] { Load(model, option); });
}

PaddlePredictor::~PaddlePredictor() {
  loaded_.reset();
  malloc_trim(0);  // return the heap that held the weights
}

void PaddlePredictor::Load(const ModelFile& model, const RuntimeOption& option) {
  const pd::Functions& paddle = pd::Load();
  loaded_->predictor = Create(model, option);
  pd::Predictor* predictor = loaded_->predictor.get();
  inputs_ = InfosOf(paddle.input_names(predictor), model.program->inputs, *model.program);
  outputs_ = InfosOf(paddle.output_names(predictor), model.program->outputs, *model.program);
  for (const TensorInfo& input : inputs_) {
    loaded_->inputs.emplace(input.name, paddle.input(predictor, input.name));
  }
  for (const TensorInfo& output : outputs_) {
    loaded_->outputs.push_back(paddle.output(predictor, output.name));
  }
}

void PaddlePredictor::Run(std::span<const FDTensor> inputs, std::vector<FDTensor>* outputs) {
  Do([&] {
    loaded_->Run(inputs);
    outputs->resize(outputs_.size());
    for (size_t i = 0; i < outputs_.size(); ++i) {
      (*outputs)[i].name = outputs_[i].name;
      loaded_->Get(i, &(*outputs)[i]);
    }
  });
}

void PaddlePredictor::Do(std::function<void()> work) {
  std::packaged_task<void()> task(std::move(work));
  std::future<void> done = task.get_future();
  {
    const std::scoped_lock lock(mutex_);
    queue_.push_back(std::move(task));
  }
  has_work_.notify_one();
  try {
    done.get();
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    throw Error(ErrorKind::kRuntime, fmt::format("Paddle Inference: {}", Summary(error.what())));
  }
}

void PaddlePredictor::Work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (has_work_.wait(lock, stop, [this] { return !queue_.empty(); })) {
    std::packaged_task<void()> task = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    task();
    lock.lock();
  }
}

}  // namespace fastdeploy
