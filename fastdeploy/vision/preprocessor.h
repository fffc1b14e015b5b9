// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "fastdeploy/compat/mat.h"
#include "fastdeploy/compat/on_cpu.h"
#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/image.h"
#include "fastdeploy/vision/transform/prepare.h"

namespace fastdeploy::vision {

/// What the preprocessors of all families have in common. `Derived` adds
///   Geometry Process(std::span<const cv::Mat>, Scratch*, std::vector<FDTensor>*) const
/// which throws Error. A value type: copies share nothing, so copying a preprocessor clones it.
template <typename Derived>
class ImagePreprocessor : public OnCpu {
 public:
  /// What the postprocessor must know about each image.
  using Geometry = std::vector<vision::Geometry>;
  using Scratch = PrepareScratch;

  /// Process with 1.x's signature: logs an error and returns false.
  bool Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs) const {
    return OrLog([&] {
      typename Derived::Scratch scratch;
      (void)static_cast<const Derived&>(*this).Process(UnwrapMat(*images), &scratch, outputs);
    });
  }
  bool Apply(FDMatBatch* batch, std::vector<FDTensor>* outputs) const {
    return Run(batch->mats, outputs);
  }

  /// Replaces the model's own statistics: three numbers each. With `is_scale`, pixel values are
  /// divided by 255 first. Throws Error for other counts and for a standard deviation of 0.
  void SetNormalize(const std::vector<float>& mean, const std::vector<float>& std, bool is_scale) {
    preparation_.normalize = transform::MakeNormalize(mean, std, is_scale);
  }
  void SetNormalize(const transform::Normalize& normalize) { preparation_.normalize = normalize; }
  /// Leaves pixel values as they are (uint8), for models that normalise them themselves.
  void DisableNormalize() { preparation_.layout.normalize = false; }
  /// Leaves the channels last: [N, H, W, 3].
  void DisablePermute() { preparation_.layout.chw = false; }

  [[nodiscard]] const Preparation& GetPreparation() const { return preparation_; }

 protected:
  ImagePreprocessor() = default;
  explicit ImagePreprocessor(Preparation preparation) : preparation_(std::move(preparation)) {}

  Preparation preparation_;
};

}  // namespace fastdeploy::vision
