// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/preprocessor.h"

namespace fastdeploy::vision::classification {

/// Turns images into the input tensor of a PaddleClas model, as the exporter's YAML specifies.
///
/// Reads PaddleClas's `inference_cls.yaml` and PaddleX's `inference.yml`: the list
/// `PreProcess.transform_ops` of ResizeImage (resize_short or size; interpolation; backend cv2 or
/// pil), CropImage, NormalizeImage (scale, mean, std, order) and ToCHWImage. The arithmetic is that
/// of PaddleClas's deploy/python/preprocess.py. Also reads the `model.yml` of PaddleX 1 and 2.
class FASTDEPLOY_DECL PaddleClasPreprocessor : public ImagePreprocessor<PaddleClasPreprocessor> {
 public:
  PaddleClasPreprocessor() = default;
  /// `section` is the map in the YAML that contains `transform_ops`. Throws Error.
  explicit PaddleClasPreprocessor(const std::string& config_file,
                                  const std::string& section = "PreProcess");

  /// Writes N images into one float32 tensor [N, 3, H, W]. Throws Error if there are no images, if
  /// one is not 8-bit BGR, or if the images of a batch end up with different sizes.
  Geometry Process(std::span<const cv::Mat> images, Scratch* scratch,
                   std::vector<FDTensor>* outputs) const;

  /// The shape of the tensor for one image, if the YAML fixes it.
  [[nodiscard]] std::optional<std::vector<int64_t>> FixedShape() const;
};

/// The same for PP-ShiTuV2's models, whose YAML has the section RecPreProcess.
class FASTDEPLOY_DECL PPShiTuV2RecognizerPreprocessor : public PaddleClasPreprocessor {
 public:
  PPShiTuV2RecognizerPreprocessor() = default;
  explicit PPShiTuV2RecognizerPreprocessor(const std::string& config_file)
      : PaddleClasPreprocessor(config_file, "RecPreProcess") {}
};

}  // namespace fastdeploy::vision::classification
