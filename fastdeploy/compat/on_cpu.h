// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/compat/mat.h"
#include "fastdeploy/core/log.h"

namespace fastdeploy::vision {

/// 1.x's calls of preprocessors that concern CUDA. Images are prepared on the CPU: UseCuda warns
/// so, and the others do nothing.
class OnCpu {
 public:
  void UseCuda(bool /*enable_cv_cuda*/ = false, int /*gpu_id*/ = -1) const {
    LogWarning("UseCuda has no effect: images are prepared on the CPU");
  }
  [[nodiscard]] bool CudaUsed() const { return false; }
  [[nodiscard]] int DeviceId() const { return -1; }
  void InitialResizeOnCpu(bool /*value*/) const {}
  void SetStream(FDMat* /*mat*/) const {}
  void SetStream(FDMatBatch* /*batch*/) const {}
  void SyncStream() const {}
  void PreApply(FDMatBatch* /*batch*/) const {}
  void PostApply() const {}
};

}  // namespace fastdeploy::vision
