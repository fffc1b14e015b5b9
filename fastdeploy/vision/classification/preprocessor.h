// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/vision/image.h"
#include "fastdeploy/vision/transform/image_transform.h"

namespace fastdeploy::vision::classification {

/// Images to the input tensor of a PaddleClas model, as the exporter's YAML says.
///
/// Reads PaddleClas's `inference_cls.yaml` and PaddleX's `inference.yml`: the list
/// `PreProcess.transform_ops` of ResizeImage (resize_short or size; interpolation; backend cv2 or
/// pil), CropImage, NormalizeImage (scale, mean, std, order) and ToCHWImage. Arithmetic is that of
/// PaddleClas's deploy/python/preprocess.py. A value: copies share nothing.
class PaddleClasPreprocessor {
 public:
  /// Nothing that the postprocessor has to know.
  struct Geometry {};
  struct Scratch {
    cv::Mat resized;
  };

  PaddleClasPreprocessor() = default;
  /// `section` is the YAML's map that holds `transform_ops`. Throws Error.
  explicit PaddleClasPreprocessor(const std::string& config_file,
                                  const std::string& section = "PreProcess");

  /// N images to one tensor [N, 3, H, W] of float32. Throws Error for an image that is not 8-bit
  /// BGR, and where the images of a batch come out in different sizes.
  Geometry Process(std::span<const cv::Mat> images, Scratch* scratch,
                   std::vector<FDTensor>* outputs) const;
  /// The same in 1.x's shape: an error is logged and gives false.
  bool Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs) const;

  /// Leave values as they are (uint8), for models that normalise by themselves.
  void DisableNormalize() { transform_.layout.normalize = false; }
  /// Leave the channels last: [N, H, W, 3].
  void DisablePermute() { transform_.layout.chw = false; }

  /// The shape that every single image becomes, where the YAML fixes it.
  [[nodiscard]] std::optional<std::vector<int64_t>> FixedShape() const;
  [[nodiscard]] const ImageTransform& Transform() const { return transform_; }

 private:
  ImageTransform transform_;
};

}  // namespace fastdeploy::vision::classification
