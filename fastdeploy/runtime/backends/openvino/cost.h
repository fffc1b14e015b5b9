// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <openvino/core/model.hpp>

namespace fastdeploy {

/// Multiply-adds of one inference in convolutions and matrix products whose shapes are static. 0 if
/// all shapes are dynamic, so that the cost is unknown before the first image.
int64_t MultiplyAdds(const ov::Model& model);

/// How many streams share `cores`. A stream gets as many cores as a model of that cost can keep
/// busy: spreading a small model over several cores costs more in synchronisation than it gains
/// (PP-LCNet x0.25 on two cores: 0.58 ms for a lone caller, but 1.17 ms of CPU time per image
/// instead of 0.78). Depends on the model and the machine only, so that results do, too.
int StreamsForCost(int64_t multiply_adds, int cores);

}  // namespace fastdeploy
