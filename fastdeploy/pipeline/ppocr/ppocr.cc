// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/pipeline/ppocr/ppocr.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <opencv2/core.hpp>

#include "fastdeploy/core/log.h"
#include "fastdeploy/pipeline/ppocr/internal/page_angle.h"
#include "fastdeploy/vision/ocr/crop.h"

namespace fastdeploy::pipeline {
namespace {

using vision::ocr::Classifier;
using vision::ocr::DBDetector;
using vision::ocr::Recognizer;

}  // namespace

PPOCR::PPOCR(const DBDetector& detector, const Classifier& classifier, const Recognizer& recognizer)
    : PPOCR(&detector, &classifier, &recognizer) {}

PPOCR::PPOCR(const DBDetector& detector, const Recognizer& recognizer)
    : PPOCR(&detector, nullptr, &recognizer) {}

PPOCR::PPOCR(const DBDetector* detector, const Classifier* classifier,
             const Recognizer* recognizer) {
  if (detector != nullptr) detector_ = *detector;
  if (classifier != nullptr) classifier_ = *classifier;
  if (recognizer != nullptr) recognizer_ = *recognizer;
}

PPOCR PPOCR::Load(const std::string& folder, const RuntimeOption& option, bool use_classifier) {
  const std::filesystem::path path(folder);
  std::error_code error;
  const auto has = [&](const char* part) {
    return std::filesystem::is_directory(path / part, error);
  };
  if (!has("det") || !has("rec")) {
    throw Error(ErrorKind::kNotFound,
                fmt::format("'{}' is not a PP-OCR folder: expected det/ and rec/", folder));
  }
  PPOCR pipeline;
  pipeline.detector_ = DBDetector::Load((path / "det").string(), option);
  pipeline.recognizer_ = Recognizer::Load((path / "rec").string(), option);
  if (use_classifier && has("cls")) {
    pipeline.classifier_ = Classifier::Load((path / "cls").string(), option);
  }
  return pipeline;
}

bool PPOCR::Initialized() const {
  return detector_.Initialized() && recognizer_.Initialized() &&
         (!classifier_ || classifier_->Initialized()) &&
         (!doc_orientation_ || doc_orientation_->Initialized());
}

bool PPOCR::SetClsBatchSize(int size) {
  if (size != -1 && size < 1) {
    LogError("batch size " + std::to_string(size) + " is neither positive nor -1 (all)");
    return false;
  }
  cls_batch_size_ = size;
  return true;
}

bool PPOCR::SetRecBatchSize(int size) {
  return OrLog([&] { recognizer_.GetPreprocessor().SetBatchSize(size); });
}

PPOCR::Result PPOCR::Predict(const cv::Mat& image) {
  Page page = Find(image);
  Read(&page);
  return std::move(page.result);
}

void PPOCR::SetDocOrientation(const vision::classification::PaddleClasModel& classifier) {
  RequireAngles(classifier);
  doc_orientation_ = classifier;
}

PPOCR::Page PPOCR::Find(const cv::Mat& image) {
  Page page;
  page.size = image.size();
  if (doc_orientation_) page.angle = AngleOf(&*doc_orientation_, image);
  const cv::Mat upright = doc_orientation_ ? TurnedPage(image, page.angle) : image;
  page.result = detector_.Predict(upright);
  vision::ocr::SortBoxes(&page.result.boxes);
  for (const auto& box : page.result.boxes) {
    page.lines.push_back(vision::ocr::CropBox(upright, box));
  }
  if (classifier_) TurnUpright(&page.lines, &page.result);
  return page;
}

void PPOCR::Read(Page* page) {
  Recognize(page->lines, &page->result);
  page->lines.clear();
  DropLines(&page->result);
  if (doc_orientation_) TurnBack(page->angle, page->size, &page->result);
}

void PPOCR::SetDropScore(float score) {
  if (!(score >= 0 && score <= 1)) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("drop_score: expected 0 to 1, found {}", score));
  }
  drop_score_ = score;
}

void PPOCR::DropLines(Result* result) const {
  const std::vector<float> scores = result->rec_scores;
  const auto keep = [&](auto* values) {
    if (values->size() != scores.size()) return;  // of a stage that did not run
    size_t kept = 0;
    for (size_t i = 0; i < scores.size(); ++i) {
      if (scores[i] >= drop_score_ && i != kept++) (*values)[kept - 1] = std::move((*values)[i]);
    }
    values->resize(kept);
  };
  keep(&result->boxes);
  keep(&result->text);
  keep(&result->rec_scores);
  keep(&result->words);
  keep(&result->word_boxes);
  keep(&result->cls_labels);
  keep(&result->cls_scores);
}

void PPOCR::TurnUpright(std::vector<cv::Mat>* lines, Result* result) {
  const std::span<const cv::Mat> all(*lines);
  const size_t batch = cls_batch_size_ == -1 ? std::max<size_t>(all.size(), 1)
                                             : static_cast<size_t>(cls_batch_size_);
  for (size_t start = 0; start < all.size(); start += batch) {
    const auto part = all.subspan(start, std::min(batch, all.size() - start));
    for (const Result& line : classifier_->BatchPredict(part)) {
      result->cls_labels.push_back(line.cls_labels[0]);
      result->cls_scores.push_back(line.cls_scores[0]);
    }
  }
  for (size_t i = 0; i < lines->size(); ++i) {
    if (Turned(*result, i)) cv::rotate((*lines)[i], (*lines)[i], cv::ROTATE_180);
  }
}

bool PPOCR::Turned(const Result& result, size_t line) {
  return classifier_ && result.cls_labels[line] % 2 == 1 &&
         result.cls_scores[line] > classifier_->GetPostprocessor().GetClsThresh();
}

void PPOCR::Recognize(const std::vector<cv::Mat>& lines, Result* result) {
  std::vector<Result> read = recognizer_.BatchPredict(std::span<const cv::Mat>(lines));
  if (GetReturnWordBox()) {
    result->words.resize(lines.size());
    result->word_boxes.resize(lines.size());
  }
  for (size_t i = 0; i < lines.size(); ++i) {
    result->text.push_back(std::move(read[i].text[0]));
    result->rec_scores.push_back(read[i].rec_scores[0]);
    PlaceWords(i, &read[i], result);
  }
}

void PPOCR::PlaceWords(size_t line, Result* read, Result* result) {
  if (read->words.empty()) return;
  result->words[line] = std::move(read->words[0]);
  for (const std::array<int, 8>& part : read->word_boxes[0]) {
    result->word_boxes[line].push_back(
        vision::ocr::PartOfBox(result->boxes[line], part[0], part[2], Turned(*result, line)));
  }
}

std::vector<PPOCR::Result> PPOCR::BatchPredict(std::span<const cv::Mat> images) {
  std::vector<Result> results;
  Page read;  // by another thread, while this one finds the lines of the next page
  std::future<void> reading;
  for (const cv::Mat& image : images) {
    Page found = Find(image);
    if (reading.valid()) {
      reading.get();
      results.push_back(std::move(read.result));
    }
    read = std::move(found);
    reading = std::async([&] { Read(&read); });  // by get(), if the system makes no thread
  }
  if (reading.valid()) {
    reading.get();
    results.push_back(std::move(read.result));
  }
  return results;
}

}  // namespace fastdeploy::pipeline
