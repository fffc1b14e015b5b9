// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/model.hpp>

namespace fastdeploy {

/// Inverts constant matrices in float64, as Paddle does with matrices of this type: those of the
/// thin-plate splines of RARE and STAR-Net. OpenVINO's CPU plugin computes float64 as float32.
void FoldInverses(const std::shared_ptr<ov::Model>& model);

}  // namespace fastdeploy
