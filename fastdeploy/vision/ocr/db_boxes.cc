// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/db_boxes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <polyclipping/clipper.hpp>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision::ocr {
namespace {

constexpr float kMinSide = 3;  // of a contour's rectangle, in pixels of the map

using Corners = std::array<cv::Point2f, 4>;

struct MiniBox {
  Corners corners;  // top-left, top-right, bottom-right, bottom-left
  float short_side = 0;
};

MiniBox FindMiniBox(const std::vector<cv::Point>& points) {
  const cv::RotatedRect rect = cv::minAreaRect(points);
  Corners p;
  rect.points(p.data());
  std::stable_sort(p.begin(), p.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
  const bool left_in_order = p[1].y > p[0].y;
  const bool right_in_order = p[3].y > p[2].y;
  return {{left_in_order ? p[0] : p[1], right_in_order ? p[2] : p[3], right_in_order ? p[3] : p[2],
           left_in_order ? p[1] : p[0]},
          std::min(rect.size.width, rect.size.height)};
}

/// The mean of the map inside a polygon; its vertices are truncated to whole pixels.
template <typename Point>
double MeanInside(const cv::Mat& map, const Point* begin, const Point* end) {
  const auto [left, right] =
      std::minmax_element(begin, end, [](const auto& a, const auto& b) { return a.x < b.x; });
  const auto [top, bottom] =
      std::minmax_element(begin, end, [](const auto& a, const auto& b) { return a.y < b.y; });
  const int x0 = std::clamp(static_cast<int>(std::floor(double(left->x))), 0, map.cols - 1);
  const int x1 = std::clamp(static_cast<int>(std::ceil(double(right->x))), 0, map.cols - 1);
  const int y0 = std::clamp(static_cast<int>(std::floor(double(top->y))), 0, map.rows - 1);
  const int y1 = std::clamp(static_cast<int>(std::ceil(double(bottom->y))), 0, map.rows - 1);
  std::vector<cv::Point> polygon;
  for (const Point* p = begin; p != end; ++p) {
    polygon.emplace_back(static_cast<int>(double(p->x) - x0), static_cast<int>(double(p->y) - y0));
  }
  cv::Mat mask = cv::Mat::zeros(y1 - y0 + 1, x1 - x0 + 1, CV_8U);
  cv::fillPoly(mask, std::vector<std::vector<cv::Point>>{polygon}, 1);
  return cv::mean(map(cv::Rect(x0, y0, mask.cols, mask.rows)), mask)[0];
}

/// The box grown outwards as a polygon; nothing if it splits up or vanishes.
std::optional<std::vector<cv::Point>> Unclip(const Corners& box, float ratio) {
  double doubled_area = 0;
  double perimeter = 0;
  ClipperLib::Path path;
  for (size_t i = 0; i < box.size(); ++i) {
    const cv::Point2f& a = box[i];
    const cv::Point2f& b = box[(i + 1) % box.size()];
    doubled_area += double(a.x) * b.y - double(a.y) * b.x;
    perimeter += std::hypot(double(b.x) - a.x, double(b.y) - a.y);
    path.emplace_back(static_cast<ClipperLib::cInt>(a.x), static_cast<ClipperLib::cInt>(a.y));
  }
  if (perimeter == 0) return std::nullopt;
  ClipperLib::ClipperOffset offset;
  offset.AddPath(path, ClipperLib::jtRound, ClipperLib::etClosedPolygon);
  ClipperLib::Paths grown;
  offset.Execute(grown, std::abs(doubled_area) / 2 * ratio / perimeter);
  if (grown.size() != 1) return std::nullopt;
  std::vector<cv::Point> points;
  for (const auto& point : grown.front()) {
    points.emplace_back(static_cast<int>(point.X), static_cast<int>(point.Y));
  }
  return points;
}

/// Maps corners from pixels of the map to pixels of the image.
Quad ToImage(const Corners& corners, cv::Size map, cv::Size image) {
  Quad quad;
  for (size_t i = 0; i < quad.size(); ++i) {
    const float x = std::nearbyint(corners[i].x / float(map.width) * float(image.width));
    const float y = std::nearbyint(corners[i].y / float(map.height) * float(image.height));
    quad[i] = {static_cast<int>(std::clamp(x, 0.0F, float(image.width))),
               static_cast<int>(std::clamp(y, 0.0F, float(image.height)))};
  }
  return quad;
}

/// Orders the corners by x + y and y - x (top-left has the smallest sum, top-right the smallest
/// difference), and clamps them to the image.
Quad OrderAndClip(const Quad& quad, cv::Size image) {
  const auto sum = [](const cv::Point& a, const cv::Point& b) { return a.x + a.y < b.x + b.y; };
  const auto difference = [](const cv::Point& a, const cv::Point& b) {
    return a.y - a.x < b.y - b.x;
  };
  const auto first = std::min_element(quad.begin(), quad.end(), sum);
  const auto last = std::max_element(quad.begin(), quad.end(), sum);
  std::vector<cv::Point> others;
  for (auto it = quad.begin(); it != quad.end(); ++it) {
    if (it != first && it != last) others.push_back(*it);
  }
  if (others.size() != 2) return quad;  // all corners coincide
  const auto [second, fourth] = std::minmax(others[0], others[1], difference);
  Quad ordered = {*first, second, *last, fourth};
  for (cv::Point& point : ordered) {
    point.x = std::clamp(point.x, 0, image.width - 1);
    point.y = std::clamp(point.y, 0, image.height - 1);
  }
  return ordered;
}

bool IsTooSmall(const Quad& quad) {
  return static_cast<int>(cv::norm(quad[0] - quad[1])) <= 3 ||
         static_cast<int>(cv::norm(quad[0] - quad[3])) <= 3;
}

std::optional<Corners> BoxOfContour(const cv::Mat& map, const std::vector<cv::Point>& contour,
                                    const DBSettings& settings) {
  const MiniBox mini = FindMiniBox(contour);
  if (mini.short_side < kMinSide) return std::nullopt;
  const double score =
      settings.slow_score
          ? MeanInside(map, contour.data(), contour.data() + contour.size())
          : MeanInside(map, mini.corners.data(), mini.corners.data() + mini.corners.size());
  if (score < settings.box_thresh) return std::nullopt;
  const auto grown = Unclip(mini.corners, settings.unclip_ratio);
  if (!grown) return std::nullopt;
  const MiniBox box = FindMiniBox(*grown);
  if (box.short_side < kMinSide + 2) return std::nullopt;
  return box.corners;
}

void CheckSettings(const DBSettings& settings) {
  if (!(settings.unclip_ratio >= 0 && settings.unclip_ratio <= kMaxUnclipRatio)) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("det_db_unclip_ratio: expected 0 to {}, found {}", kMaxUnclipRatio,
                            settings.unclip_ratio));
  }
  if (std::isnan(settings.thresh) || std::isnan(settings.box_thresh)) {
    throw Error(ErrorKind::kInvalidArgument, "a threshold of the text detector is not a number");
  }
}

}  // namespace

std::vector<Quad> FindBoxes(const cv::Mat& map, const DBSettings& settings, cv::Size image_size) {
  CheckSettings(settings);
  cv::Mat bitmap = map > settings.thresh;
  if (settings.use_dilation) cv::dilate(bitmap, bitmap, cv::Mat::ones(2, 2, CV_8U));
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(bitmap, contours, cv::RETR_LIST, cv::CHAIN_APPROX_SIMPLE);
  const auto most = static_cast<size_t>(std::clamp(settings.max_candidates, 0, kMaxCandidates));
  if (contours.size() > most) contours.resize(most);
  std::vector<Quad> quads;
  for (const auto& contour : contours) {
    const auto corners = BoxOfContour(map, contour, settings);
    if (!corners) continue;
    const Quad quad = OrderAndClip(ToImage(*corners, map.size(), image_size), image_size);
    if (!IsTooSmall(quad)) quads.push_back(quad);
  }
  return quads;
}

}  // namespace fastdeploy::vision::ocr
