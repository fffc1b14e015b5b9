// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/classification/draw.h"
#include "fastdeploy/vision/image.h"
#include "fastdeploy/vision/internal/lettering.h"

namespace fastdeploy::vision {
namespace {

// Colours are BGR.
const cv::Scalar kInk(255, 255, 255);
const cv::Scalar kTrack(90, 90, 90);
const cv::Scalar kBar(80, 200, 80);
constexpr double kGround = 0.35;  // the image's remaining brightness under the panel

/// The zoom of text for an image with this shorter side: 1 from 300 to 600 pixels.
double ZoomOf(double side) { return std::max(1.0, side / 600) * std::clamp(side / 300, 0.6, 1.0); }

struct Row {
  std::string name;
  float score;
};

/// The style of the panel's text.
struct Style {
  Lettering lettering;
  int unit;  // height of a capital letter in pixels

  Style(const std::string& font_file, double scale)
      : lettering(font_file, scale, std::max(1, static_cast<int>(std::lround(scale * 1.4)))),
        unit(std::max(3, lettering.SizeOf("H").height)) {}

  [[nodiscard]] int WidthOf(const std::string& text) const { return lettering.SizeOf(text).width; }
};

std::vector<Row> ShownRows(const ClassifyResult& result, const std::vector<std::string>& labels,
                           int top_k, float score_threshold) {
  if (result.label_ids.size() != result.scores.size()) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("cannot draw the result: {} classes and {} scores",
                            result.label_ids.size(), result.scores.size()));
  }
  std::vector<Row> rows;
  for (size_t i = 0; i < result.scores.size(); ++i) {
    if (static_cast<int>(rows.size()) >= top_k) break;
    if (result.scores[i] < score_threshold) continue;
    const int32_t id = result.label_ids[i];
    const bool named = id >= 0 && static_cast<size_t>(id) < labels.size();
    rows.push_back({named ? labels[id] : fmt::format("class {}", id), result.scores[i]});
  }
  return rows;
}

/// The text, its end replaced by dots if it would be wider than `width`.
std::string Shortened(std::string text, int width, const Style& style) {
  if (style.WidthOf(text) <= width) return text;
  const auto is_inside_character = [](char byte) { return (byte & 0xC0) == 0x80; };
  while (!text.empty() && style.WidthOf(text + "...") > width) {
    while (!text.empty() && is_inside_character(text.back())) text.pop_back();
    if (!text.empty()) text.pop_back();
  }
  return text + "...";
}

/// Name and score above a bar; its length shows the score.
void DrawRow(const Row& row, const cv::Rect& place, const Style& style, cv::Mat* image) {
  const std::string score = fmt::format("{:.3f}", row.score);
  const int score_width = style.WidthOf(score);
  const int baseline = place.y + style.unit;
  const std::string name = Shortened(row.name, place.width - score_width - style.unit, style);
  const auto write = [&](const std::string& text, int x) {
    style.lettering.Draw(text, {x, baseline}, kInk, image);
  };
  write(name, place.x);
  write(score, place.x + place.width - score_width);
  const int thickness = std::max(2, style.unit / 4);
  cv::Rect bar(place.x, baseline + style.unit / 2, place.width, thickness);
  cv::rectangle(*image, bar, kTrack, cv::FILLED);
  bar.width = static_cast<int>(std::lround(place.width * std::clamp<double>(row.score, 0, 1)));
  if (bar.width > 0) cv::rectangle(*image, bar, kBar, cv::FILLED);
}

}  // namespace

cv::Mat VisClassification(const cv::Mat& im, const ClassifyResult& result, int top_k,
                          float score_threshold, float font_size) {
  return VisClassification(im, result, std::vector<std::string>(), top_k, score_threshold,
                           font_size);
}

cv::Mat VisClassification(const cv::Mat& im, const ClassifyResult& result,
                          const std::vector<std::string>& labels, int top_k, float score_threshold,
                          float font_size, const std::string& font_file) {
  CheckImage(im);
  if (!(font_size > 0) || font_size > 100) {
    throw Error(
        ErrorKind::kInvalidArgument,
        fmt::format("font size {} is out of range: expected above 0 and at most 100", font_size));
  }
  const std::vector<Row> rows = ShownRows(result, labels, top_k, score_threshold);
  cv::Mat drawn = im.clone();
  if (rows.empty()) return drawn;
  const Style style(font_file, font_size * ZoomOf(std::min(im.cols, im.rows)));
  const int margin = style.unit;
  const int row_height = style.unit * 5 / 2;
  int width = 0;
  for (const Row& row : rows) {
    width = std::max(width, style.WidthOf(row.name + "  0.000") + style.unit);
  }
  width = std::max(std::min(width, im.cols - 2 * margin), 1);
  const int height = static_cast<int>(rows.size()) * row_height;
  const cv::Rect panel = cv::Rect(0, 0, width + 2 * margin, height + 2 * margin - style.unit / 2) &
                         cv::Rect({}, im.size());
  drawn(panel).convertTo(drawn(panel), -1, kGround);
  cv::Rect place(margin, margin, width, row_height);
  for (const Row& row : rows) {
    DrawRow(row, place, style, &drawn);
    place.y += row_height;
  }
  return drawn;
}

}  // namespace fastdeploy::vision
