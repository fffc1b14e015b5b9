// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/pipeline/ppstructure/ppstructurev2_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <numeric>

#include "fastdeploy/core/log.h"
#include "fastdeploy/pipeline/ppstructure/internal/table_match.h"
#include "fastdeploy/vision/ocr/crop.h"

namespace fastdeploy::pipeline {
namespace {

using vision::ocr::DBDetector;
using vision::ocr::Recognizer;
using vision::ocr::StructureV2Table;

/// The upright part of the image with a line of text and two pixels around it.
cv::Mat CropLine(const cv::Mat& image, const Edges& line) {
  constexpr int kAround = 2;
  const cv::Point from(line[0] - kAround, line[1] - kAround);
  const cv::Point to(line[2] + kAround, line[3] + kAround);
  return image(cv::Rect(from, to) & cv::Rect({0, 0}, image.size()));
}

/// Indices of the lines, sorted by width / height: a batch is padded to its widest line.
std::vector<size_t> ByRatio(const std::vector<cv::Mat>& lines) {
  std::vector<size_t> order(lines.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, {},
                           [&](size_t i) { return double(lines[i].cols) / lines[i].rows; });
  return order;
}

}  // namespace

PPStructureV2Table::PPStructureV2Table(const DBDetector& detector, const Recognizer& recognizer,
                                       const StructureV2Table& table)
    : PPStructureV2Table(&detector, &recognizer, &table) {}

PPStructureV2Table::PPStructureV2Table(const DBDetector* detector, const Recognizer* recognizer,
                                       const StructureV2Table* table) {
  if (detector != nullptr) detector_ = *detector;
  if (recognizer != nullptr) recognizer_ = *recognizer;
  if (table != nullptr) table_ = *table;
}

PPStructureV2Table PPStructureV2Table::Load(const std::string& folder,
                                            const RuntimeOption& option) {
  const std::filesystem::path path(folder);
  std::error_code error;
  for (const char* part : {"det", "rec", "table"}) {
    if (std::filesystem::is_directory(path / part, error)) continue;
    throw Error(ErrorKind::kNotFound,
                fmt::format("'{}' is not a folder of models that read tables: expected det/, rec/ "
                            "and table/",
                            folder));
  }
  PPStructureV2Table pipeline;
  pipeline.detector_ = DBDetector::Load((path / "det").string(), option);
  pipeline.recognizer_ = Recognizer::Load((path / "rec").string(), option);
  pipeline.table_ = StructureV2Table::Load((path / "table").string(), option);
  return pipeline;
}

bool PPStructureV2Table::Initialized() const {
  return detector_.Initialized() && recognizer_.Initialized() && table_.Initialized();
}

bool PPStructureV2Table::SetRecBatchSize(int size) {
  if (size != -1 && size < 1) {
    LogError("batch size " + std::to_string(size) + " is neither positive nor -1 (all)");
    return false;
  }
  rec_batch_size_ = size;
  return true;
}

PPStructureV2Table::Result PPStructureV2Table::Predict(const cv::Mat& image) {
  Result result = table_.Predict(image);
  result.boxes = detector_.Predict(image).boxes;
  vision::ocr::SortBoxes(&result.boxes);
  std::vector<Edges> places;
  std::vector<cv::Mat> lines;
  for (const auto& box : result.boxes) {
    places.push_back(LineEdges(box, image.size()));
    lines.push_back(CropLine(image, places.back()));
  }
  Recognize(lines, &result);
  std::vector<Edges> cells;
  for (const auto& box : result.table_boxes) cells.push_back(EdgesOf(box));
  result.table_html = TableHtml(result.table_structure, MatchLines(places, cells), result.text);
  return result;
}

void PPStructureV2Table::Recognize(const std::vector<cv::Mat>& lines, Result* result) {
  result->text.resize(lines.size());
  result->rec_scores.resize(lines.size());
  const std::vector<size_t> order = ByRatio(lines);
  const size_t batch = rec_batch_size_ == -1 ? std::max<size_t>(lines.size(), 1)
                                             : static_cast<size_t>(rec_batch_size_);
  for (size_t start = 0; start < order.size(); start += batch) {
    const std::span<const size_t> part =
        std::span(order).subspan(start, std::min(batch, order.size() - start));
    std::vector<cv::Mat> images;
    for (const size_t i : part) images.push_back(lines[i]);
    std::vector<Result> read = recognizer_.BatchPredict(std::span<const cv::Mat>(images));
    for (size_t i = 0; i < part.size(); ++i) {
      result->text[part[i]] = std::move(read[i].text[0]);
      result->rec_scores[part[i]] = read[i].rec_scores[0];
    }
  }
}

std::vector<PPStructureV2Table::Result> PPStructureV2Table::BatchPredict(
    std::span<const cv::Mat> images) {
  std::vector<Result> results;
  for (const cv::Mat& image : images) results.push_back(Predict(image));
  return results;
}

}  // namespace fastdeploy::pipeline
