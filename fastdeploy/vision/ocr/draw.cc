// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/image.h"
#include "fastdeploy/vision/internal/font.h"
#include "fastdeploy/vision/ocr/draw.h"

namespace fastdeploy::vision {
namespace {

// Colours are BGR.
const cv::Scalar kBoxColor(0, 200, 0);
const cv::Scalar kTagColor(0, 110, 0);
const cv::Scalar kPaper(255, 255, 255);
const cv::Scalar kFaintBox(214, 236, 214);
const cv::Vec3b kInk(32, 32, 32);
constexpr int kDigits = cv::FONT_HERSHEY_SIMPLEX;
constexpr double kDigitHeight = 21;  // of that font at scale 1, in pixels
/// OpenCV reads no larger images, and crashes when it draws far outside an image.
constexpr int kFarthest = 1 << 20;

/// The corners of a line: top-left, top-right, bottom-right, bottom-left.
using Quad = std::array<cv::Point2d, 4>;

Quad QuadOf(const std::array<int, 8>& box) {
  Quad quad;
  for (size_t i = 0; i < 4; ++i) quad[i] = cv::Point2d(box[2 * i], box[2 * i + 1]);
  return quad;
}

double HeightOf(const Quad& quad) { return cv::norm(quad[3] - quad[0]); }
double WidthOf(const Quad& quad) { return cv::norm(quad[1] - quad[0]); }

/// The zoom of lines and numbers, relative to a page of up to 2000 pixels.
double ZoomOf(const cv::Mat& image) {
  return std::max(1.0, std::max(image.cols, image.rows) / 2000.0);
}

void CheckResult(const OCRResult& result) {
  const size_t lines = result.boxes.size();
  for (const size_t size : {result.text.size(), result.rec_scores.size()}) {
    if (lines == 0 || size == 0 || size == lines) continue;
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("cannot draw the result: {} boxes, {} texts and {} scores", lines,
                            result.text.size(), result.rec_scores.size()));
  }
  for (size_t i = 0; i < lines; ++i) {
    for (const int coordinate : result.boxes[i]) {
      if (coordinate >= -kFarthest && coordinate <= kFarthest) continue;
      throw Error(
          ErrorKind::kInvalidArgument,
          fmt::format("cannot draw the result: box {} has a coordinate of {}", i, coordinate));
    }
  }
}

/// The indices in the result of the lines to draw.
std::vector<size_t> ShownLines(const OCRResult& result, float score_threshold) {
  CheckResult(result);
  std::vector<size_t> shown;
  for (size_t i = 0; i < result.boxes.size(); ++i) {
    if (result.rec_scores.empty() || result.rec_scores[i] >= score_threshold) shown.push_back(i);
  }
  return shown;
}

void DrawBox(const Quad& quad, const cv::Scalar& color, int width, cv::Mat* image) {
  const std::vector<cv::Point> corners(quad.begin(), quad.end());
  cv::polylines(*image, corners, true, color, width, cv::LINE_AA);
}

/// A height for the digits that suits most lines.
double DigitHeight(const OCRResult& result, const std::vector<size_t>& lines, double zoom) {
  std::vector<double> heights;
  for (const size_t i : lines) heights.push_back(HeightOf(QuadOf(result.boxes[i])));
  const auto middle = heights.begin() + static_cast<ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), middle, heights.end());
  return std::clamp(*middle * 0.4, 7.0, 16.0 * zoom);
}

/// The corner of a tag: before its line, or else after it, or else over its start.
cv::Point TagCorner(const cv::Size& tag, const Quad& quad, const cv::Mat& image) {
  const cv::Point2d start = (quad[0] + quad[3]) / 2;
  const cv::Point2d end = (quad[1] + quad[2]) / 2;
  const cv::Point2d up(0, tag.height / 2.0);
  if (start.x >= tag.width) return start - cv::Point2d(tag.width, 0) - up;
  if (end.x + tag.width <= image.cols) return end - up;
  return cv::Point2d(std::max(0.0, start.x), start.y) - up;
}

