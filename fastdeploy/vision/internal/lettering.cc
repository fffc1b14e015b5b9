// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/internal/lettering.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/vision/internal/style.h"

namespace fastdeploy::vision {
namespace {

constexpr int kLetters = cv::FONT_HERSHEY_SIMPLEX;
constexpr double kEm =
    30;  // pixels of an em whose capitals are as high as those letters at scale 1

int Pixels(double size) { return static_cast<int>(std::lround(size)); }

}  // namespace

Lettering::Lettering(const std::string& font_file, double scale, int thickness)
    : scale_(scale), thickness_(thickness) {
  if (!font_file.empty()) font_ = std::make_unique<Font>(font_file);
}

cv::Size Lettering::SizeOf(const std::string& text, int* below) const {
  int baseline = 0;
  cv::Size size;
  if (font_ == nullptr) {
    size = cv::getTextSize(AsciiOf(text), kLetters, scale_, thickness_, &baseline);
  } else {
    const double em = kEm * scale_;
    size = {Pixels(std::ceil(font_->Width(DecodeUtf8(text)) * em)), Pixels(font_->Ascent() * em)};
    baseline = std::max(Pixels(font_->Descent() * em), 0);
  }
  if (below != nullptr) *below = baseline;
  return size;
}

void Lettering::Draw(const std::string& text, cv::Point start, const cv::Scalar& colour,
                     cv::Mat* image) const {
  if (font_ == nullptr) {
    cv::putText(*image, AsciiOf(text), start, kLetters, scale_, colour, thickness_, cv::LINE_AA);
    return;
  }
  const double em = kEm * scale_;
  const cv::Vec3b ink(cv::saturate_cast<uint8_t>(colour[0]), cv::saturate_cast<uint8_t>(colour[1]),
                      cv::saturate_cast<uint8_t>(colour[2]));
  font_->Draw(DecodeUtf8(text), {em, 0, double(start.x), 0, em, double(start.y)}, ink, image);
}

}  // namespace fastdeploy::vision
