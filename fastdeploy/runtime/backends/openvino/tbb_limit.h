// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace fastdeploy {

/// Limits the threads of TBB, which OpenVINO computes with, in the whole process: all models
/// together, and while a model is prepared. 0: no limit. Nothing is limited where OpenVINO came
/// without TBB. Thread-safe.
void LimitTbb(int threads);

}  // namespace fastdeploy
