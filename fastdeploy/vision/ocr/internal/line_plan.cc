// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/internal/line_plan.h"

#include <fmt/format.h>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision::ocr {
namespace {

using Fit = LinePlan::Fit;
using Inputs = LinePlan::Inputs;

/// A dimension of an input; `fallback` if it is not fixed.
int64_t DimOf(std::span<const TensorInfo> infos, size_t input, size_t axis, int64_t fallback) {
  if (input >= infos.size() || axis >= infos[input].shape.size()) return fallback;
  return infos[input].shape[axis] > 0 ? infos[input].shape[axis] : fallback;
}

template <typename T, typename Value>
void FillAs(FDTensor* tensor, const Value& value) {
  size_t i = 0;
  for (T& number : tensor->As<T>()) number = static_cast<T>(value(i++));
}

/// Makes input number `input`, whose number i is value(i), of the type that the network takes.
template <typename Value>
void Write(size_t input, const std::vector<int64_t>& shape, FDDataType type,
           std::span<const TensorInfo> infos, std::vector<FDTensor>* outputs, const Value& value) {
  if (input < infos.size()) type = infos[input].dtype;
  FDTensor* tensor = &(*outputs)[input];
  tensor->Resize(shape, type);
  if (type == FP32) return FillAs<float>(tensor, value);
  if (type == INT32) return FillAs<int32_t>(tensor, value);
  if (type == INT64) return FillAs<int64_t>(tensor, value);
  throw Error(ErrorKind::kUnsupported,
              fmt::format("input '{}' of {}: expected float32, int32 or int64", infos[input].name,
                          Str(type)));
}

/// PaddleOCR's srn_other_inputs.
void WriteSrn(const LinePlan& plan, int64_t lines, cv::Size size, std::span<const TensorInfo> infos,
              std::vector<FDTensor>* outputs) {
  constexpr double kHidden = -1e9;  // from the attention
  const int64_t places = DimOf(infos, 1, 1, int64_t{size.height} * size.width / 64);
  const int64_t steps = DimOf(infos, 2, 1, plan.text_length);
  const int64_t heads = DimOf(infos, 3, 1, plan.attention);
  const auto position = [](int64_t count) {
    return [count](size_t i) { return static_cast<int64_t>(i) % count; };
  };
  const auto row = [&](size_t i) { return static_cast<int64_t>(i) / steps % steps; };
  const auto column = [&](size_t i) { return static_cast<int64_t>(i) % steps; };
  Write(1, {lines, places, 1}, INT64, infos, outputs, position(places));
  Write(2, {lines, steps, 1}, INT64, infos, outputs, position(steps));
  Write(3, {lines, heads, steps, steps}, FP32, infos, outputs,
        [&](size_t i) { return column(i) > row(i) ? kHidden : 0.0; });
  Write(4, {lines, heads, steps, steps}, FP32, infos, outputs,
        [&](size_t i) { return column(i) < row(i) ? kHidden : 0.0; });
}

}  // namespace

size_t LinePlan::MoreInputs() const {
  switch (inputs) {
    case Inputs::kNone:
      return 0;
    case Inputs::kValidRatio:
      return 1;
    case Inputs::kValidRatioAndPositions:
      return 2;
    case Inputs::kSrn:
      return 4;
  }
  return 0;
}

std::vector<transform::Step> StepsFor(const LinePlan& plan, cv::Size size) {
  transform::Resize resize = {.interpolation = plan.interpolation, .pillow = plan.pillow};
  switch (plan.fit) {
    case Fit::kWidest:
    case Fit::kPad:
      resize.rule = transform::ToHeight{.height = size.height, .widest = size.width};
      break;
    case Fit::kStretch:
      resize.rule = transform::ToSize{.width = size.width, .height = size.height};
      break;
    case Fit::kMultiple:
      resize.rule = transform::ToHeightByMultiple{.height = size.height,
                                                  .multiple = plan.multiple,
                                                  .narrowest = plan.narrowest,
                                                  .widest = size.width};
      break;
    case Fit::kWholeHeights:
      resize.rule = transform::ToWholeHeights{.height = size.height, .widest = size.width};
      break;
  }
  if (!plan.grey) return {resize};
  const transform::ToGrey grey = {.rgb = plan.rgb};
  // SRN's lines are coloured until they have their size.
  if (plan.fit == Fit::kWholeHeights) return {resize, grey};
  return {grey, resize};
}

void WriteMoreInputs(const LinePlan& plan, std::span<const Geometry> lines, cv::Size size,
                     std::span<const TensorInfo> infos, std::vector<FDTensor>* outputs) {
  // A conversion may have dropped those that the network does not need.
  const size_t inputs = infos.size() == 1 ? 1 : 1 + plan.MoreInputs();
  outputs->resize(inputs);
  if (infos.size() > 1 && infos.size() != inputs) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("the network has {} inputs, but lines are prepared for one of {}",
                            infos.size(), inputs));
  }
  if (inputs == 1) return;
  const auto count = static_cast<int64_t>(lines.size());
  if (plan.inputs == Inputs::kSrn) {
    WriteSrn(plan, count, size, infos, outputs);
  } else {
    std::vector<int64_t> shape = {count};
    if (infos.size() > 1 && infos[1].shape.size() == 2) shape.push_back(1);
    Write(1, shape, FP32, infos, outputs,
          [&](size_t i) { return double(lines[i].scaled.width) / size.width; });
  }
  if (plan.inputs == Inputs::kValidRatioAndPositions) {
    const int64_t steps = DimOf(infos, 2, 1, plan.text_length);
    Write(2, {count, steps}, INT64, infos, outputs,
          [&](size_t i) { return static_cast<int64_t>(i) % steps; });
  }
  for (size_t i = 0; i < infos.size(); ++i) (*outputs)[i].name = infos[i].name;
}

}  // namespace fastdeploy::vision::ocr
