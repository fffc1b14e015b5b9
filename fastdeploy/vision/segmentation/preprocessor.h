// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/preprocessor.h"

namespace fastdeploy::vision::segmentation {

/// 1.x's word for the sizes of a batch: {"shape_info": {{height, width}, ...}}.
using ImgsInfo = std::map<std::string, std::vector<std::array<int, 2>>>;

/// Images to the input tensor of a PaddleSeg, PaddleX or PP-Matting model, as the exporter's YAML
/// says.
///
/// Reads `Deploy.transforms` and `Deploy.input_shape` of PaddleSeg's `deploy.yaml`, PaddleX's
/// `inference.yml` (recognised by its `Global.model_name`) and the Matting folder's `deploy.yaml`.
/// If the exporter fixed height and width and no transform does, images come out in that size:
/// resized (segmentation), or shrunk to fit and padded right and below with what is normalised to 0
/// (matting). Arithmetic is that of the exporters' Python code.
class FASTDEPLOY_DECL PaddleSegPreprocessor : public ImagePreprocessor<PaddleSegPreprocessor> {
 public:
  PaddleSegPreprocessor() = default;
  /// Throws Error.
  explicit PaddleSegPreprocessor(const std::string& config_file, bool matting = false);

  /// N images to one tensor [N, 3, H, W] of float32. Throws Error for no images, for one that is
  /// not 8-bit BGR, and where the images of a batch come out in different sizes.
  Geometry Process(std::span<const cv::Mat> images, Scratch* scratch,
                   std::vector<FDTensor>* outputs) const;

  using ImagePreprocessor::Run;
  /// The same with the sizes of the images, which 1.x's postprocessor wants.
  bool Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs, ImgsInfo* imgs_info) const;

  /// For PP-HumanSeg on portrait images: they swap the width and height of a target that is wider
  /// than high. The model has to take both: one exported without input_shape.
  void SetIsVerticalScreen(bool value) { vertical_ = value; }
  [[nodiscard]] bool GetIsVerticalScreen() const { return vertical_; }

  /// The network's input for one image at a time (or the exporter's batch); -1: depends on the
  /// image, or may with SetIsVerticalScreen. A size that the exporter left open is fixed, which is
  /// faster, if the transforms always make the same.
  [[nodiscard]] std::vector<int64_t> InputShape() const;

 private:
  std::array<int64_t, 4> input_shape_ = {-1, 3, -1, -1};
  bool vertical_ = false;
};

}  // namespace fastdeploy::vision::segmentation
