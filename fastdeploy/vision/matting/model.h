// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/matting/postprocessor.h"
#include "fastdeploy/vision/model.h"

namespace fastdeploy::vision::matting {

/// Image matting, which estimates how much of each pixel is foreground, with a model from
/// PaddleSeg's Matting folder: PP-Matting, PP-MattingV2, PP-HumanMatting, MODNet, which take only
/// the image; or DIM and others that also take a trimap, exported with --trimap.
///
/// A trimap is an 8-bit image as large as the image (of several channels the first counts): 0 where
/// there is only background, 255 where there is only foreground, another value where alpha is to be
/// found. There alpha is the network's; elsewhere it is 0 or 1, but for what the resizing of alpha
/// to the image mixes at borders, as in PaddleSeg's Matting/deploy/python/infer.py.
class FASTDEPLOY_DECL PPMatting
    : public Model<PPMatting, segmentation::PaddleSegPreprocessor, PPMattingPostprocessor> {
 public:
  using Model::BatchPredict;
  using Model::Model;
  using Model::Predict;
  static constexpr const char* kName = "PaddleMatting";

  /// Whether the network takes a trimap beside each image.
  [[nodiscard]] bool TakesTrimap() const;

  /// The result for one image (8-bit BGR). Throws Error, also for a model that takes a trimap.
  MattingResult Predict(const cv::Mat& image);
  std::vector<MattingResult> BatchPredict(std::span<const cv::Mat> images);

  /// The same with a trimap for each image. Throws Error, also for a model that takes none. Runs
  /// one image at a time.
  MattingResult Predict(const cv::Mat& image, const cv::Mat& trimap);
  std::vector<MattingResult> BatchPredict(std::span<const cv::Mat> images,
                                          std::span<const cv::Mat> trimaps);

  static PPMatting Open(const ModelFiles& files, const RuntimeOption& option);

 private:
  MattingResult PredictWith(const cv::Mat& image, const cv::Mat& trimap);
};

}  // namespace fastdeploy::vision::matting
