// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/compat/size_processors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/transform/steps.h"

namespace fastdeploy::vision {
namespace {

[[noreturn]] void Fail(const std::string& reason) {
  throw Error(ErrorKind::kInvalidArgument, reason);
}

/// A step of the language of preparation, applied to an image of any type.
cv::Mat Applied(const transform::Step& step, const cv::Mat& image) {
  cv::Mat buffer;
  Geometry geometry(image.size());
  return transform::Apply(step, image, &buffer, &geometry);
}

cv::Mat Bordered(const cv::Mat& image, int top, int bottom, int left, int right,
                 const std::vector<float>& value) {
  if (value.size() != static_cast<size_t>(image.channels()) || value.size() > 4) {
    Fail(fmt::format("{} values to pad with, but the image has {} channels", value.size(),
                     image.channels()));
  }
  cv::Scalar colour;
  std::ranges::copy(value, colour.val);
  cv::Mat padded;
  cv::copyMakeBorder(image, padded, top, bottom, left, right,
                     cv::BORDER_CONSTANT | cv::BORDER_ISOLATED, colour);
  return padded;
}

int UpTo(int side, int multiple) { return (side + multiple - 1) / multiple * multiple; }

void RequirePositive(int number, const char* what) {
  if (number < 1) Fail(fmt::format("{}: expected a positive number, got {}", what, number));
}

}  // namespace

cv::Mat Resize::Process(const cv::Mat& image) const {
  if (image.cols == width_ && image.rows == height_) return image;
  const bool to_size = width_ > 0 && height_ > 0;
  if (to_size && !use_scale_) {
    return Applied(transform::Resize{.rule = transform::ToSize{.width = width_, .height = height_},
                                     .interpolation = interp_},
                   image);
  }
  const double x = to_size ? double(width_) / image.cols : scale_w_;
  const double y = to_size ? double(height_) / image.rows : scale_h_;
  if (x <= 0 || y <= 0) Fail("Resize: expected a positive size or positive factors");
  cv::Mat resized;
  cv::resize(image, resized, cv::Size(), x, y, interp_);
  return resized;
}

cv::Mat ResizeByShort::Process(const cv::Mat& image) const {
  RequirePositive(target_size_, "ResizeByShort: target_size");
  double scale = double(target_size_) / std::min(image.rows, image.cols);
  if (max_hw_.size() == 2) {
    if (max_hw_[0] > 0) scale = std::min(scale, double(max_hw_[0]) / image.rows);
    if (max_hw_[1] > 0) scale = std::min(scale, double(max_hw_[1]) / image.cols);
  }
  if (scale == 1) return image;
  const cv::Size size(static_cast<int>(std::round(scale * image.cols)),
                      static_cast<int>(std::round(scale * image.rows)));
  cv::Mat resized;
  cv::resize(image, resized, use_scale_ ? cv::Size() : size, scale, scale, interp_);
  return resized;
}

cv::Mat LimitByStride::Process(const cv::Mat& image) const {
  RequirePositive(stride_, "LimitByStride: stride");
  return Applied(transform::Resize{.rule = transform::DownToMultiple{.divisor = stride_},
                                   .interpolation = interp_},
                 image);
}

cv::Mat LimitShort::Process(const cv::Mat& image) const {
  return Applied(transform::Resize{.rule = transform::LimitShort{.least = std::max(min_short_, 0),
                                                                 .most = std::max(max_short_, 0)},
                                   .interpolation = interp_},
                 image);
}

cv::Mat CenterCrop::Process(const cv::Mat& image) const {
  return Applied(transform::CenterCrop{.width = width_, .height = height_}, image);
}

cv::Mat Crop::Process(const cv::Mat& image) const {
  if ((part_ & cv::Rect({0, 0}, image.size())) != part_ || part_.empty()) {
    Fail(fmt::format("Crop: {}x{} at ({}, {}) is not inside an image of {}x{}", part_.width,
                     part_.height, part_.x, part_.y, image.cols, image.rows));
  }
  return image(part_);
}

cv::Mat Pad::Process(const cv::Mat& image) const {
  return Bordered(image, top_, bottom_, left_, right_, value_);
}

cv::Mat PadToSize::Process(const cv::Mat& image) const {
  if (width_ < image.cols || height_ < image.rows) {
    Fail(fmt::format("PadToSize: an image of {}x{} is larger than {}x{}", image.cols, image.rows,
                     width_, height_));
  }
  return Bordered(image, 0, height_ - image.rows, 0, width_ - image.cols, value_);
}

cv::Mat StridePad::Process(const cv::Mat& image) const {
  RequirePositive(stride_, "StridePad: stride");
  return Bordered(image, 0, UpTo(image.rows, stride_) - image.rows, 0,
                  UpTo(image.cols, stride_) - image.cols, value_);
}

cv::Mat WarpAffine::Process(const cv::Mat& image) const {
  cv::Mat warped;
  cv::warpAffine(image, warped, matrix_, size_, interp_, border_mode_, border_value_);
  return warped;
}

}  // namespace fastdeploy::vision
