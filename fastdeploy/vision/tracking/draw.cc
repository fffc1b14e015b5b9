// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/tracking/draw.h"

#include <fmt/format.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/image.h"
#include "fastdeploy/vision/internal/style.h"

namespace fastdeploy::vision {
namespace {

constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;
constexpr double kFontScale = 0.5;
/// OpenCV crashes when it draws far outside an image.
constexpr int kFarthest = 1 << 20;

bool IsNear(int at) { return at >= -kFarthest && at <= kFarthest; }

[[noreturn]] void Fail(const std::string& reason) {
  throw Error(ErrorKind::kInvalidArgument, "cannot draw the result: " + reason);
}

void CheckResult(const MOTResult& result) {
  const size_t count = result.boxes.size();
  if (result.ids.size() != count || result.scores.size() != count) {
    Fail(fmt::format("{} boxes, {} ids and {} scores", count, result.ids.size(),
                     result.scores.size()));
  }
  for (const auto& box : result.boxes) {
    if (!std::ranges::all_of(box, IsNear)) {
      Fail(fmt::format("a box is {}, {}, {}, {}", box[0], box[1], box[2], box[3]));
    }
  }
}

cv::Scalar ColourOfId(int id) { return ColourOf((id & 0x7F) + 1); }  // 0 would be black

}  // namespace

cv::Mat VisMOT(const cv::Mat& img, const MOTResult& results, float score_threshold,
               const tracking::TrailRecorder* recorder) {
  CheckImage(img);
  CheckResult(results);
  cv::Mat drawn = img.clone();
  const int width = std::max(1, std::max(img.cols, img.rows) / 500);
  const auto records = recorder == nullptr ? decltype(recorder->records)() : recorder->Records();
  for (size_t i = 0; i < results.boxes.size(); ++i) {
    if (results.scores[i] < score_threshold) continue;
    const auto& [left, top, right, bottom] = results.boxes[i];
    const cv::Scalar colour = ColourOfId(results.ids[i]);
    cv::rectangle(drawn, {left, top}, {right, bottom}, colour, width);
    const std::string text = fmt::format("{} {:.2f}", results.ids[i], results.scores[i]);
    int baseline = 0;
    const cv::Size letters = cv::getTextSize(text, kFont, kFontScale, 1, &baseline);
    cv::putText(drawn, text, {left, std::max(top - baseline, letters.height)}, kFont, kFontScale,
                colour, 1, cv::LINE_AA);
    const auto trail = records.find(results.ids[i]);
    if (trail == records.end()) continue;
    std::vector<cv::Point> points;
    for (const auto& [x, y] : trail->second) {
      if (!IsNear(x) || !IsNear(y)) Fail(fmt::format("a trail passes {}, {}", x, y));
      points.emplace_back(x, y);
    }
    cv::polylines(drawn, points, false, colour, width, cv::LINE_AA);
  }
  return drawn;
}

}  // namespace fastdeploy::vision
