// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/runtime/backend.h"
#include "fastdeploy/vision/detection/config.h"
#include "fastdeploy/vision/preprocessor.h"

namespace fastdeploy::vision::detection {

/// How the images of one run were prepared.
struct BatchInfo {
  std::vector<vision::Geometry> images;
  cv::Size input;  ///< size of the network's image input
  /// Boxes are in pixels of the prepared image, because the network has no input scale_factor (or
  /// im_size).
  bool undo_scale = false;
};

/// Turns images into the input tensors of a PaddleDetection model, as the exporter's YAML
/// specifies.
///
/// The arithmetic is that of PaddleDetection's deploy/python: im_shape is the size after resizing,
/// without padding; scale_factor is the exact factor of the resizing.
class FASTDEPLOY_DECL PaddleDetPreprocessor : public ImagePreprocessor<PaddleDetPreprocessor> {
 public:
  using Geometry = BatchInfo;

  PaddleDetPreprocessor() = default;
  /// Throws Error.
  explicit PaddleDetPreprocessor(const std::string& config_file)
      : PaddleDetPreprocessor(ReadDetectionConfig(config_file)) {}
  explicit PaddleDetPreprocessor(const DetectionConfig& config)
      : ImagePreprocessor(config.preparation), arch_(config.arch), stride_(config.stride) {}

  /// Writes N images into the tensors that the network takes: image [N, 3, H, W], as large as the
  /// largest image, others padded on the right and below with 0; scale_factor [N, 2] (y, x);
  /// im_shape [N, 2] (height, width); all float32; or im_size [N, 2], the images' own height and
  /// width, of int32. Throws Error if there are no images, or if one
  /// is not 8-bit BGR or cannot be prepared.
  Geometry Process(std::span<const cv::Mat> images, Scratch* scratch,
                   std::vector<FDTensor>* outputs) const;

  /// Restricts the tensors to those that a network takes; by default there are the first three, in
  /// the order above. Throws Error if the network has other inputs.
  void SetInputs(const std::vector<TensorInfo>& inputs);
  /// The shapes of the network's inputs for one image at a time, by name; -1: depends on the image.
  [[nodiscard]] std::map<std::string, std::vector<int64_t>> InputShapes() const;

  /// The architecture that the YAML names: "YOLO", "PicoDet", ...
  [[nodiscard]] const std::string& GetArch() const { return arch_; }

 private:
  std::string arch_;
  int stride_ = 1;
  std::vector<std::string> inputs_ = {"image", "scale_factor", "im_shape"};
};

}  // namespace fastdeploy::vision::detection
