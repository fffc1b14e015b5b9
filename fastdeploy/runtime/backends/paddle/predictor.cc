// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/paddle/predictor.h"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/backends/paddle/create_predictor.h"
#include "fastdeploy/runtime/backends/paddle/library.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/formats/paddle/program.h"
#include "fastdeploy/runtime/internal/declared_info.h"
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
    (void)pd::RowOf(infos.back().dtype);  // throws for a type that cannot be copied
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
  loaded_->predictor = CreatePaddlePredictor(model, option);
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
