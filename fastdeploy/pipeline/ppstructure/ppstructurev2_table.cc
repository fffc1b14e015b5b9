// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/pipeline/ppstructure/ppstructurev2_table.h"

#include <fmt/format.h>

#include <filesystem>

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
  return OrLog([&] { recognizer_.GetPreprocessor().SetBatchSize(size); });
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
  for (Result& line : recognizer_.BatchPredict(std::span<const cv::Mat>(lines))) {
    result.text.push_back(std::move(line.text[0]));
    result.rec_scores.push_back(line.rec_scores[0]);
  }
  std::vector<Edges> cells;
  for (const auto& box : result.table_boxes) cells.push_back(EdgesOf(box));
  result.table_html = TableHtml(result.table_structure, MatchLines(places, cells), result.text);
  return result;
}

std::vector<PPStructureV2Table::Result> PPStructureV2Table::BatchPredict(
    std::span<const cv::Mat> images) {
  std::vector<Result> results;
  for (const cv::Mat& image : images) results.push_back(Predict(image));
  return results;
}

}  // namespace fastdeploy::pipeline
