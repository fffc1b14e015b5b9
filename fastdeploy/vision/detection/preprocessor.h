// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/runtime/backend.h"
#include "fastdeploy/vision/detection/config.h"
#include "fastdeploy/vision/image.h"

namespace fastdeploy::vision::detection {

/// How the images of one run were prepared.
struct BatchInfo {
  std::vector<ImageInfo> images;
  cv::Size input;  ///< of the network's image
  /// Boxes come out in prepared pixels: the network was not told the scale factors.
  bool undo_scale = false;
};

/// Images to the input tensors of a PaddleDetection model, as the exporter's YAML says.
///
/// Arithmetic is that of PaddleDetection's deploy/python: im_shape is the size after resizing,
/// without padding; scale_factor the exact factor of the resizing. A value: copies share nothing.
class PaddleDetPreprocessor {
 public:
  using Geometry = BatchInfo;
  struct Scratch {
    std::vector<cv::Mat> buffers;  ///< one a step
  };

  PaddleDetPreprocessor() = default;
  /// Throws Error.
  explicit PaddleDetPreprocessor(const std::string& config_file)
      : PaddleDetPreprocessor(ReadDetectionConfig(config_file)) {}
  explicit PaddleDetPreprocessor(DetectionConfig config) : config_(std::move(config)) {}

  /// N images to what the network takes of: image [N, 3, H, W], the largest of the images' sizes,
  /// others padded right and below with 0; scale_factor [N, 2] (y, x); im_shape [N, 2] (height,
  /// width); all float32. Throws Error for an image that is not 8-bit BGR, or cannot be prepared.
  Geometry Process(std::span<const cv::Mat> images, Scratch* scratch,
                   std::vector<FDTensor>* outputs) const;
  /// The same in 1.x's shape: an error is logged and gives false.
  bool Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs) const;

  /// Makes the tensors that a network takes, and no others; without this, all three in the order
  /// above. Throws Error for a network that asks for something else.
  void SetInputs(const std::vector<TensorInfo>& inputs);
  /// The network's inputs for one image at a time, by name; -1: depends on the image.
  [[nodiscard]] std::map<std::string, std::vector<int64_t>> InputShapes() const;

  /// Leave values as they are (uint8), for models that normalise by themselves.
  void DisableNormalize() { config_.layout.normalize = false; }
  /// Leave the channels last: [N, H, W, 3].
  void DisablePermute() { config_.layout.chw = false; }
  /// The architecture that the YAML names: "YOLO", "PicoDet", ...
  [[nodiscard]] const std::string& GetArch() const { return config_.arch; }
  [[nodiscard]] const DetectionConfig& GetConfig() const { return config_; }

 private:
  cv::Mat Prepare(const cv::Mat& image, Scratch* scratch, ImageInfo* info) const;
  void WriteImages(const std::vector<cv::Mat>& images, FDTensor* output, cv::Size size) const;

  DetectionConfig config_;
  std::vector<std::string> inputs_ = {"image", "scale_factor", "im_shape"};
};

}  // namespace fastdeploy::vision::detection
