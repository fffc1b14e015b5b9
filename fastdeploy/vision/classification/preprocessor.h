// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/preprocessor.h"

namespace fastdeploy::vision::classification {

/// Images to the input tensor of a PaddleClas model, as the exporter's YAML says.
///
/// Reads PaddleClas's `inference_cls.yaml` and PaddleX's `inference.yml`: the list
/// `PreProcess.transform_ops` of ResizeImage (resize_short or size; interpolation; backend cv2 or
/// pil), CropImage, NormalizeImage (scale, mean, std, order) and ToCHWImage. Arithmetic is that of
/// PaddleClas's deploy/python/preprocess.py.
class FASTDEPLOY_DECL PaddleClasPreprocessor : public ImagePreprocessor<PaddleClasPreprocessor> {
 public:
  PaddleClasPreprocessor() = default;
  /// `section` is the YAML's map that holds `transform_ops`. Throws Error.
  explicit PaddleClasPreprocessor(const std::string& config_file,
                                  const std::string& section = "PreProcess");

  /// N images to one tensor [N, 3, H, W] of float32. Throws Error for no images, for one that is
  /// not 8-bit BGR, and where the images of a batch come out in different sizes.
  Geometry Process(std::span<const cv::Mat> images, Scratch* scratch,
                   std::vector<FDTensor>* outputs) const;

  /// The shape that every single image becomes, if the YAML fixes it.
  [[nodiscard]] std::optional<std::vector<int64_t>> FixedShape() const;
};

}  // namespace fastdeploy::vision::classification
