// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/preprocessor.h"

namespace fastdeploy::vision::segmentation {

/// 1.x's type for the image sizes of a batch: {"shape_info": {{height, width}, ...}}.
using ImgsInfo = std::map<std::string, std::vector<std::array<int, 2>>>;

/// Turns images into the input tensor of a PaddleSeg, PaddleX or PP-Matting model, as the
/// exporter's YAML specifies.
///
/// Reads `Deploy.transforms` and `Deploy.input_shape` of PaddleSeg's `deploy.yaml`, PaddleX's
/// `inference.yml` (recognised by its `Global.model_name`) and the Matting folder's `deploy.yaml`;
/// or the `model.yml` of PaddleX 1 and 2.
/// If the exporter fixed the height and width but no transform does, images are brought to that
/// size: resized (segmentation), or shrunk to fit and padded on the right and below with the value
/// that is normalised to 0 (matting). The arithmetic is that of the exporters' Python code.
class FASTDEPLOY_DECL PaddleSegPreprocessor : public ImagePreprocessor<PaddleSegPreprocessor> {
 public:
  PaddleSegPreprocessor() = default;
  /// Throws Error.
  explicit PaddleSegPreprocessor(const std::string& config_file, bool matting = false);

  /// Writes N images into one float32 tensor [N, 3, H, W]. Throws Error if there are no images, if
  /// one is not 8-bit BGR, or if the images of a batch end up with different sizes.
  Geometry Process(std::span<const cv::Mat> images, Scratch* scratch,
                   std::vector<FDTensor>* outputs) const;

  /// 1.x's calls: they log an error and return false. The sizes of the images, which 1.x's
  /// postprocessor takes, are written to `imgs_info`, or to the map that SetImgsInfo names.
  bool Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs) const {
    return Run(images, outputs, imgs_info_);
  }
  bool Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs, ImgsInfo* imgs_info) const;

  /// The map must outlive the calls of Run; null: none.
  void SetImgsInfo(ImgsInfo* imgs_info) { imgs_info_ = imgs_info; }
  [[nodiscard]] ImgsInfo* GetImgsInfo() const { return imgs_info_; }

  /// For PP-HumanSeg on portrait images: swaps the width and height of a target that is wider than
  /// high. The model must accept both, so it must be exported without input_shape.
  void SetIsVerticalScreen(bool value) { vertical_ = value; }
  [[nodiscard]] bool GetIsVerticalScreen() const { return vertical_; }

  /// The shape of the network's input for one image at a time (or for the exporter's batch size);
  /// -1: depends on the image, or may with SetIsVerticalScreen. If the exporter left the size open
  /// but the transforms always produce the same one, that size is used, which is faster.
  [[nodiscard]] std::vector<int64_t> InputShape() const;

 private:
  std::array<int64_t, 4> input_shape_ = {-1, 3, -1, -1};
  bool vertical_ = false;
  ImgsInfo* imgs_info_ = nullptr;
};

}  // namespace fastdeploy::vision::segmentation
