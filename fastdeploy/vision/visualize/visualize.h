// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/classification/draw.h"
#include "fastdeploy/vision/detection/draw.h"
#include "fastdeploy/vision/keypoint/draw.h"
#include "fastdeploy/vision/matting/draw.h"
#include "fastdeploy/vision/ocr/draw.h"
#include "fastdeploy/vision/segmentation/draw.h"
#include "fastdeploy/vision/tracking/draw.h"

namespace fastdeploy::vision {

/// The colours of classes 0, 1, ...: three values (BGR) each.
FASTDEPLOY_DECL std::vector<int> GenerateColorMap(int num_classes = 1000);

/// 1.x's older names of the functions that draw results.
struct Visualize {
  static std::vector<int> GetColorMap(int num_classes = 1000) {
    return GenerateColorMap(num_classes);
  }
  static cv::Mat VisDetection(const cv::Mat& im, const DetectionResult& result,
                              float score_threshold = 0, int line_size = 1,
                              float font_size = 0.5F) {
    return vision::VisDetection(im, result, score_threshold, line_size, font_size);
  }
  static cv::Mat VisSegmentation(const cv::Mat& im, const SegmentationResult& result) {
    return vision::VisSegmentation(im, result);
  }
  static cv::Mat VisMattingAlpha(const cv::Mat& im, const MattingResult& result,
                                 bool remove_small_connected_area = false) {
    return vision::VisMatting(im, result, false, 0.999F, remove_small_connected_area);
  }
  static cv::Mat SwapBackgroundMatting(const cv::Mat& im, const cv::Mat& background,
                                       const MattingResult& result,
                                       bool remove_small_connected_area = false) {
    return vision::SwapBackground(im, background, result, remove_small_connected_area);
  }
  static cv::Mat SwapBackgroundSegmentation(const cv::Mat& im, const cv::Mat& background,
                                            int background_label,
                                            const SegmentationResult& result) {
    return vision::SwapBackground(im, background, result, background_label);
  }
  static cv::Mat VisOcr(const cv::Mat& im, const OCRResult& result) {
    return vision::VisOcr(im, result);
  }
};

}  // namespace fastdeploy::vision
