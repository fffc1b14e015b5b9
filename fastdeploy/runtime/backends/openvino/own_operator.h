// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/extension.hpp>
#include <openvino/core/model.hpp>
#include <string_view>
#include <vector>

namespace fastdeploy {

/// What our translated models need beyond OpenVINO's ONNX front end: the operators of our own
/// domain (runtime/operators), and those of ONNX that the front end lacks although OpenVINO has
/// them. For an ov::Core (models from ONNX files, cached models) and for a front end.
std::vector<std::shared_ptr<ov::Extension>> OperatorExtensions();

/// Reads the weights of a model that was translated with WeightPlace::kNodes from these parameters,
/// which must outlive the conversion. The constants are copies.
std::shared_ptr<ov::Extension> WeightExtension(std::string_view params);

/// Replaces OpenVINO's MulticlassNms, which IR files made from Paddle models have, by our own.
/// OpenVINO's (as of 2026.4) treats scores closer than 1e-6 as equal when it sorts. That is not a
/// valid order (a < b < c, yet a = b and b = c), so that the sort writes outside its array: a
/// PicoDet that includes NMS corrupts the heap.
void ReplaceMulticlassNms(const std::shared_ptr<ov::Model>& model);

}  // namespace fastdeploy
