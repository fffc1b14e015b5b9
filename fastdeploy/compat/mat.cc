// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/compat/mat.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <iostream>
#include <utility>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision {
namespace {

/// OpenCV's depths, and the element types of tensors.
constexpr std::array<std::pair<int, FDDataType>, 6> kTypes = {{{CV_8U, UINT8},
                                                               {CV_8S, INT8},
                                                               {CV_16S, INT16},
                                                               {CV_32S, INT32},
                                                               {CV_32F, FP32},
                                                               {CV_64F, FP64}}};

int DepthOf(FDDataType type) {
  for (const auto& [depth, of] : kTypes) {
    if (of == type) return depth;
  }
  throw Error(ErrorKind::kInvalidArgument, "an image cannot have elements of " + Str(type));
}

}  // namespace

void Mat::SetMat(const cv::Mat& image) {
  mat_ = image;
  layout = HWC;
}

void Mat::SetTensor(std::shared_ptr<FDTensor>& tensor) {
  SetTensor(tensor.get());
  source_ = tensor;
}

FDDataType Mat::Type() const {
  for (const auto& [depth, type] : kTypes) {
    if (depth == mat_.depth()) return type;
  }
  throw Error(ErrorKind::kInvalidArgument, fmt::format("no tensor has elements of OpenCV's {}",
                                                       cv::depthToString(mat_.depth())));
}

void* Mat::Data() {
  if (!mat_.isContinuous()) mat_ = mat_.clone();
  return mat_.data;
}

void Mat::ShareWithTensor(FDTensor* tensor) {
  std::vector<int64_t> shape = {Height(), Width(), Channels()};
  if (layout == CHW) shape = {Channels(), Height(), Width()};
  tensor->SetExternalData(shape, Type(), Data());
}

FDTensor* Mat::Tensor() {
  ShareWithTensor(&tensor_);
  return &tensor_;
}

void Mat::CopyToTensor(FDTensor* tensor) {
  const FDTensor& pixels = *Tensor();
  tensor->Resize(pixels.shape, pixels.dtype);
  std::memcpy(tensor->MutableData(), pixels.Data(), static_cast<size_t>(pixels.Nbytes()));
}

void Mat::PrintInfo(const std::string& flag) const {
  const cv::Scalar mean = cv::mean(mat_);
  std::cout << fmt::format("{}: Channel={}, height={}, width={}, mean={} {} {} {}\n", flag,
                           Channels(), Height(), Width(), mean[0], mean[1], mean[2], mean[3]);
}

void Mat::Permute() {
  if (layout == CHW) return;
  std::vector<cv::Mat> channels;
  cv::split(mat_, channels);
  planes_ = std::max(mat_.channels(), 1);
  if (planes_ > 1) cv::vconcat(channels, mat_);
  layout = CHW;
}

Mat Mat::Create(const FDTensor& tensor, Layout layout) {
  if (tensor.shape.size() != 3 || tensor.Numel() == 0) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("expected the tensor of one image, three dimensions, got {}",
                            ShapeString(tensor.shape)));
  }
  const auto side = [&](size_t index) { return static_cast<int>(tensor.shape[index]); };
  auto* data = const_cast<void*>(tensor.Data());
  if (layout == HWC) return Create(side(0), side(1), side(2), tensor.dtype, data);
  Mat planes = Create(side(0) * side(1), side(2), 1, tensor.dtype, data);
  planes.layout = CHW;
  planes.planes_ = side(0);
  return planes;
}

Mat Mat::Create(int height, int width, int channels, FDDataType type, void* data) {
  if (channels < 1 || channels > CV_CN_MAX) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("an image cannot have {} channels", channels));
  }
  return cv::Mat(height, width, CV_MAKETYPE(DepthOf(type), channels), data);
}

std::vector<FDMat> WrapMat(const std::vector<cv::Mat>& images) {
  return {images.begin(), images.end()};
}

std::vector<cv::Mat> UnwrapMat(const std::vector<FDMat>& images) {
  return {images.begin(), images.end()};
}

bool CheckShapeConsistency(std::vector<Mat>* images) {
  return std::ranges::all_of(*images, [&](const Mat& image) {
    const Mat& first = images->front();
    return image.Height() == first.Height() && image.Width() == first.Width() &&
           image.Channels() == first.Channels();
  });
}

FDTensor* FDMatBatch::Tensor() {
  if (mats == nullptr || mats->empty() || !CheckShapeConsistency(mats)) {
    throw Error(ErrorKind::kInvalidArgument,
                "a batch needs images, all of one size and number of channels");
  }
  const FDTensor& first = *mats->front().Tensor();
  std::vector<int64_t> shape = first.shape;
  shape.insert(shape.begin(), static_cast<int64_t>(mats->size()));
  tensor_.Resize(shape, first.dtype);
  auto* to = static_cast<uint8_t*>(tensor_.MutableData());
  for (FDMat& mat : *mats) {
    const FDTensor& pixels = *mat.Tensor();
    if (pixels.dtype != first.dtype || pixels.shape != first.shape) {
      throw Error(ErrorKind::kInvalidArgument, "the images of a batch differ in type or layout");
    }
    std::memcpy(to, pixels.Data(), static_cast<size_t>(pixels.Nbytes()));
    to += pixels.Nbytes();
  }
  layout = mats->front().layout == CHW ? NCHW : NHWC;
  return &tensor_;
}

}  // namespace fastdeploy::vision
