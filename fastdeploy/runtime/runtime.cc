// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/runtime.h"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <tuple>
#include <utility>

#include "fastdeploy/core/current_error.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/runtime/formats/model_file.h"

namespace fastdeploy {
namespace {

std::string AvailableBackends() {
  std::string names;
  for (const BackendRow* row : BackendRows()) {
    if (!row->runs_on(CPU)) continue;
    names += (names.empty() ? "" : ", ") + std::string(row->name);
  }
  return names.empty() ? "none" : names;
}

/// Why a backend cannot do what the option asks for; "" if it can.
std::string Lacks(const BackendRow& row, const RuntimeOption& option, const ModelFile& model) {
  if (!row.reads(model.format)) {
    return fmt::format("backend {} does not read {} ({})", row.name, model.Name(),
                       Str(model.format));
  }
  if (option.share_weights && !row.shares_weights) {
    return fmt::format("backend {} cannot share weights between processes", row.name);
  }
  return "";
}

/// "Backend::TRT is not in this build": why a backend is not available.
std::string Absent(Backend backend) {
  for (const BackendRow* row : BackendRows()) {
    if (row->backend != backend) continue;
    return fmt::format("{} is not installed (pip install {})", Str(backend), row->package);
  }
  return fmt::format("{} is not in this build", Str(backend));
}

/// The backend that the option names, else the first that can do what it asks for. A backend that
/// is not in this build is replaced by the latter, with a warning, unless the option forbids it.
const BackendRow& ChooseBackend(const RuntimeOption& option, const ModelFile& model) {
  if (option.backend != UNKNOWN && !option.enable_valid_backend_check &&
      !IsBackendAvailable(option.backend)) {
    RuntimeOption any = option;
    any.backend = UNKNOWN;
    const BackendRow& row = ChooseBackend(any, model);
    LogWarning(fmt::format("{}: {} runs {}", Absent(option.backend), row.name, model.Name()));
    return row;
  }
  std::string reason;
  bool on_device = false;
  for (const BackendRow* row : BackendRows()) {
    if (!row->runs_on(option.device)) continue;
    on_device = true;
    if (option.backend != UNKNOWN && option.backend != row->backend) continue;
    reason = Lacks(*row, option, model);
    if (reason.empty()) return *row;
    if (option.backend != UNKNOWN) throw Error(ErrorKind::kUnsupported, reason);
  }
  if (!on_device) {
    throw Error(ErrorKind::kUnsupported,
                fmt::format("{} is not in this build, which runs on CPU with: {}",
                            Str(option.device), AvailableBackends()));
  }
  if (option.backend != UNKNOWN) {
    throw Error(ErrorKind::kUnsupported,
                fmt::format("{}; available: {}", Absent(option.backend), AvailableBackends()));
  }
  throw Error(ErrorKind::kUnsupported,
              option.share_weights
                  ? fmt::format("no backend of this build ({}) shares weights of {} ({})",
                                AvailableBackends(), model.Name(), Str(model.format))
                  : fmt::format("no backend of this build ({}) reads {} ({})", AvailableBackends(),
                                model.Name(), Str(model.format)));
}

/// Loads a model that the first choice cannot run, `error` says why, with another backend. Throws
/// `error` if none of them can, either.
std::pair<const BackendRow*, std::shared_ptr<const Engine>> LoadWithAnother(
    const BackendRow& first, const Error& error, const RuntimeOption& option,
    const ModelFile& model) {
  for (const BackendRow* row : BackendRows()) {
    if (row == &first || !row->runs_on(option.device) || !Lacks(*row, option, model).empty()) {
      continue;
    }
    try {
      auto engine = row->load(model, option);
      LogWarning(fmt::format("{}; {} runs it", error.what(), row->name));
      return {row, std::move(engine)};
    } catch (const Error&) {  // the first one's reason is told
    }
  }
  throw error;
}

const TensorInfo& InfoAt(const std::vector<TensorInfo>& infos, int index, const char* what) {
  if (index < 0 || static_cast<size_t>(index) >= infos.size()) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("{} {} does not exist: the model has {}", what, index, infos.size()));
  }
  return infos[static_cast<size_t>(index)];
}

FDTensor* FindTensor(std::vector<FDTensor>& tensors, const std::string& name) {
  const auto found = std::find_if(tensors.begin(), tensors.end(),
                                  [&](const FDTensor& tensor) { return tensor.name == name; });
  return found == tensors.end() ? nullptr : &*found;
}

}  // namespace

Runtime::Runtime(std::shared_ptr<const Engine> engine, RuntimeOption runtime_option)
    : option(std::move(runtime_option)), opened_(std::move(engine)) {}

Runtime::Opened::Opened(std::shared_ptr<const Engine> from) : engine(std::move(from)) {
  if (engine == nullptr) {
    throw Error(ErrorKind::kInvalidArgument, "a runtime needs an engine, but was given none");
  }
  engine->Process().Require("this model");
  session = AsErrors([&] { return engine->OpenSession(); });
}

