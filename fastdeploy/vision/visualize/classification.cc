// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/vision/image.h"
#include "fastdeploy/vision/visualize/visualize.h"

namespace fastdeploy::vision {
namespace {

const cv::Scalar kInk(255, 255, 255);
constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;
constexpr double kGround = 0.45;  // what is left of the picture's brightness under the text

/// 0.5 gives letters of about a thirtieth of the picture's shorter side.
double FontScale(const cv::Mat& image, float font_size) {
  return std::max(0.3, std::min(image.cols, image.rows) / 320.0 * font_size);
}

}  // namespace

cv::Mat VisClassification(const cv::Mat& im, const ClassifyResult& result, int top_k,
                          float score_threshold, float font_size) {
  return VisClassification(im, result, std::vector<std::string>(), top_k, score_threshold,
                           font_size);
}

cv::Mat VisClassification(const cv::Mat& im, const ClassifyResult& result,
                          const std::vector<std::string>& labels, int top_k, float score_threshold,
                          float font_size) {
  CheckImage(im);
  cv::Mat drawn = im.clone();
  const double scale = FontScale(im, font_size);
  const int thickness = std::max(1, static_cast<int>(scale * 1.6));
  const int line = static_cast<int>(34 * scale);
  const int margin = line / 3;
  std::vector<std::string> lines;
  int width = 0;
  for (size_t i = 0; i < result.label_ids.size() && i < result.scores.size(); ++i) {
    if (static_cast<int>(lines.size()) >= top_k || result.scores[i] < score_threshold) break;
    const auto id = static_cast<size_t>(result.label_ids[i]);
    lines.push_back(id < labels.size() ? fmt::format("{}  {:.4f}", labels[id], result.scores[i])
                                       : fmt::format("{}: {:.4f}", id, result.scores[i]));
    width = std::max(width, cv::getTextSize(lines.back(), kFont, scale, thickness, nullptr).width);
  }
  if (lines.empty()) return drawn;
  const cv::Rect ground =
      cv::Rect(0, 0, width + 2 * margin, static_cast<int>(lines.size()) * line + 2 * margin) &
      cv::Rect({0, 0}, im.size());
  drawn(ground).convertTo(drawn(ground), -1, kGround);
  for (size_t i = 0; i < lines.size(); ++i) {
    const int baseline = margin + static_cast<int>(i + 1) * line - line / 4;
    cv::putText(drawn, lines[i], {margin, baseline}, kFont, scale, kInk, thickness, cv::LINE_AA);
  }
  return drawn;
}

}  // namespace fastdeploy::vision
