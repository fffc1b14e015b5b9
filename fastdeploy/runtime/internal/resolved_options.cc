// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/internal/resolved_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "fastdeploy/core/cores.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/runtime/backend.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy {
namespace {

/// The index of the input with this name ("": of the only input), if there is one.
std::optional<size_t> FindInput(const std::string& name, std::span<const ModelInput> inputs) {
  if (name.empty()) return inputs.size() == 1 ? std::optional<size_t>(0) : std::nullopt;
  for (size_t i = 0; i < inputs.size(); ++i) {
    if (std::ranges::find(inputs[i].names, name) != inputs[i].names.end()) return i;
  }
  return std::nullopt;
}

bool IsShape(const Dims& shape) {
  return std::ranges::all_of(shape, [](int64_t dim) {
    return dim == -1 || (dim > 0 && dim <= std::numeric_limits<int>::max());
  });
}

bool SameRank(const Dims& shape, const ModelInput& input) {
  return !input.dims || shape.size() == input.dims->size();
}

/// Whether the shape agrees with the dimensions that the model fixes.
bool Fits(const Dims& shape, const ModelInput& input) {
  if (!input.dims) return true;
  return std::ranges::equal(shape, *input.dims, [](int64_t dim, int64_t has) {
    return dim == has || dim == -1 || has == -1;
  });
}

/// The shape; with kStay, the model's dimensions replace -1.
Dims Filled(Dims shape, const ModelInput& input, FixedDims fixed) {
  if (fixed == FixedDims::kCanChange || !input.dims) return shape;
  for (size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == -1) shape[i] = (*input.dims)[i];
  }
  return shape;
}

std::string NamesOf(std::span<const ModelInput> inputs) {
  std::vector<std::string> names;
  for (const ModelInput& input : inputs) {
    names.push_back(fmt::format("'{}'", input.names.empty() ? "" : input.names[0]));
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

[[noreturn]] void Fail(const std::string& reason) {
  throw Error(ErrorKind::kInvalidArgument, reason);
}

size_t RequireInput(const std::string& name, std::span<const ModelInput> inputs) {
  if (const auto index = FindInput(name, inputs)) return *index;
  if (name.empty()) {
    Fail(fmt::format("cannot fix the shape of the only input: the model has {} inputs ({})",
                     inputs.size(), NamesOf(inputs)));
  }
  Fail(fmt::format("cannot fix the shape of input '{}': no such input; the model has {}", name,
                   NamesOf(inputs)));
}

void RequireFit(const std::string& name, const Dims& shape, const ModelInput& input,
                FixedDims fixed) {
  const std::string& called = name.empty() && !input.names.empty() ? input.names[0] : name;
  if (!IsShape(shape)) {
    Fail(
        fmt::format("input '{}' cannot have the shape {}: expected positive numbers, or -1 where "
                    "a dimension is dynamic",
                    called, ShapeString(shape)));
  }
  if (fixed == FixedDims::kCanChange ? SameRank(shape, input) : Fits(shape, input)) return;
  Fail(fmt::format("input '{}' cannot have the shape {}: the model has {}", called,
                   ShapeString(shape), ShapeString(*input.dims)));
}

}  // namespace

int CpuThreads(const RuntimeOption& option, int own) {
  if (own > 0) return own;
  return option.cpu_thread_num > 0 ? option.cpu_thread_num : -1;
}

int NumThreads(const RuntimeOption& option, int own) {
  const int threads = CpuThreads(option, own);
  return threads == -1 ? AvailableCores() : WithinMaxThreads(threads);
}

int OpenVINOStreams(const RuntimeOption& option) {
  const OpenVINOBackendOption& openvino = option.openvino_option;
  if (openvino.num_streams != 0) return openvino.num_streams;
  if (openvino.device != "CPU") return 1;
  if (option.usual_parallel_runs) return NumThreads(option, openvino.cpu_thread_num);
  return CpuThreads(option, openvino.cpu_thread_num) == -1 ? 0 : 1;
}

std::map<size_t, Dims> ResolveShapes(const RuntimeOption& option,
                                     std::span<const ModelInput> inputs, FixedDims fixed) {
  std::map<size_t, Dims> shapes;
  for (const auto* wanted : {&option.input_shapes, &option.openvino_option.shape_infos}) {
    for (const auto& [name, shape] : *wanted) {
      const size_t index = RequireInput(name, inputs);
      RequireFit(name, shape, inputs[index], fixed);
      shapes[index] = Filled(shape, inputs[index], fixed);
    }
  }
  if (!shapes.empty()) return shapes;
  for (const auto& [name, shape] : option.usual_input_shapes) {
    const auto index = FindInput(name, inputs);
    if (!index || !IsShape(shape) || !Fits(shape, inputs[*index])) continue;
    shapes[*index] = Filled(shape, inputs[*index], fixed);
  }
  return shapes;
}

void FixInputs(const RuntimeOption& option, std::vector<TensorInfo>* inputs) {
  std::vector<ModelInput> known;
  for (const TensorInfo& info : *inputs) {
    known.push_back({.names = {info.name}, .dims = Dims(info.shape.begin(), info.shape.end())});
  }
  for (const auto& [place, dims] : ResolveShapes(option, known, FixedDims::kStay)) {
    (*inputs)[place].shape.assign(dims.begin(), dims.end());
  }
}

}  // namespace fastdeploy