Runtime::Opened::Opened(const Opened& other)
    : Opened(other.engine == nullptr ? Opened() : Opened(other.engine)) {}

Runtime::Opened& Runtime::Opened::operator=(Opened&& other) noexcept {
  std::swap(engine, other.engine);
  std::swap(session, other.session);
  std::swap(started, other.started);
  return *this;
}

Runtime::Opened::~Opened() {
  if (engine == nullptr || !engine->Process().Forked()) return;
  (void)session.release();
  (void)new (std::nothrow) std::shared_ptr<const Engine>(std::move(engine));
}

Runtime Runtime::Load(const RuntimeOption& option) {
  return AsErrors([&] { return Load(option, OpenModelFile(option)); });
}

Runtime Runtime::Load(const RuntimeOption& option, const ModelFile& model) {
  option.Validate();
  const BackendRow* backend = &ChooseBackend(option, model);
  std::shared_ptr<const Engine> engine;
  try {
    engine = backend->load(model, option);
  } catch (const Error& error) {
    if (error.Kind() != ErrorKind::kUnsupported || backend->backend == option.backend) throw;
    std::tie(backend, engine) = LoadWithAnother(*backend, error, option, model);
  }
  RuntimeOption kept = option;
  kept.backend = backend->backend;
  kept.ReleaseModelBuffer();
  return Runtime(std::move(engine), std::move(kept));
}

bool Runtime::Init(const RuntimeOption& runtime_option) {
  return OrLog([&] { *this = Load(runtime_option); });
}

const Engine& Runtime::Loaded() const {
  if (opened_.engine == nullptr) {
    throw Error(ErrorKind::kInvalidArgument, "the runtime has no model: none was loaded");
  }
  return *opened_.engine;
}

void Runtime::Run(std::span<const FDTensor> inputs, std::vector<FDTensor>* outputs) {
  Check(inputs);
  AsErrors([&] { opened_.session->Run(inputs, outputs); });
}

void Runtime::Start(std::span<const FDTensor> inputs) {
  Check(inputs);
  AsErrors([&] { opened_.session->Start(inputs); });
  opened_.started = true;
}

void Runtime::Finish(std::vector<FDTensor>* outputs) {
  if (!opened_.started) {
    throw Error(ErrorKind::kInvalidArgument, "the runtime has nothing to finish: see Start");
  }
  opened_.started = false;
  AsErrors([&] { opened_.session->Finish(outputs); });
}

void Runtime::Check(std::span<const FDTensor> inputs) const {
  CheckInputs(Loaded(), inputs);
  opened_.engine->Process().Require("this model");
  if (opened_.started) {
    throw Error(ErrorKind::kInvalidArgument,
                "the runtime is running already: Finish comes after Start");
  }
  if (option.input_observer) option.input_observer(option.model_file, inputs);
}

bool Runtime::Infer(std::vector<FDTensor>& inputs, std::vector<FDTensor>* outputs) {
  return OrLog([&] {
    Run(inputs, outputs);
    for (FDTensor& output : *outputs) output.StopSharing();
  });
}

bool Runtime::Infer() {
  if (!Infer(bound_inputs_, &last_outputs_)) return false;
  for (auto& [name, target] : bound_outputs_) {
    if (const FDTensor* output = FindTensor(last_outputs_, name)) *target = *output;
  }
  return true;
}

void Runtime::BindInputTensor(const std::string& name, FDTensor& input) {
  FDTensor view(name);
  view.SetExternalData(input.shape, input.dtype, input.MutableData(), input.device);
  if (FDTensor* bound = FindTensor(bound_inputs_, name)) {
    *bound = std::move(view);
  } else {
    bound_inputs_.push_back(std::move(view));
  }
}

void Runtime::BindOutputTensor(const std::string& name, FDTensor& output) {
  std::erase_if(bound_outputs_, [&](const auto& bound) { return bound.first == name; });
  bound_outputs_.emplace_back(name, &output);
}

FDTensor* Runtime::GetOutputTensor(const std::string& name) {
  return FindTensor(last_outputs_, name);
}

Runtime* Runtime::Clone(void* /*stream*/, int /*device_id*/) const { return new Runtime(*this); }

Runtime* Runtime::Compile(std::vector<std::vector<FDTensor>>& /*prewarm_tensors*/) {
  LogError("Compile belongs to the backend Poros, which is not in this build");
  return nullptr;
}

TensorInfo Runtime::GetInputInfo(int index) const {
  return InfoAt(GetInputInfos(), index, "input");
}

TensorInfo Runtime::GetOutputInfo(int index) const {
  return InfoAt(GetOutputInfos(), index, "output");
}

const std::vector<TensorInfo>& Runtime::GetInputInfos() const { return Loaded().Inputs(); }
const std::vector<TensorInfo>& Runtime::GetOutputInfos() const { return Loaded().Outputs(); }

}  // namespace fastdeploy
