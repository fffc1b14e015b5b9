// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"

namespace fastdeploy::vision::segmentation {

/// The first output of a network as images: labels [N, H, W], [N, 1, H, W] or (integers, from
/// PaddleX 1) [N, H, W, 1], or scores [N, classes, H, W]. Keeps a reference to the tensor. All
/// members throw Error naming the output.
class Planes {
 public:
  /// Throws Error if there is no output, or if it does not have such a shape with N = `images`.
  Planes(std::span<const FDTensor> outputs, size_t images);

  [[nodiscard]] bool HoldLabels() const;
  /// The labels of an image, as 8-bit values. Throws Error for labels outside 0 to 255.
  [[nodiscard]] cv::Mat Labels(size_t image) const;
  /// Views of the scores of an image, one per class. Throws Error for more than `most` classes, for
  /// types other than float32, and for NaN or infinity.
  [[nodiscard]] std::vector<cv::Mat> Scores(size_t image, int most = 256) const;

 private:
  [[noreturn]] void Refuse(const std::string& reason) const;
  template <typename T>
  [[nodiscard]] cv::Mat LabelsOf(size_t image) const;

  const FDTensor* output_ = nullptr;
  int classes_ = 1;
  int rows_ = 0;
  int cols_ = 0;
};

/// The values of a one-channel map, row by row.
template <typename T>
std::vector<T> Flat(const cv::Mat& map) {
  const cv::Mat whole = map.isContinuous() ? map : map.clone();
  return {whole.ptr<T>(), whole.ptr<T>() + whole.total()};
}

}  // namespace fastdeploy::vision::segmentation
