// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/vision/image.h"
#include "fastdeploy/vision/segmentation/geometry.h"
#include "fastdeploy/vision/segmentation/transforms.h"

namespace fastdeploy::vision::segmentation {

/// 1.x's word for the sizes of a batch: {"shape_info": {{height, width}, ...}}.
using ImgsInfo = std::map<std::string, std::vector<std::array<int, 2>>>;

/// Images to the input tensor of a PaddleSeg, PaddleX or PP-Matting model, as the exporter's YAML
/// says.
///
/// Reads `Deploy.transforms` and `Deploy.input_shape` of PaddleSeg's `deploy.yaml`, PaddleX's
/// `inference.yml` (told by its `Global.model_name`) and the Matting folder's `deploy.yaml`. Where
/// the exporter fixed height and width and no transform does, images come out in that size: resized
/// (segmentation), or shrunk to fit and padded right and below with what is normalised to 0
/// (matting). Arithmetic is that of the exporters' Python code. A value: copies share nothing.
class PaddleSegPreprocessor {
 public:
  using Geometry = std::vector<ImageGeometry>;
  struct Scratch {
    std::vector<cv::Mat> buffers;  ///< one a step
  };

  PaddleSegPreprocessor() = default;
  /// Throws Error.
  explicit PaddleSegPreprocessor(const std::string& config_file, bool matting = false);

  /// N images to one tensor [N, 3, H, W] of float32. Throws Error for an image that is not 8-bit
  /// BGR, and where the images of a batch come out in different sizes.
  Geometry Process(std::span<const cv::Mat> images, Scratch* scratch,
                   std::vector<FDTensor>* outputs) const;
  /// The same in 1.x's shape: an error is logged and gives false.
  bool Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs,
           ImgsInfo* imgs_info = nullptr) const;

  /// For PP-HumanSeg on upright pictures: a Resize to a lying size is to the same size standing up.
  /// The model has to take both: one exported without input_shape.
  void SetIsVerticalScreen(bool value) { vertical_ = value; }
  [[nodiscard]] bool GetIsVerticalScreen() const { return vertical_; }
  /// Leave values as they are (uint8), for models that normalise by themselves.
  void DisableNormalize() { transforms_.layout.normalize = false; }
  /// Leave the channels last: [N, H, W, 3].
  void DisablePermute() { transforms_.layout.chw = false; }

  /// The network's input for one image at a time (or the exporter's batch); -1: depends on the
  /// image, or may with SetIsVerticalScreen. A size that the exporter left open is fixed, which is
  /// faster, where the transforms always make the same.
  [[nodiscard]] std::vector<int64_t> InputShape() const;
  [[nodiscard]] const Transforms& GetTransforms() const { return transforms_; }

 private:
  cv::Mat Prepare(const cv::Mat& image, Scratch* scratch, ImageGeometry* geometry) const;

  Transforms transforms_;
  std::array<int64_t, 4> input_shape_ = {-1, 3, -1, -1};
  bool vertical_ = false;
};

}  // namespace fastdeploy::vision::segmentation