void DrawNumber(size_t number, const Quad& quad, double height, cv::Mat* image) {
  const std::string text = std::to_string(number);
  const double scale = height / kDigitHeight;
  const int width = std::max(1, static_cast<int>(std::lround(height / 9)));
  const cv::Size size = cv::getTextSize(text, kDigits, scale, width, nullptr);
  const int margin = static_cast<int>(std::lround(height * 0.3)) + 1;
  const cv::Size tag(size.width + 2 * margin, size.height + 2 * margin);
  const cv::Point corner = TagCorner(tag, quad, *image);
  cv::rectangle(*image, cv::Rect(corner, tag), kTagColor, cv::FILLED);
  cv::putText(*image, text, corner + cv::Point(margin, margin + size.height), kDigits, scale,
              kPaper, width, cv::LINE_AA);
}

/// The corners of a line in reading direction. PP-OCR reads tall boxes as lines that run down the
/// page; the exception here is a single letter, which may simply be narrow.
Quad AsRead(const Quad& quad, size_t letters) {
  if (letters < 2 || HeightOf(quad) < 1.5 * WidthOf(quad)) return quad;
  return {quad[1], quad[2], quad[3], quad[0]};
}

/// Sets text into its box: parallel to the top edge and as large as the height allows. Text that
/// would be longer than the box is squeezed, or made smaller if it would be squeezed too much.
void SetText(const std::u32string& text, const Quad& box, const Font& font, cv::Mat* page) {
  constexpr double kFill = 0.94;
  constexpr double kMinSqueeze = 0.7;
  const Quad quad = AsRead(box, text.size());
  const double width = WidthOf(quad);
  const double height = HeightOf(quad);
  const double ems = font.Width(text);
  if (width < 1 || height < 1 || ems <= 0) return;
  double size = kFill * height / (font.Ascent() + font.Descent());
  size = std::max(1.0, std::floor(std::min(size, width / (kMinSqueeze * ems))));
  const cv::Point2d along = (quad[1] - quad[0]) / width * std::min(size, width / ems);
  const cv::Point2d down = cv::Point2d(-along.y, along.x) / cv::norm(along) * size;
  const double baseline = height / 2 / size + (font.Ascent() - font.Descent()) / 2;
  const cv::Point2d start = quad[0] + down * baseline;
  font.Draw(text, {along.x, down.x, start.x, along.y, down.y, start.y}, kInk, page);
}

}  // namespace

cv::Mat VisOcr(const cv::Mat& im, const OCRResult& result, const float score_threshold) {
  CheckImage(im);
  const std::vector<size_t> lines = ShownLines(result, score_threshold);
  cv::Mat drawn = im.clone();
  const double zoom = ZoomOf(im);
  if (lines.empty()) return drawn;
  const int width = static_cast<int>(std::lround(2 * zoom));
  for (const size_t i : lines) DrawBox(QuadOf(result.boxes[i]), kBoxColor, width, &drawn);
  const double height = DigitHeight(result, lines, zoom);
  for (const size_t i : lines) DrawNumber(i + 1, QuadOf(result.boxes[i]), height, &drawn);
  return drawn;
}

cv::Mat VisOcr(const cv::Mat& im, const OCRResult& result, const std::string& font_file,
               float score_threshold) {
  const cv::Mat drawn = VisOcr(im, result, score_threshold);
  const Font font(font_file);
  cv::Mat page(im.size(), CV_8UC3, kPaper);
  for (const size_t i : ShownLines(result, score_threshold)) {
    const Quad quad = QuadOf(result.boxes[i]);
    DrawBox(quad, kFaintBox, 1, &page);
    if (i < result.text.size()) SetText(DecodeUtf8(result.text[i]), quad, font, &page);
  }
  cv::Mat both;
  cv::hconcat(drawn, page, both);
  return both;
}

}  // namespace fastdeploy::vision
