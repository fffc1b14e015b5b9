// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/transform/steps.h"
#include "fastdeploy/vision/transform/write_tensor.h"

namespace fastdeploy::vision {

/// How images become the input of a network: steps, then one pass that writes the tensor. A value
/// type.
struct Preparation {
  std::vector<transform::Step> steps;
  transform::Normalize normalize;
  transform::Layout layout;
};

/// What to do if the images of a batch have different sizes after the steps.
enum class UnevenBatch {
  kRefuse,     ///< throw Error
  kPadImages,  ///< pad on the right and below with black pixels, normalised like the others
  kPadTensor,  ///< pad the tensor on the right and below with 0
};

/// How the height and width of the tensor follow from the images.
struct BatchSize {
  UnevenBatch uneven = UnevenBatch::kRefuse;
  int multiple = 1;  ///< rounded up to a multiple of this (kPadTensor)
  cv::Size fixed;    ///< exactly this (kPadTensor); empty: as large as the largest image
};

/// Memory that Prepare reuses from call to call: one buffer per step.
struct PrepareScratch {
  std::vector<cv::Mat> buffers;
};

/// Writes N images (8-bit BGR) as one tensor: [N, 3, H, W], or [N, H, W, 3] without Layout::chw
/// (one channel after ToGrey); of float32, or uint8 without Layout::normalize. Reuses the tensor's
/// memory. Returns what was done to each image. Throws Error if there are no images, if one is not
/// 8-bit BGR or is refused by a step, or if `size` does not allow their sizes.
FASTDEPLOY_DECL std::vector<Geometry> Prepare(std::span<const cv::Mat> images,
                                              const Preparation& preparation, const BatchSize& size,
                                              PrepareScratch* scratch, FDTensor* output);

/// The shape of that tensor.
FASTDEPLOY_DECL std::vector<int64_t> TensorShape(int64_t images, int64_t height, int64_t width,
                                                 const transform::Layout& layout,
                                                 int64_t channels = 3);

/// Applies the steps to one image. The result may be a view of `image` or of the scratch.
FASTDEPLOY_DECL cv::Mat ApplySteps(std::span<const transform::Step> steps, const cv::Mat& image,
                                   PrepareScratch* scratch, Geometry* geometry);

}  // namespace fastdeploy::vision
