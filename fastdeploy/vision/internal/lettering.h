// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <string>

#include "fastdeploy/vision/internal/font.h"

namespace fastdeploy::vision {

/// Draws lines of text: with a font file, or with OpenCV's own letters, which are ASCII only (every
/// other character becomes '?'). For one thread at a time.
class Lettering {
 public:
  /// `font_file` may be empty. `scale` and `thickness` are OpenCV's; a font gets letters of the
  /// same height. Throws Error if the file is not a font.
  Lettering(const std::string& font_file, double scale, int thickness);

  /// The size above the baseline; `below` gets the height under it. In pixels.
  [[nodiscard]] cv::Size SizeOf(const std::string& text, int* below = nullptr) const;
  /// Draws text whose baseline starts at a point. The colour is BGR.
  void Draw(const std::string& text, cv::Point start, const cv::Scalar& colour,
            cv::Mat* image) const;

 private:
  std::unique_ptr<Font> font_;  // null: OpenCV's letters
  double scale_;
  int thickness_;
};

}  // namespace fastdeploy::vision
