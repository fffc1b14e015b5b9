// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/paddle/create_predictor.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <variant>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/runtime/backends/paddle/library.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/formats/paddle/program.h"
#include "fastdeploy/runtime/internal/resolved_options.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy {
namespace {

namespace pd = paddle_library;

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

/// Passes that give wrong results: they multiply a matrix by a factor, also where other operators
/// use the same one (GFL).
constexpr const char* kWrongPasses[] = {"matmul_v2_scale_fuse_pass", "matmul_scale_fuse_pass"};

/// Whether a product shares its matrix with another operator.
bool SharesMatrices(const paddle::Program& program) {
  std::map<std::string, int> uses;
  std::vector<std::string> matrices;
  for (const paddle::Block& block : program.blocks) {
    for (const paddle::Operator& op : block.operators) {
      for (const paddle::Operand& input : op.inputs) {
        for (const std::string& value : input.values) ++uses[value];
        const bool is_matrix = op.type.starts_with("matmul") && input.slot == "Y";
        if (is_matrix) matrices.insert(matrices.end(), input.values.begin(), input.values.end());
      }
    }
  }
  return std::ranges::any_of(matrices, [&](const std::string& value) { return uses[value] > 1; });
}

/// Leaves passes out of the optimisation of the graph. Version 2 cannot: there it is left out as a
/// whole where it would be wrong.
void SetPasses(const ModelFile& model, const PaddleBackendOption& option, Config* config) {
  const pd::Functions& paddle = pd::Load();
  const bool can_delete = paddle.delete_pass != nullptr;
  if (!option.delete_pass_names.empty() && !can_delete) {
    throw Error(ErrorKind::kUnsupported,
                fmt::format("Paddle Inference {} cannot leave out passes", paddle.version));
  }
  const bool optimise =
      option.switch_ir_optimize && (can_delete || !SharesMatrices(*model.program));
  paddle.switch_ir_optim(config->Get(), optimise ? 1 : 0);
  if (!can_delete) return;
  for (const char* name : kWrongPasses) paddle.delete_pass(config->Get(), name);
  for (const std::string& name : option.delete_pass_names) paddle.delete_pass(config->Get(), name);
}

}  // namespace

std::shared_ptr<pd::Predictor> CreatePaddlePredictor(const ModelFile& model,
                                                     const RuntimeOption& option) {
  const pd::Functions& paddle = pd::Load();
  const PaddleBackendOption& own = option.paddle_infer_option;
  Config config;
  SetFiles(model, &config);
  paddle.set_threads(config.Get(), NumThreads(option, -1));
  // Of PIR programs, Paddle 3.3 cannot optimise the memory, and with oneDNN it refuses some and
  // crashes with others.
  if (own.enable_mkldnn && IsPir(model)) {
    LogWarning(fmt::format("{} runs without oneDNN, which is for .pdmodel only", model.Name()));
  }
  SetOneDnn(own.enable_mkldnn && !IsPir(model), own.mkldnn_cache_size, &config);
  paddle.enable_memory_optim(config.Get(), own.enable_memory_optimize && !IsPir(model));
  if (!own.enable_log_info) paddle.disable_log(config.Get());
  SetPasses(model, own, &config);
  return paddle.create_predictor(config.Get());
}

}  // namespace fastdeploy
