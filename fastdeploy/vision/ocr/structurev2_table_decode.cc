// SPDX-License-Identifier: Apache-2.0
//
// The structure of a table from SLANet's outputs.

#include <fmt/format.h>

#include <algorithm>

#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/internal/output.h"
#include "fastdeploy/vision/ocr/internal/ctc.h"
#include "fastdeploy/vision/ocr/structurev2_table.h"

namespace fastdeploy::vision::ocr {
namespace {

constexpr const char* kEmptyCell = "<td></td>";

/// The tags of all classes.
std::vector<std::string> TagsOf(const Dictionary& dictionary, bool merge) {
  std::vector<std::string> tags = dictionary.Characters();
  while (!tags.empty() && tags.back().empty()) tags.pop_back();
  if (merge) {
    if (std::ranges::find(tags, kEmptyCell) == tags.end()) tags.emplace_back(kEmptyCell);
    const auto plain = std::ranges::find(tags, "<td>");
    if (plain != tags.end()) tags.erase(plain);
  }
  tags.insert(tags.begin(), "sos");
  tags.emplace_back("eos");
  return tags;
}

/// Whether a tag opens a cell.
bool OpensCell(const std::string& tag) {
  return tag == "<td>" || tag == "<td" || tag == kEmptyCell;
}

/// Corners from 4 numbers (left, top, right, bottom) or 8, for a picture with sides of `scale`.
std::array<int, 8> BoxOf(std::span<const float> place, cv::Size scale) {
  const auto to = [](float number, int side) {
    return static_cast<int>(std::clamp(number, 0.0F, 1.0F) * static_cast<float>(side));
  };
  std::array<int, 8> box;
  constexpr std::array<size_t, 8> kCorners = {0, 1, 2, 1, 2, 3, 0, 3};
  for (size_t i = 0; i < box.size(); ++i) {
    const float number = place.size() == box.size() ? place[i] : place[kCorners[i]];
    box[i] = to(number, i % 2 == 0 ? scale.width : scale.height);
  }
  return box;
}

/// Requires [N, steps, ...] with as many images and, but for the first output, as many steps.
void CheckBatch(const FDTensor& tensor, size_t images, int64_t steps) {
  RequireShape(tensor, {static_cast<int64_t>(images), steps, kAnySize},
               "[N, steps, coordinates or classes]");
  (void)Floats(tensor);  // throws for another type, NaN and infinity
}

}  // namespace

StructureV2TablePostprocessor::StructureV2TablePostprocessor(Dictionary dictionary)
    : dictionary_(std::make_shared<const Dictionary>(std::move(dictionary))) {
  SetMergeNoSpanStructure(merge_);
}

void StructureV2TablePostprocessor::SetMergeNoSpanStructure(bool merge) {
  merge_ = merge;
  tags_ = std::make_shared<const std::vector<std::string>>(TagsOf(*dictionary_, merge));
}

void StructureV2TablePostprocessor::SetBoxShape(const std::string& shape) {
  if (shape != "pad" && shape != "ori") {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("box_shape: expected pad or ori, found '{}'", shape));
  }
  box_shape_ = shape;
}

void StructureV2TablePostprocessor::RequireClasses(size_t classes, const std::string& model) const {
  const size_t found = tags_ == nullptr ? 0 : tags_->size();
  if (found == classes) return;
  throw Error(ErrorKind::kInvalidArgument,
              fmt::format("table dictionary '{}' gives {} classes (with the start, the end{}), but "
                          "the model{} has {}",
                          dictionary_->Source(), found, merge_ ? " and the empty cell" : "",
                          model.empty() ? "" : fmt::format(" {}", model), classes));
}

std::vector<OCRResult> StructureV2TablePostprocessor::Process(
    std::span<const FDTensor> outputs, const StructureV2TablePreprocessor::Geometry& images) const {
  const FDTensor& places = FirstOutput(outputs);
  CheckBatch(places, images.size(), kAnySize);
  if (places.shape[2] != 4 && places.shape[2] != 8) {
    FailOutput(places, "expected 4 or 8 coordinates of each cell");
  }
  if (outputs.size() < 2) FailOutput(places, "is the only output: the probabilities are missing");
  CheckBatch(outputs[1], images.size(), places.shape[1]);
  const auto steps = static_cast<size_t>(places.shape[1]);
  const auto numbers = static_cast<size_t>(places.shape[2]);
  const auto classes = static_cast<size_t>(outputs[1].shape[2]);
  RequireClasses(classes);
  const size_t end = classes - 1;
  const std::span<const float> scores = outputs[1].As<float>();

  std::vector<OCRResult> results(images.size());
  for (size_t i = 0; i < results.size(); ++i) {
    const cv::Size size = images[i].original;
    const int longer = std::max(size.width, size.height);
    const cv::Size scale = box_shape_ == "pad" ? cv::Size(longer, longer) : size;
    OCRResult& result = results[i];
    result.table_structure = {"<html>", "<body>", "<table>"};
    for (size_t step = 0; step < steps; ++step) {
      const size_t at = i * steps + step;
      const size_t best = ArgMax(scores.subspan(at * classes, classes));
      if (best == end && step > 0) break;
      if (best == end || best == 0) continue;
      const std::string& tag = (*tags_)[best];
      if (OpensCell(tag)) {
        result.table_boxes.push_back(
            BoxOf(places.As<float>().subspan(at * numbers, numbers), scale));
      }
      result.table_structure.push_back(tag);
    }
    for (const char* tag : {"</table>", "</body>", "</html>"}) {
      result.table_structure.emplace_back(tag);
    }
  }
  return results;
}

bool StructureV2TablePostprocessor::Run(
    const std::vector<FDTensor>& tensors,
    std::vector<std::vector<std::array<int, 8>>>* bbox_batch_list,
    std::vector<std::vector<std::string>>* structure_batch_list,
    const std::vector<StructureV2TablePreprocessor::ImageInfo>& batch_det_img_info) const {
  return OrLog([&] {
    std::vector<OCRResult> results = Process(tensors, GeometryOf(batch_det_img_info));
    bbox_batch_list->clear();
    structure_batch_list->clear();
    for (OCRResult& result : results) {
      bbox_batch_list->push_back(std::move(result.table_boxes));
      structure_batch_list->push_back(std::move(result.table_structure));
    }
  });
}

StructureV2TablePreprocessor::Geometry StructureV2TablePostprocessor::GeometryOf(
    const std::vector<StructureV2TablePreprocessor::ImageInfo>& infos) {
  StructureV2TablePreprocessor::Geometry images;
  for (const auto& [width, height, resized_width, resized_height] : infos) {
    vision::Geometry& image = images.emplace_back(cv::Size(width, height));
    image.prepared = image.scaled = {resized_width, resized_height};
  }
  return images;
}

}  // namespace fastdeploy::vision::ocr
