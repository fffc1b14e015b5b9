// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backend.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/fd_tensor.h"

namespace fastdeploy {
namespace {

std::string ShapeText(const std::vector<int>& shape) {
  return ShapeString(std::vector<int64_t>(shape.begin(), shape.end()));
}

bool Fits(const std::vector<int64_t>& shape, const std::vector<int>& wanted) {
  return std::equal(shape.begin(), shape.end(), wanted.begin(), wanted.end(),
                    [](int64_t dim, int want) { return want == -1 || dim == want; });
}

const FDTensor& FindByName(std::span<const FDTensor> tensors, const TensorInfo& info) {
  const auto found = std::find_if(tensors.begin(), tensors.end(),
                                  [&](const FDTensor& tensor) { return tensor.name == info.name; });
  if (found != tensors.end()) return *found;
  std::string given;
  for (const FDTensor& tensor : tensors) given += " '" + tensor.name + "'";
  throw Error(ErrorKind::kInvalidArgument,
              fmt::format("input '{}' is missing; given:{}", info.name, given));
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const TensorInfo& info) {
  return out << "TensorInfo(name: " << info.name << ", shape: " << ShapeText(info.shape)
             << ", dtype: " << Str(info.dtype) << ")";
}

void CheckInputs(const Engine& engine, std::span<const FDTensor> inputs) {
  if (inputs.size() != engine.Inputs().size()) {
    throw Error(ErrorKind::kInvalidArgument, fmt::format("the model has {} inputs, {} were given",
                                                         engine.Inputs().size(), inputs.size()));
  }
  for (const TensorInfo& info : engine.Inputs()) {
    const FDTensor& tensor = FindByName(inputs, info);
    if (tensor.dtype != info.dtype) {
      throw Error(ErrorKind::kInvalidArgument,
                  fmt::format("input '{}': expected {}, got {}", info.name, Str(info.dtype),
                              Str(tensor.dtype)));
    }
    if (!Fits(tensor.shape, info.shape)) {
      throw Error(ErrorKind::kInvalidArgument,
                  fmt::format("input '{}': expected shape {}, got {}", info.name,
                              ShapeText(info.shape), ShapeString(tensor.shape)));
    }
    if (tensor.Data() == nullptr) {
      throw Error(ErrorKind::kInvalidArgument, fmt::format("input '{}' has no data", info.name));
    }
  }
}

}  // namespace fastdeploy
