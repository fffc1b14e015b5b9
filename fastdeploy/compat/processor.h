// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fastdeploy/compat/mat.h"
#include "fastdeploy/compat/on_cpu.h"
#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision {

/// A step of 1.x's preprocessing, for programs that call the steps themselves or define their own.
/// Models do not use it: their steps are values (fastdeploy/vision/transform/steps.h).
class FASTDEPLOY_DECL Processor {
 public:
  virtual ~Processor() = default;
  [[nodiscard]] virtual std::string Name() = 0;
  /// Changes the image. False, and an error is logged, if it cannot.
  virtual bool ImplByOpenCV(FDMat* mat) = 0;

  bool operator()(FDMat* mat, ProcLib /*lib*/ = ProcLib::DEFAULT) { return ImplByOpenCV(mat); }
  bool operator()(FDMatBatch* batch, ProcLib lib = ProcLib::DEFAULT);

 protected:
  Processor() = default;
  Processor(const Processor&) = default;
  Processor& operator=(const Processor&) = default;
  Processor(Processor&&) = default;
  Processor& operator=(Processor&&) = default;
};

/// A step that makes a new image of an image in the layout HWC.
class FASTDEPLOY_DECL PixelProcessor : public Processor {
 public:
  bool ImplByOpenCV(FDMat* mat) override;

 private:
  /// Throws Error for an image that the step does not take.
  [[nodiscard]] virtual cv::Mat Process(const cv::Mat& image) const = 0;
};

/// 1.x's base of preprocessors, for those that programs define.
class FASTDEPLOY_DECL ProcessorManager : public OnCpu {
 public:
  ProcessorManager() = default;
  ProcessorManager(const ProcessorManager&) = default;
  ProcessorManager& operator=(const ProcessorManager&) = default;
  virtual ~ProcessorManager() = default;

  /// Turns images into tensors by Apply. False if there are no images.
  bool Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs);
  virtual bool Apply(FDMatBatch* image_batch, std::vector<FDTensor>* outputs) = 0;
};

// Kept for 1.x: images are always processed with OpenCV, and the steps need no fusing.
FASTDEPLOY_DECL void EnableFlyCV();
inline void DisableFlyCV() {}
inline void FuseTransforms(std::vector<std::shared_ptr<Processor>>* /*processors*/) {}
inline void FuseNormalizeCast(std::vector<std::shared_ptr<Processor>>* /*processors*/) {}
inline void FuseNormalizeHWC2CHW(std::vector<std::shared_ptr<Processor>>* /*processors*/) {}
inline void FuseNormalizeColorConvert(std::vector<std::shared_ptr<Processor>>* /*processors*/) {}
/// The number of threads that OpenCV uses for one image.
FASTDEPLOY_DECL void SetProcLibCpuNumThreads(int threads);

}  // namespace fastdeploy::vision
