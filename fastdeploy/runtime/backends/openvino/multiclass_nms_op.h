// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/extension.hpp>
#include <openvino/core/model.hpp>

namespace fastdeploy {

/// Puts our non-maximum suppression in the place of OpenVINO's MulticlassNms, wherever Paddle's
/// multiclass_nms3 became one. OpenVINO's own (seen in 2026.4) sorts with an order in which scores
/// nearer than 1e-6 count as equal. That is no order (a < b < c, yet a = b and b = c), and its sort
/// then writes outside of its array: PicoDet with NMS inside ends in a damaged heap.
///
/// The operator is replaced here, rather than cut off the Paddle program: the outputs keep their
/// names and their meaning for callers of the Runtime alone, two-stage networks go on behind it,
/// IR files have it, too, and no other backend reads Paddle's operators.
void ReplaceMulticlassNms(const std::shared_ptr<ov::Model>& model);

/// Lets an ov::Core read models that hold the operator: those of its cache.
std::shared_ptr<ov::Extension> MulticlassNmsExtension();

}  // namespace fastdeploy
