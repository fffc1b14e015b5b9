// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "fastdeploy/vision/detection/outputs.h"

namespace fastdeploy::vision::detection {
namespace {

constexpr size_t kBox = 4;
constexpr size_t kTurnedBox = 8;

/// A box of `size` numbers (x, y, x, y, ...) in pixels of the original.
template <size_t Size>
std::array<float, Size> Unscaled(const float* box, const std::array<float, 2>& scale) {
  std::array<float, Size> result;
  for (size_t i = 0; i < Size; ++i) result[i] = box[i] / scale[i % 2 == 0 ? 1 : 0];
  return result;
}

}  // namespace

bool AreCandidates(const FDTensor& boxes, const FDTensor& scores) {
  const auto& of = boxes.shape;
  return of.size() == 3 && scores.shape.size() == 3 && (of[2] == kBox || of[2] == kTurnedBox) &&
         of[0] == scores.shape[0] && of[1] == scores.shape[2];
}

std::vector<DetectionResult> ObjectsOfCandidates(const FDTensor& boxes, const FDTensor& scores,
                                                 const NmsAttributes& nms, const BatchInfo& batch) {
  const size_t images = batch.images.size();
  if (static_cast<size_t>(boxes.shape[0]) != images) {
    FailOutput(boxes, fmt::format("expected boxes of {} images", images));
  }
  const auto count = static_cast<size_t>(boxes.shape[1]);
  const auto size = static_cast<size_t>(boxes.shape[2]);
  const auto classes = static_cast<size_t>(scores.shape[1]);
  const float* box = Floats(boxes).data();
  const float* score = Floats(scores).data();
  std::vector<DetectionResult> results(images);
  for (size_t i = 0; i < images; ++i, box += count * size, score += count * classes) {
    const auto input = NmsInput::OfSharedBoxes(box, score, count, classes, size);
    const std::array<float, 2> scale =
        batch.undo_scale ? batch.images[i].scale_factor : std::array<float, 2>{1, 1};
    DetectionResult& result = results[i];
    for (const NmsSelection& kept : MulticlassNms(input, nms)) {
      result.label_ids.push_back(kept.label);
      result.scores.push_back(kept.score);
      if (size == kBox) {
        result.boxes.push_back(Unscaled<kBox>(box + kept.box * size, scale));
      } else {
        result.rotated_boxes.push_back(Unscaled<kTurnedBox>(box + kept.box * size, scale));
      }
    }
  }
  return results;
}

}  // namespace fastdeploy::vision::detection
