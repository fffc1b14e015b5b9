// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>

namespace fastdeploy::vision {

/// The characters of a UTF-8 text. Invalid bytes become U+FFFD.
std::u32string DecodeUtf8(std::string_view text);

/// A scalable font, loaded from a file. For one thread at a time.
class Font {
 public:
  /// Throws Error: kNotFound if the file cannot be read, kInvalidFile if it is not a scalable font.
  explicit Font(const std::string& path);
  ~Font();
  Font(const Font&) = delete;
  Font& operator=(const Font&) = delete;

  // In ems, that is, as multiples of the font size.
  [[nodiscard]] double Ascent() const;   ///< from the baseline up
  [[nodiscard]] double Descent() const;  ///< from the baseline down, positive
  [[nodiscard]] double Width(std::u32string_view text) const;

  /// Draws text into an 8-bit BGR image, clipped to the image. `placement` maps points of the text
  /// (in ems: x along the baseline from its start, y downwards from it) to pixels.
  void Draw(std::u32string_view text, const cv::Matx23d& placement, const cv::Vec3b& color,
            cv::Mat* image) const;

 private:
  struct Face;
  std::unique_ptr<Face> face_;
};

}  // namespace fastdeploy::vision
