// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/pipeline/ppocr/internal/page_angle.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/error.h"

namespace fastdeploy::pipeline {
namespace {

struct Turn {
  const char* name;
  int angle;
  int rotation;  ///< OpenCV's code; -1: none
};

constexpr std::array<Turn, 4> kTurns = {{{"0", 0, -1},
                                         {"90", 90, cv::ROTATE_90_COUNTERCLOCKWISE},
                                         {"180", 180, cv::ROTATE_180},
                                         {"270", 270, cv::ROTATE_90_CLOCKWISE}}};

/// The point of a page that lies here once the page is turned.
cv::Point Back(cv::Point point, int angle, cv::Size page) {
  if (angle == 90) return {page.width - 1 - point.y, point.x};
  if (angle == 180) return {page.width - 1 - point.x, page.height - 1 - point.y};
  if (angle == 270) return {point.y, page.height - 1 - point.x};
  return point;
}

void TurnBack(int angle, cv::Size page, std::vector<std::array<int, 8>>* boxes) {
  for (auto& box : *boxes) {
    for (size_t i = 0; i < box.size(); i += 2) {
      const cv::Point point = Back({box[i], box[i + 1]}, angle, page);
      box[i] = point.x;
      box[i + 1] = point.y;
    }
  }
}

/// The first of the names.
std::string Some(const std::vector<std::string>& names) {
  constexpr size_t kShown = 8;
  if (names.empty()) return "classes without names";
  const std::span<const std::string> shown(names.data(), std::min(kShown, names.size()));
  return fmt::format("{}{}", fmt::join(shown, ", "), names.size() > kShown ? ", ..." : "");
}

}  // namespace

void RequireAngles(const vision::classification::PaddleClasModel& classifier) {
  const std::vector<std::string>& labels = classifier.GetPostprocessor().GetLabels();
  const bool all = std::ranges::all_of(
      kTurns, [&](const Turn& turn) { return std::ranges::count(labels, turn.name) == 1; });
  if (all && labels.size() == kTurns.size()) return;
  throw Error(
      ErrorKind::kInvalidArgument,
      "the classifier of pages: expected the classes 0, 90, 180 and 270, found " + Some(labels));
}

int AngleOf(vision::classification::PaddleClasModel* classifier, const cv::Mat& page) {
  const vision::ClassifyResult result = classifier->Predict(page);
  const auto& labels = classifier->GetPostprocessor().GetLabels();
  const auto best = static_cast<size_t>(result.label_ids.empty() ? -1 : result.label_ids.front());
  for (const Turn& turn : kTurns) {
    if (best < labels.size() && labels[best] == turn.name) return turn.angle;
  }
  throw Error(ErrorKind::kRuntime, "the classifier of pages found none of its four classes");
}

cv::Mat TurnedPage(const cv::Mat& page, int angle) {
  const auto turn = std::ranges::find(kTurns, angle, &Turn::angle);
  if (turn == kTurns.end() || turn->rotation < 0) return page;
  cv::Mat turned;
  cv::rotate(page, turned, turn->rotation);
  return turned;
}

void TurnBack(int angle, cv::Size page, vision::OCRResult* result) {
  result->page_angle = angle;
  TurnBack(angle, page, &result->boxes);
  for (auto& boxes : result->word_boxes) TurnBack(angle, page, &boxes);
}

}  // namespace fastdeploy::pipeline
