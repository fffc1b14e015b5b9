// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "fastdeploy/vision/transform/prepare.h"

namespace fastdeploy::vision::ocr {

// What the angle classifier and the recogniser do to a line of text (PaddleOCR, resize_norm_img).

/// BGR order is kept; values to -1..1.
inline Preparation TextLinePreparation() {
  return {.normalize = {.mean = {0.5F, 0.5F, 0.5F}, .std = {0.5F, 0.5F, 0.5F}, .scale = 1 / 255.0F},
          .layout = {.normalize = true, .rgb = false, .chw = true}};
}

/// Lines to one tensor of `size`: to its height with the ratio kept, at most as wide; the rest 0.
inline std::vector<Geometry> PrepareLines(std::span<const cv::Mat> lines, Preparation preparation,
                                          cv::Size size, PrepareScratch* scratch,
                                          FDTensor* output) {
  preparation.steps = {Resize{.rule = ToHeight{.height = size.height, .widest = size.width}}};
  return Prepare(lines, preparation, {.uneven = UnevenBatch::kPadTensor, .fixed = size}, scratch,
                 output);
}

}  // namespace fastdeploy::vision::ocr
