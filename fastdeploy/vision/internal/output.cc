// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/internal/output.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision {
namespace {

/// Without a branch for each number, so that the compiler looks at several at a time: the outputs
/// of a text recogniser have millions.
bool AllFinite(std::span<const float> numbers) {
  constexpr uint32_t kExponent = 0x7F800000;
  uint32_t infinite = 0;
  for (const float number : numbers) {
    infinite |= static_cast<uint32_t>((std::bit_cast<uint32_t>(number) & kExponent) == kExponent);
  }
  return infinite == 0;
}

}  // namespace

void FailOutput(const FDTensor& tensor, const std::string& reason) {
  throw Error(ErrorKind::kInvalidArgument,
              fmt::format("output '{}' {} of {}: {}", tensor.name, ShapeString(tensor.shape),
                          Str(tensor.dtype), reason));
}

const FDTensor& FirstOutput(std::span<const FDTensor> outputs) {
  if (outputs.empty()) throw Error(ErrorKind::kInvalidArgument, "the model has no output");
  return outputs.front();
}

void RequireShape(const FDTensor& tensor, std::initializer_list<int64_t> shape, const char* words) {
  const auto fits = [](int64_t expected, int64_t found) {
    return found > 0 && found <= std::numeric_limits<int>::max() &&
           (expected == kAnySize || expected == found);
  };
  if (!std::ranges::equal(shape, tensor.shape, fits)) {
    FailOutput(tensor, fmt::format("expected the shape {}, all sizes above 0", words));
  }
}

std::span<const float> Floats(const FDTensor& tensor) {
  if (tensor.dtype != FP32) FailOutput(tensor, "expected float32");
  const auto numbers = tensor.As<float>();
  if (!AllFinite(numbers)) {
    const auto is_finite = [](float number) { return std::isfinite(number); };
    FailOutput(tensor, fmt::format("expected finite numbers, found {}",
                                   *std::ranges::find_if_not(numbers, is_finite)));
  }
  return numbers;
}

std::vector<int64_t> Integers(const FDTensor& tensor) {
  if (tensor.dtype == INT64) {
    const auto numbers = tensor.As<int64_t>();
    return {numbers.begin(), numbers.end()};
  }
  if (tensor.dtype != INT32) FailOutput(tensor, "expected int32 or int64");
  const auto numbers = tensor.As<int32_t>();
  return {numbers.begin(), numbers.end()};
}

}  // namespace fastdeploy::vision
