// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/detection/steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/image.h"

namespace fastdeploy::vision::detection {
namespace {

constexpr double kLetterBoxGrey = 127.5;
constexpr double kRoundingGuard = 0.1;  // the odd pixel of padding goes right and below

void RequireSize(const cv::Mat& image, cv::Size2d size) {
  if (size.width >= 1 && size.height >= 1 && size.width * size.height <= kMostPixels) return;
  throw Error(ErrorKind::kInvalidArgument,
              fmt::format("an image of {}x{} would become {}x{}", image.cols, image.rows,
                          size.width, size.height));
}

std::array<float, 2> ShapeOf(double height, double width) {
  return {static_cast<float>(height), static_cast<float>(width)};
}

bool IsWhole(const std::array<double, 3>& values) {
  return std::ranges::all_of(values, [](double value) { return value == std::trunc(value); });
}

struct Applier {
  const cv::Mat& image;
  cv::Mat* buffer;
  ImageInfo* info;

  cv::Mat operator()(const Rescale& step) const {
    double scale_x = double(step.width) / image.cols;
    double scale_y = double(step.height) / image.rows;
    if (step.keep_ratio) {
      const auto [least, most] = std::minmax(step.width, step.height);
      const auto [shorter, longer] = std::minmax(image.cols, image.rows);
      double scale = double(least) / shorter;
      if (std::nearbyint(scale * longer) > most) scale = double(most) / longer;
      scale_x = scale_y = scale;
    }
    const cv::Size2d size(std::nearbyint(image.cols * scale_x),
                          std::nearbyint(image.rows * scale_y));
    RequireSize(image, size);
    if (step.whole) {
      scale_x = size.width / image.cols;
      scale_y = size.height / image.rows;
    }
    info->im_shape = ShapeOf(size.height, size.width);
    info->scale_factor = ShapeOf(scale_y, scale_x);
    if (size == cv::Size2d(image.size())) return image;
    // By the factors, not to the size: the two sample differently where the size was rounded.
    cv::resize(image, *buffer, {}, scale_x, scale_y, step.interpolation);
    return *buffer;
  }

  cv::Mat operator()(const LetterBox& step) const {
    const double ratio =
        std::min(double(step.height) / image.rows, double(step.width) / image.cols);
    const cv::Size2d size(std::nearbyint(image.cols * ratio), std::nearbyint(image.rows * ratio));
    RequireSize(image, size);
    info->im_shape = ShapeOf(size.height, size.width);
    info->scale_factor = ShapeOf(ratio, ratio);
    cv::Mat resized = image;
    if (size != cv::Size2d(image.size())) {
      cv::resize(image, resized = cv::Mat(), size, 0, 0, cv::INTER_AREA);
    }
    const double beside = (step.width - size.width) / 2;
    const double above = (step.height - size.height) / 2;
    const auto side = [](double pixels) { return static_cast<int>(std::nearbyint(pixels)); };
    cv::copyMakeBorder(resized, *buffer, side(above - kRoundingGuard), side(above + kRoundingGuard),
                       side(beside - kRoundingGuard), side(beside + kRoundingGuard),
                       cv::BORDER_CONSTANT, cv::Scalar::all(kLetterBoxGrey));
    return *buffer;
  }

  cv::Mat operator()(const Pad& step) const {
    if (image.cols > step.width || image.rows > step.height) {
      throw Error(ErrorKind::kInvalidArgument,
                  fmt::format("cannot pad an image of {}x{} to {}x{}", image.cols, image.rows,
                              step.width, step.height));
    }
    if (image.cols == step.width && image.rows == step.height) return image;
    cv::Mat pixels = image;
    if (!IsWhole(step.value)) image.convertTo(pixels = cv::Mat(), CV_32F);
    const auto& [blue, green, red] = step.value;
    cv::copyMakeBorder(pixels, *buffer, 0, step.height - image.rows, 0, step.width - image.cols,
                       cv::BORDER_CONSTANT, {blue, green, red});
    return *buffer;
  }

  cv::Mat operator()(const Warp& step) const {
    cv::Size2d size(step.width, step.height);
    cv::Point2f centre(static_cast<float>(image.cols) / 2, static_cast<float>(image.rows) / 2);
    auto source_width = static_cast<float>(std::max(image.cols, image.rows));
    if (step.keep_size) {
      size = cv::Size2d((image.cols | step.pad) + 1, (image.rows | step.pad) + 1);
      const cv::Point middle(image.cols / 2, image.rows / 2);
      centre = middle;
      source_width = static_cast<float>(size.width);
    }
    RequireSize(image, size);
    // Three points of the one picture and of the other: the middle, half a width above it, and as
    // far to the left of that.
    const auto points = [](cv::Point2f middle, float width) {
      const cv::Point2f up = middle - cv::Point2f(0, width / 2);
      return std::array<cv::Point2f, 3>{middle, up, up - cv::Point2f(width / 2, 0)};
    };
    const auto from = points(centre, source_width);
    const auto to =
        points(cv::Point2d(size.width / 2, size.height / 2), static_cast<float>(size.width));
    cv::warpAffine(image, *buffer, cv::getAffineTransform(from.data(), to.data()), size,
                   cv::INTER_LINEAR);
    return *buffer;
  }
};

}  // namespace

cv::Mat Apply(const Step& step, const cv::Mat& image, cv::Mat* buffer, ImageInfo* info) {
  return std::visit(Applier{image, buffer, info}, step);
}

cv::Size FixedSize(const std::vector<Step>& steps) {
  if (steps.empty()) return {};
  const auto& last = steps.back();
  if (const auto* rescale = std::get_if<Rescale>(&last)) {
    return rescale->keep_ratio ? cv::Size() : cv::Size(rescale->width, rescale->height);
  }
  if (const auto* box = std::get_if<LetterBox>(&last)) return {box->width, box->height};
  if (const auto* pad = std::get_if<Pad>(&last)) return {pad->width, pad->height};
  const auto& warp = std::get<Warp>(last);
  return warp.keep_size ? cv::Size() : cv::Size(warp.width, warp.height);
}

}  // namespace fastdeploy::vision::detection
