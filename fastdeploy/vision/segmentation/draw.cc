// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/image.h"
#include "fastdeploy/vision/internal/style.h"
#include "fastdeploy/vision/segmentation/draw.h"

namespace fastdeploy::vision {
namespace {

/// The labels as an image. Throws Error if they do not belong to an image of this size.
cv::Mat LabelsOf(const SegmentationResult& result, const cv::Mat& image) {
  const bool fits = result.shape == std::vector<int64_t>{image.rows, image.cols} &&
                    result.label_map.size() == image.total();
  if (!fits) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("cannot draw the result: {} labels for an image of {}x{}",
                            result.label_map.size(), image.cols, image.rows));
  }
  return {image.rows, image.cols, CV_8U, const_cast<uint8_t*>(result.label_map.data())};
}

}  // namespace

cv::Mat VisSegmentation(const cv::Mat& im, const SegmentationResult& result, float weight) {
  CheckImage(im);
  if (!(weight >= 0 && weight <= 1)) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("weight {} is out of range: expected 0 to 1", weight));
  }
  const cv::Mat labels = LabelsOf(result, im);
  std::array<cv::Vec3b, 256> colours;
  for (int label = 0; label < 256; ++label) colours[static_cast<size_t>(label)] = ColourOf(label);
  cv::Mat drawn = im.clone();
  for (int y = 0; y < im.rows; ++y) {
    const auto* row = labels.ptr<uint8_t>(y);
    auto* pixels = drawn.ptr<cv::Vec3b>(y);
    for (int x = 0; x < im.cols; ++x) {
      if (row[x] == 0) continue;
      for (int c = 0; c < 3; ++c) {
        const float blend = static_cast<float>(pixels[x][c]) * (1 - weight) +
                            static_cast<float>(colours[row[x]][c]) * weight;
        pixels[x][c] = cv::saturate_cast<uint8_t>(blend);
      }
    }
  }
  return drawn;
}

cv::Mat SwapBackground(const cv::Mat& im, const cv::Mat& background,
                       const SegmentationResult& result, int background_label) {
  CheckImage(im);
  CheckImage(background);
  cv::Mat drawn;
  cv::resize(background, drawn, im.size());
  if (drawn.data == background.data) drawn = drawn.clone();
  im.copyTo(drawn, LabelsOf(result, im) != background_label);
  return drawn;
}

}  // namespace fastdeploy::vision
