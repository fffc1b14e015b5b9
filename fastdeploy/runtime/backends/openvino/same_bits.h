// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/runtime/compiled_model.hpp>

namespace fastdeploy {

/// Whether two compilations of a model, whose shapes are fixed, give the same bits: for inputs at
/// random, whose sums in another order have other last bits.
bool GiveSameBits(ov::CompiledModel first, ov::CompiledModel second);

}  // namespace fastdeploy
