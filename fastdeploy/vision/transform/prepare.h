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

/// How images become the input of a network: steps, then one pass that writes the tensor. A value.
struct Preparation {
  std::vector<Step> steps;
  Normalize normalize;
  Layout layout;
};

/// What is done about images of one batch that come out of the steps in different sizes.
enum class UnevenBatch {
  kRefuse,     ///< an Error
  kPadImages,  ///< black pixels right and below, which are normalised like the others
  kPadTensor,  ///< 0 in the tensor right and below
};

/// Height and width of the tensor.
struct BatchSize {
  UnevenBatch uneven = UnevenBatch::kRefuse;
  int multiple = 1;  ///< up to a multiple of this (kPadTensor)
  cv::Size fixed;    ///< exactly this (kPadTensor); empty: the largest of the images
};

/// Memory that Prepare keeps from call to call: one buffer for each step.
struct PrepareScratch {
  std::vector<cv::Mat> buffers;
};

/// Writes N images (8-bit BGR) as one tensor: [N, 3, H, W], or [N, H, W, 3] without Layout::chw; of
/// float32, or uint8 without Layout::normalize. The tensor's memory is reused. Gives what was done
/// to each image. Throws Error for no images, for one that is not 8-bit BGR or that a step cannot
/// take, and for sizes that `size` does not allow.
FASTDEPLOY_DECL std::vector<Geometry> Prepare(std::span<const cv::Mat> images,
                                              const Preparation& preparation, const BatchSize& size,
                                              PrepareScratch* scratch, FDTensor* output);

/// The shape of that tensor.
FASTDEPLOY_DECL std::vector<int64_t> TensorShape(int64_t images, int64_t height, int64_t width,
                                                 const Layout& layout);

/// Applies the steps to one image. The result may be a view of `image` or of the scratch.
FASTDEPLOY_DECL cv::Mat ApplySteps(std::span<const Step> steps, const cv::Mat& image,
                                   PrepareScratch* scratch, Geometry* geometry);

}  // namespace fastdeploy::vision
