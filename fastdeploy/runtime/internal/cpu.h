// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fastdeploy {

/// The features of this CPU, as the system lists them. Empty if it does not.
std::string CpuFeatures();

/// Whether the kernels for 8-bit numbers are exact. Those for x86 CPUs without VNNI add two
/// products in 16 bits, which overflow: results of quantised models are wrong, by a quarter of
/// their range.
bool HasExactInt8();

}  // namespace fastdeploy
