// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/detection/preprocessor.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"

namespace fastdeploy::vision::detection {
namespace {

constexpr size_t kMostKept = 32 << 20;  // bytes of one buffer of the scratch

bool IsImage(const std::string& input) { return input == "image" || input == "x"; }

int UpTo(int side, int multiple) { return (side + multiple - 1) / multiple * multiple; }

std::vector<int64_t> TensorShape(size_t images, cv::Size size, bool chw) {
  const auto n = static_cast<int64_t>(images);
  return chw ? std::vector<int64_t>{n, 3, size.height, size.width}
             : std::vector<int64_t>{n, size.height, size.width, 3};
}

/// Two numbers of every image as a tensor [N, 2].
void WritePairs(const std::vector<ImageInfo>& images, std::array<float, 2> ImageInfo::*pair,
                FDTensor* output) {
  output->Resize({static_cast<int64_t>(images.size()), 2}, FP32);
  auto* numbers = static_cast<float*>(output->MutableData());
  for (const ImageInfo& image : images) {
    numbers = std::copy((image.*pair).begin(), (image.*pair).end(), numbers);
  }
}

}  // namespace

cv::Mat PaddleDetPreprocessor::Prepare(const cv::Mat& image, Scratch* scratch,
                                       ImageInfo* info) const {
  CheckImage(image);
  info->original = image.size();
  info->im_shape = {static_cast<float>(image.rows), static_cast<float>(image.cols)};
  scratch->buffers.resize(config_.steps.size());
  cv::Mat prepared = image;
  for (size_t i = 0; i < config_.steps.size(); ++i) {
    prepared = Apply(config_.steps[i], prepared, &scratch->buffers[i], info);
  }
  return prepared;
}

void PaddleDetPreprocessor::WriteImages(const std::vector<cv::Mat>& images, FDTensor* output,
                                        cv::Size size) const {
  const Layout& layout = config_.layout;
  output->Resize(TensorShape(images.size(), size, layout.chw), layout.normalize ? FP32 : UINT8);
  const bool padded =
      std::ranges::any_of(images, [&](const cv::Mat& image) { return image.size() != size; });
  auto* bytes = static_cast<std::byte*>(output->MutableData());
  const auto image_bytes = static_cast<size_t>(output->Nbytes()) / images.size();
  if (padded) std::memset(bytes, 0, static_cast<size_t>(output->Nbytes()));
  for (size_t i = 0; i < images.size(); ++i) {
    WriteTensor(images[i], config_.normalize, layout,
                {bytes + i * image_bytes, static_cast<size_t>(size.width),
                 static_cast<size_t>(size.area())});
  }
}

PaddleDetPreprocessor::Geometry PaddleDetPreprocessor::Process(
    std::span<const cv::Mat> images, Scratch* scratch, std::vector<FDTensor>* outputs) const {
  if (images.empty()) throw Error(ErrorKind::kInvalidArgument, "no images were given");
  Geometry batch;
  batch.images.resize(images.size());
  batch.undo_scale = std::ranges::find(inputs_, "scale_factor") == inputs_.end();
  std::vector<cv::Mat> prepared(images.size());
  for (size_t i = 0; i < images.size(); ++i) {
    prepared[i] = Prepare(images[i], scratch, &batch.images[i]);
    batch.input.width = std::max(batch.input.width, UpTo(prepared[i].cols, config_.stride));
    batch.input.height = std::max(batch.input.height, UpTo(prepared[i].rows, config_.stride));
    // The buffers are of one image; of several, only the last may stay in them.
    if (i + 1 < images.size() && prepared[i].data != images[i].data) {
      prepared[i] = prepared[i].clone();
    }
  }
  if (double(batch.input.width) * batch.input.height > kMostPixels) {
    throw Error(ErrorKind::kInvalidArgument, fmt::format("the images come to an input of {}x{}",
                                                         batch.input.width, batch.input.height));
  }
  outputs->resize(inputs_.size());
  for (size_t i = 0; i < inputs_.size(); ++i) {
    FDTensor* output = &(*outputs)[i];
    if (inputs_[i] == "scale_factor") {
      WritePairs(batch.images, &ImageInfo::scale_factor, output);
    } else if (inputs_[i] == "im_shape") {
      WritePairs(batch.images, &ImageInfo::im_shape, output);
    } else {
      WriteImages(prepared, output, batch.input);
    }
    output->name = inputs_[i];
  }
  for (cv::Mat& buffer : scratch->buffers) {
    if (buffer.total() * buffer.elemSize() > kMostKept) buffer.release();
  }
  return batch;
}

bool PaddleDetPreprocessor::Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs) const {
  return OrLog([&] {
    Scratch scratch;
    (void)Process(*images, &scratch, outputs);
  });
}

void PaddleDetPreprocessor::SetInputs(const std::vector<TensorInfo>& inputs) {
  std::vector<std::string> names;
  for (const TensorInfo& input : inputs) {
    const bool known = input.name == "scale_factor" || input.name == "im_shape" ||
                       IsImage(input.name) || inputs.size() == 1;
    if (!known) {
      throw Error(ErrorKind::kUnsupported,
                  fmt::format("the network takes '{}'; expected image, scale_factor and im_shape",
                              input.name));
    }
    names.push_back(input.name);
  }
  if (names.size() > 1 && std::ranges::count_if(names, IsImage) != 1) {
    throw Error(ErrorKind::kUnsupported, "the network takes no image");
  }
  inputs_ = std::move(names);
}

std::map<std::string, std::vector<int64_t>> PaddleDetPreprocessor::InputShapes() const {
  const cv::Size fixed = FixedSize(config_.steps);
  const int64_t height = fixed.empty() ? -1 : UpTo(fixed.height, config_.stride);
  const int64_t width = fixed.empty() ? -1 : UpTo(fixed.width, config_.stride);
  const std::vector<int64_t> image = config_.layout.chw ? std::vector<int64_t>{1, 3, height, width}
                                                        : std::vector<int64_t>{1, height, width, 3};
  return {{"image", image}, {"x", image}, {"scale_factor", {1, 2}}, {"im_shape", {1, 2}}};
}

}  // namespace fastdeploy::vision::detection
