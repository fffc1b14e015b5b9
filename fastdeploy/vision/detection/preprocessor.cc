// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/detection/preprocessor.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision::detection {
namespace {

using transform::FixedSize;

bool IsImage(const std::string& input) {
  return input != "scale_factor" && input != "im_shape" && input != "im_size";
}

int UpTo(int side, int multiple) { return (side + multiple - 1) / multiple * multiple; }

/// Writes two numbers for each image as a tensor [N, 2].
template <typename T>
void WritePairs(const std::vector<vision::Geometry>& images,
                std::array<T, 2> (*pair)(const vision::Geometry& image), FDTensor* output) {
  output->Resize({static_cast<int64_t>(images.size()), 2}, std::is_same_v<T, float> ? FP32 : INT32);
  auto* numbers = static_cast<T*>(output->MutableData());
  for (const vision::Geometry& image : images) {
    const std::array<T, 2> both = pair(image);
    numbers = std::copy(both.begin(), both.end(), numbers);
  }
}

/// PaddleDetection's scale_factor and im_shape: y before x.
std::array<float, 2> ScaleFactor(const vision::Geometry& image) {
  return {image.scale[1], image.scale[0]};
}
std::array<float, 2> ImShape(const vision::Geometry& image) {
  return {static_cast<float>(image.scaled.height), static_cast<float>(image.scaled.width)};
}

/// PaddleX 1's im_size: of the image itself.
std::array<int32_t, 2> ImSize(const vision::Geometry& image) {
  return {image.original.height, image.original.width};
}

}  // namespace

PaddleDetPreprocessor::Geometry PaddleDetPreprocessor::Process(
    std::span<const cv::Mat> images, Scratch* scratch, std::vector<FDTensor>* outputs) const {
  outputs->resize(inputs_.size());
  const auto image = std::ranges::find_if(inputs_, IsImage);
  FDTensor* input = &(*outputs)[static_cast<size_t>(image - inputs_.begin())];
  Geometry batch;
  batch.images = Prepare(images, preparation_,
                         {.uneven = UnevenBatch::kPadTensor, .multiple = stride_}, scratch, input);
  const size_t height_axis = preparation_.layout.chw ? 2 : 1;
  batch.input = {static_cast<int>(input->shape[height_axis + 1]),
                 static_cast<int>(input->shape[height_axis])};
  batch.undo_scale = std::ranges::none_of(
      inputs_, [](const std::string& name) { return name == "scale_factor" || name == "im_size"; });
  for (size_t i = 0; i < inputs_.size(); ++i) {
    FDTensor* output = &(*outputs)[i];
    if (inputs_[i] == "scale_factor") WritePairs(batch.images, ScaleFactor, output);
    if (inputs_[i] == "im_shape") WritePairs(batch.images, ImShape, output);
    if (inputs_[i] == "im_size") WritePairs(batch.images, ImSize, output);
    output->name = inputs_[i];
  }
  return batch;
}

void PaddleDetPreprocessor::SetInputs(const std::vector<TensorInfo>& inputs) {
  std::vector<std::string> names;
  for (const TensorInfo& input : inputs) {
    const bool known = !IsImage(input.name) || input.name == "image" || input.name == "x";
    if (!known && inputs.size() > 1) {
      throw Error(
          ErrorKind::kUnsupported,
          fmt::format("the network has an input '{}': expected image, scale_factor, im_shape or "
                      "im_size",
                      input.name));
    }
    names.push_back(input.name);
  }
  if (std::ranges::count_if(names, IsImage) != 1) {
    throw Error(ErrorKind::kUnsupported, "the network must have exactly one image input");
  }
  inputs_ = std::move(names);
}

std::map<std::string, std::vector<int64_t>> PaddleDetPreprocessor::InputShapes() const {
  const cv::Size fixed = FixedSize(preparation_.steps);
  const int64_t height = fixed.empty() ? -1 : UpTo(fixed.height, stride_);
  const int64_t width = fixed.empty() ? -1 : UpTo(fixed.width, stride_);
  const std::vector<int64_t> image = TensorShape(1, height, width, preparation_.layout);
  return {{"image", image},
          {"x", image},
          {"scale_factor", {1, 2}},
          {"im_shape", {1, 2}},
          {"im_size", {1, 2}}};
}

}  // namespace fastdeploy::vision::detection
