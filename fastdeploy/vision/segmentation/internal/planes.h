// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"

namespace fastdeploy::vision::segmentation {

/// The first output of a network as images: labels [N, H, W] or [N, 1, H, W], or scores
/// [N, classes, H, W]. Borrows the tensor. All throw Error that names the output.
class Planes {
 public:
  /// Throws Error where there is no output, or not such a one for `images` images.
  Planes(std::span<const FDTensor> outputs, size_t images);

  [[nodiscard]] bool HoldLabels() const;
  /// The labels of an image, as 8 bits. Throws Error for those that are not 0 to 255.
  [[nodiscard]] cv::Mat Labels(size_t image) const;
  /// A view of the scores of every class, of at most `most` classes. Throws Error for what is not
  /// float32, and for NaN and infinity.
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

/// The values of a map of one channel, row by row.
template <typename T>
std::vector<T> Flat(const cv::Mat& map) {
  const cv::Mat whole = map.isContinuous() ? map : map.clone();
  return {whole.ptr<T>(), whole.ptr<T>() + whole.total()};
}

}  // namespace fastdeploy::vision::segmentation
