// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/runtime/operators/multiclass_nms.h"
#include "fastdeploy/vision/detection/preprocessor.h"
#include "fastdeploy/vision/detection/result.h"
#include "fastdeploy/vision/internal/output.h"

namespace fastdeploy::vision::detection {

// One function for each form of outputs that PaddleDetPostprocessor describes. All throw Error for
// tensors that do not fit together, and for NaN or infinity.

/// Rows of objects. `counts` may be null if there is only one image, `masks` if there are no masks.
std::vector<DetectionResult> ObjectsOfRows(const FDTensor& rows, const FDTensor* counts,
                                           const FDTensor* masks, const BatchInfo& batch);

/// Whether the tensors are the boxes and the scores of the same candidates.
bool AreCandidates(const FDTensor& boxes, const FDTensor& scores);
std::vector<DetectionResult> ObjectsOfCandidates(const FDTensor& boxes, const FDTensor& scores,
                                                 const NmsAttributes& nms, const BatchInfo& batch);

/// Raw heads, levels in any order; `strides` may be empty: 8, 16, 32, ...
std::vector<DetectionResult> ObjectsOfHeads(std::span<const FDTensor> outputs,
                                            std::vector<int> strides, const NmsAttributes& nms,
                                            const BatchInfo& batch);

/// SOLOv2's {count, labels, scores, masks}.
std::vector<DetectionResult> ObjectsOfSegments(std::span<const FDTensor> outputs);

/// The pixels of one object's mask inside a rectangle.
Mask CutMask(const FDTensor& masks, size_t object, const cv::Rect& rectangle);

}  // namespace fastdeploy::vision::detection
