// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/detection/draw.h"
#include "fastdeploy/vision/image.h"
#include "fastdeploy/vision/internal/lettering.h"
#include "fastdeploy/vision/internal/style.h"

namespace fastdeploy::vision {
namespace {

constexpr double kMaskWeight = 0.5;
/// OpenCV reads no larger images, and crashes when it draws far outside an image.
constexpr int kFarthest = 1 << 20;

[[noreturn]] void Fail(const std::string& reason) {
  throw Error(ErrorKind::kInvalidArgument, "cannot draw the result: " + reason);
}

size_t CountOf(const DetectionResult& result) {
  return result.rotated_boxes.empty() ? result.boxes.size() : result.rotated_boxes.size();
}

template <typename Box>
void CheckBoxes(const std::vector<Box>& boxes) {
  for (size_t i = 0; i < boxes.size(); ++i) {
    for (const float at : boxes[i]) {
      if (!(std::abs(at) <= kFarthest)) Fail(fmt::format("box {} has a coordinate of {}", i, at));
    }
  }
}

void CheckResult(const DetectionResult& result) {
  const size_t count = CountOf(result);
  if (result.scores.size() != count || result.label_ids.size() != count ||
      (!result.masks.empty() && result.masks.size() != count)) {
    Fail(fmt::format("{} boxes, {} scores, {} classes and {} masks", count, result.scores.size(),
                     result.label_ids.size(), result.masks.size()));
  }
  CheckBoxes(result.boxes);
  CheckBoxes(result.rotated_boxes);
  for (size_t i = 0; i < result.masks.size(); ++i) {
    const Mask& mask = result.masks[i];
    const bool possible = mask.shape.size() == 2 && mask.shape[0] >= 0 && mask.shape[1] >= 0 &&
                          mask.shape[0] <= kFarthest && mask.shape[1] <= kFarthest;
    if (!possible || static_cast<size_t>(mask.shape[0] * mask.shape[1]) != mask.data.size()) {
      Fail(fmt::format("mask {} has {} pixels, which do not match its shape", i, mask.data.size()));
    }
  }
}

/// The corners of an object's box, the top-left one first.
std::vector<cv::Point> CornersOf(const DetectionResult& result, size_t i) {
  const auto point = [](float x, float y) {
    return cv::Point(static_cast<int>(std::lround(x)), static_cast<int>(std::lround(y)));
  };
  if (result.rotated_boxes.empty()) {
    const auto& [left, top, right, bottom] = result.boxes[i];
    return {point(left, top), point(right, top), point(right, bottom), point(left, bottom)};
  }
  std::vector<cv::Point> corners;
  const auto& box = result.rotated_boxes[i];
  for (size_t c = 0; c < box.size(); c += 2) corners.push_back(point(box[c], box[c + 1]));
  return corners;
}

/// Blends the part of a mask inside the image; the mask's top-left pixel is at `corner`.
void BlendMask(const Mask& mask, cv::Point corner, const cv::Vec3b& colour, cv::Mat* image) {
  corner = {std::max(corner.x, 0), std::max(corner.y, 0)};  // masks are clipped to the image
  const cv::Rect place(corner,
                       cv::Size(static_cast<int>(mask.shape[1]), static_cast<int>(mask.shape[0])));
  const cv::Rect inside = place & cv::Rect({0, 0}, image->size());
  for (int y = inside.y; y < inside.br().y; ++y) {
    const uint8_t* row =
        mask.data.data() + static_cast<size_t>(y - corner.y) * static_cast<size_t>(place.width);
    auto* pixels = image->ptr<cv::Vec3b>(y);
    for (int x = inside.x; x < inside.br().x; ++x) {
      if (row[x - corner.x] == 0) continue;
      for (int c = 0; c < 3; ++c) {
        pixels[x][c] =
            cv::saturate_cast<uint8_t>(pixels[x][c] * (1 - kMaskWeight) + colour[c] * kMaskWeight);
      }
    }
  }
}

/// Draws text on the object's colour, above the box or, if there is no room, inside it.
void DrawTag(const std::string& text, cv::Point corner, const Lettering& lettering,
             const cv::Scalar& ink, const cv::Scalar& ground, cv::Mat* image) {
  int below = 0;
  const cv::Size letters = lettering.SizeOf(text, &below);
  const cv::Size tag(letters.width + 1, letters.height + below);
  corner.x = std::clamp(corner.x, 0, std::max(image->cols - tag.width, 0));
  if (corner.y >= tag.height) corner.y -= tag.height;
  corner.y = std::clamp(corner.y, 0, std::max(image->rows - tag.height, 0));
  cv::rectangle(*image, cv::Rect(corner, tag), ground, cv::FILLED);
  lettering.Draw(text, corner + cv::Point(0, letters.height + below / 2), ink, image);
}

std::string NameOf(int label, const std::vector<std::string>& labels) {
  const bool named = label >= 0 && static_cast<size_t>(label) < labels.size();
  return named ? labels[static_cast<size_t>(label)] : std::to_string(label);
}

}  // namespace

cv::Mat VisDetection(const cv::Mat& im, const DetectionResult& result, float score_threshold,
                     int line_size, float font_size) {
  return VisDetection(im, result, {}, score_threshold, line_size, font_size);
}

cv::Mat VisDetection(const cv::Mat& im, const DetectionResult& result,
                     const std::vector<std::string>& labels, float score_threshold, int line_size,
                     float font_size, std::vector<int> font_color, int font_thickness,
                     const std::string& font_file) {
  CheckImage(im);
  CheckResult(result);
  const auto refuse = [](const char* name, double value, const char* expected) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("{} {} is out of range: expected {}", name, value, expected));
  };
  if (line_size < 1 || line_size > 100) refuse("line_size", line_size, "1 to 100");
  if (!(font_size > 0 && font_size <= 100)) {
    refuse("font_size", font_size, "above 0 and at most 100");
  }
  if (font_thickness < 1 || font_thickness > 100) {
    refuse("font_thickness", font_thickness, "1 to 100");
  }
  if (font_color.size() != 3) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("font_color: expected 3 numbers (BGR), got {}", font_color.size()));
  }
  const double zoom = std::max(1.0, std::max(im.cols, im.rows) / 1000.0);
  const auto zoomed = [zoom](int pixels) { return static_cast<int>(std::lround(pixels * zoom)); };
  const Lettering lettering(font_file, font_size * zoom, zoomed(font_thickness));
  const cv::Scalar ink(font_color[0], font_color[1], font_color[2]);
  cv::Mat drawn = im.clone();
  for (size_t i = 0; i < CountOf(result); ++i) {
    if (result.scores[i] < score_threshold) continue;
    const int label = result.label_ids[i];
    const cv::Vec3b colour = ColourOf((label & 0xFF) + 1);  // class 0 would be black
    const std::vector<cv::Point> corners = CornersOf(result, i);
    if (!result.masks.empty()) BlendMask(result.masks[i], corners[0], colour, &drawn);
    cv::polylines(drawn, corners, true, colour, zoomed(line_size),
                  result.rotated_boxes.empty() ? cv::LINE_8 : cv::LINE_AA);
    DrawTag(fmt::format("{} {:.2f}", NameOf(label, labels), result.scores[i]), corners[0],
            lettering, ink, colour, &drawn);
  }
  return drawn;
}

}  // namespace fastdeploy::vision
