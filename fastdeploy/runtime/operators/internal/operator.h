// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/runtime/formats/dtype.h"

namespace fastdeploy {

// Operators of Paddle that ONNX cannot say. A translated model has them in the domain
// "fastdeploy", and every backend that reads ONNX runs the one kernel of each.

/// The number of elements of a kernel's tensor. Throws Error for a negative dimension and for more
/// elements than memory has.
size_t ElementsOfKernel(const std::vector<int64_t>& dims);

/// A tensor that a kernel reads.
struct KernelInput {
  DType dtype = kUndefined;
  std::vector<int64_t> dims;
  const void* data = nullptr;  ///< null for an input left out

  [[nodiscard]] int64_t Count() const;
  /// Its values. The backend has checked the type against the operator's row.
  template <typename T>
  [[nodiscard]] std::span<const T> Values() const {
    return {static_cast<const T*>(data), static_cast<size_t>(Count())};
  }
};

/// Where a kernel writes its outputs.
class KernelOutputs {
 public:
  virtual ~KernelOutputs() = default;
  /// Makes an output of this shape and returns its memory. Throws Error for an impossible shape.
  template <typename T>
  std::span<T> Make(size_t index, const std::vector<int64_t>& dims) {
    const size_t count = ElementsOfKernel(dims);
    return {static_cast<T*>(MakeBytes(index, dims)), count};
  }

 private:
  virtual void* MakeBytes(size_t index, const std::vector<int64_t>& dims) = 0;
};

/// An operator with its attributes. Run may be called from several threads at once.
class Kernel {
 public:
  virtual ~Kernel() = default;
  /// Throws Error for inputs that do not fit together.
  virtual void Run(std::span<const KernelInput> inputs, KernelOutputs* outputs) const = 0;
};

/// Throws Error (kInvalidArgument) with the shapes of the inputs unless they fit together.
void CheckInputs(bool fit, std::span<const KernelInput> inputs);

/// A tensor of an operator: its type and its number of dimensions.
struct OperatorTensor {
  DType dtype = kFloat32;
  size_t rank = 1;
  bool optional = false;  ///< may be left out, at the end of the inputs
};

/// An operator of our own. Nodes have one attribute, "attributes": a JSON object.
struct OperatorRow {
  const char* name;
  std::vector<OperatorTensor> inputs;
  std::vector<OperatorTensor> outputs;
  std::unique_ptr<Kernel> (*make)(const nlohmann::json& attributes);
};

template <typename T>
std::unique_ptr<Kernel> MakeKernelOf(const nlohmann::json& attributes) {
  return std::make_unique<T>(attributes);
}

/// All of them.
std::span<const OperatorRow> OperatorRows();
/// Makes the kernel of a node. Throws Error (kInvalidFile) for attributes that are not as expected.
std::unique_ptr<Kernel> MakeKernel(const OperatorRow& row, const std::string& attributes);

}  // namespace fastdeploy
