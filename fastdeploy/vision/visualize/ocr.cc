// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/vision/image.h"
#include "fastdeploy/vision/visualize/font.h"
#include "fastdeploy/vision/visualize/visualize.h"

namespace fastdeploy::vision {
namespace {

const cv::Scalar kBox(0, 160, 0);
const cv::Scalar kNumber(200, 60, 0);
constexpr int kLineWidth = 2;
constexpr int kSideOfScale1 = 1000;  // larger pictures get thicker lines

using Corners = std::vector<cv::Point>;

Corners CornersOf(const std::array<int, 8>& box) {
  Corners corners;
  for (size_t i = 0; i < 8; i += 2) corners.emplace_back(box[i], box[i + 1]);
  return corners;
}

double ScaleOf(const cv::Mat& image) {
  return std::max(1.0, double(std::max(image.cols, image.rows)) / kSideOfScale1);
}

bool IsShown(const OCRResult& result, size_t line, float score_threshold) {
  return line >= result.rec_scores.size() || result.rec_scores[line] >= score_threshold;
}

/// The text at the height of its box, shrunk until it is as wide.
void WriteLine(const std::string& text, const Corners& box, Font* font, cv::Mat* page) {
  const double width = std::max(cv::norm(box[1] - box[0]), cv::norm(box[3] - box[0]));
  const double height = std::min(cv::norm(box[1] - box[0]), cv::norm(box[3] - box[0]));
  int size = std::max(6, static_cast<int>(height * 0.72));
  const int written = font->Width(text, size);
  if (written > width) size = std::max(6, static_cast<int>(size * width / written));
  font->Draw(page, text, box[3] - cv::Point(0, static_cast<int>(height * 0.22)), size);
}

}  // namespace

cv::Mat VisOcr(const cv::Mat& im, const OCRResult& result, float score_threshold) {
  CheckImage(im);
  cv::Mat drawn = im.clone();
  const double scale = ScaleOf(im);
  const int line_width = static_cast<int>(std::lround(kLineWidth * std::sqrt(scale)));
  for (size_t i = 0; i < result.boxes.size(); ++i) {
    if (!IsShown(result, i, score_threshold)) continue;
    const Corners corners = CornersOf(result.boxes[i]);
    cv::polylines(drawn, corners, true, kBox, line_width, cv::LINE_AA);
    cv::putText(drawn, std::to_string(i + 1), corners[0] - cv::Point(0, line_width + 1),
                cv::FONT_HERSHEY_SIMPLEX, 0.32 * scale, kNumber, std::max(1, line_width / 2),
                cv::LINE_AA);
  }
  return drawn;
}

cv::Mat VisOcr(const cv::Mat& im, const OCRResult& result, const std::string& font_file,
               float score_threshold) {
  Font font(font_file);
  cv::Mat page(im.size(), CV_8UC3, cv::Scalar::all(255));
  for (size_t i = 0; i < result.boxes.size() && i < result.text.size(); ++i) {
    if (!IsShown(result, i, score_threshold)) continue;
    const Corners corners = CornersOf(result.boxes[i]);
    cv::polylines(page, corners, true, cv::Scalar(215, 230, 215), 1, cv::LINE_AA);
    WriteLine(result.text[i], corners, &font, &page);
  }
  cv::Mat both;
  cv::hconcat(VisOcr(im, result, score_threshold), page, both);
  return both;
}

}  // namespace fastdeploy::vision
