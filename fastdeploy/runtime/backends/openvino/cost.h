// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <openvino/core/model.hpp>

namespace fastdeploy {

/// Multiply-adds of one inference: convolutions and matrix products whose shapes are known. 0 where
/// shapes are dynamic, so that the cost is not known before the first image.
int64_t MultiplyAdds(const ov::Model& model);

/// How many streams to share `cores` between. A stream is as wide as the model's cost keeps busy:
/// spreading a small model over cores costs more in synchronisation than it gains (PP-LCNet x0.25
/// on two cores: 0.58 ms alone, but 1.17 CPU-ms an image instead of 0.78).
/// A function of the model and the machine alone, so that results are too.
int StreamsForCost(int64_t multiply_adds, int cores);

}  // namespace fastdeploy
