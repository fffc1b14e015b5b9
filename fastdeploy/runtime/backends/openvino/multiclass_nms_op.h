// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/extension.hpp>
#include <openvino/core/model.hpp>

namespace fastdeploy {

/// Replaces OpenVINO's MulticlassNms, where it stands for Paddle's multiclass_nms3, by our own
/// non-maximum suppression. OpenVINO's (as of 2026.4) treats scores closer than 1e-6 as equal when
/// it sorts. That is not a valid order (a < b < c, yet a = b and b = c), so that the sort writes
/// outside its array: a PicoDet that includes NMS corrupts the heap.
///
/// The operator is replaced here rather than removed from the Paddle program, since outputs then
/// keep their names and meaning for users of the Runtime, two-stage networks have layers after it,
/// and IR files have it, too.
void ReplaceMulticlassNms(const std::shared_ptr<ov::Model>& model);

/// Lets an ov::Core read cached models that contain the operator.
std::shared_ptr<ov::Extension> MulticlassNmsExtension();

}  // namespace fastdeploy
