// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/detection/postprocessor.h"

namespace fastdeploy::vision::detection {

/// 1.x's suppression of a batch, with Paddle's meaning (see MulticlassNms). The results of Compute
/// are rows (label, score, box) of all images one after the other.
template <typename Option, int64_t kBoxSize>
struct BatchNMS : Option {
  std::vector<int32_t> out_num_dets_data;  ///< rows of each image
  std::vector<float> out_box_data;         ///< 2 + box size numbers a row
  std::vector<int32_t> out_index_data;     ///< of each row, the index of its box in the batch

  void SetNMSOption(const Option& option) { static_cast<Option&>(*this) = option; }
  /// Boxes [N, B, box size] and scores [N, classes, B]. Throws Error for other shapes.
  FASTDEPLOY_DECL void Compute(const float* boxes, const float* scores,
                               const std::vector<int64_t>& boxes_dim,
                               const std::vector<int64_t>& scores_dim);
};

struct PaddleMultiClassNMS : BatchNMS<NMSOption, 4> {};
struct PaddleMultiClassNMSRotated : BatchNMS<NMSRotatedOption, 8> {};

}  // namespace fastdeploy::vision::detection
