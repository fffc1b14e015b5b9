// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "fastdeploy/vision/transform/prepare.h"

namespace fastdeploy::vision::ocr {

// How the angle classifier and the recogniser prepare a line of text (PaddleOCR, resize_norm_img).

/// Keeps the BGR order; normalises values to -1..1.
inline Preparation TextLinePreparation() {
  return {.normalize = {.mean = {0.5F, 0.5F, 0.5F}, .std = {0.5F, 0.5F, 0.5F}, .scale = 1 / 255.0F},
          .layout = {.normalize = true, .rgb = false, .chw = true}};
}

/// Writes lines into one tensor of `size`: resized to its height, ratio kept, but at most to its
/// width; the rest is 0.
inline std::vector<Geometry> PrepareLines(std::span<const cv::Mat> lines, Preparation preparation,
                                          cv::Size size, PrepareScratch* scratch,
                                          FDTensor* output) {
  preparation.steps = {Resize{.rule = ToHeight{.height = size.height, .widest = size.width}}};
  return Prepare(lines, preparation, {.uneven = UnevenBatch::kPadTensor, .fixed = size}, scratch,
                 output);
}

}  // namespace fastdeploy::vision::ocr
