// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "fastdeploy/vision/detection/internal/outputs.h"

namespace fastdeploy::vision::detection {
namespace {

constexpr size_t kBox = 4;
constexpr size_t kRotatedBox = 8;

}  // namespace

bool AreCandidates(const FDTensor& boxes, const FDTensor& scores) {
  const auto& shape = boxes.shape;
  return shape.size() == 3 && scores.shape.size() == 3 &&
         (shape[2] == kBox || shape[2] == kRotatedBox) && shape[0] == scores.shape[0] &&
         shape[1] == scores.shape[2];
}

std::vector<DetectionResult> ObjectsOfCandidates(const FDTensor& boxes, const FDTensor& scores,
                                                 const NmsAttributes& nms, const BatchInfo& batch) {
  const size_t images = batch.images.size();
  if (static_cast<size_t>(boxes.shape[0]) != images) {
    FailOutput(boxes, fmt::format("expected boxes for {} images", images));
  }
  const auto count = static_cast<size_t>(boxes.shape[1]);
  const auto size = static_cast<size_t>(boxes.shape[2]);
  const auto classes = static_cast<size_t>(scores.shape[1]);
  const float* box = Floats(boxes).data();
  const float* score = Floats(scores).data();
  std::vector<DetectionResult> results(images);
  for (size_t i = 0; i < images; ++i, box += count * size, score += count * classes) {
    const auto input = NmsInput::OfSharedBoxes(box, score, count, classes, size);
    const auto to_image = [&]<size_t Size>(const float* corners) {
      if (batch.undo_scale) return batch.images[i].ToImage<Size>(corners);
      std::array<float, Size> same;
      std::copy_n(corners, Size, same.begin());
      return same;
    };
    DetectionResult& result = results[i];
    for (const NmsSelection& kept : MulticlassNms(input, nms)) {
      result.label_ids.push_back(kept.label);
      result.scores.push_back(kept.score);
      if (size == kBox) {
        result.boxes.push_back(to_image.template operator()<kBox>(box + kept.box * size));
      } else {
        result.rotated_boxes.push_back(
            to_image.template operator()<kRotatedBox>(box + kept.box * size));
      }
    }
  }
  return results;
}

}  // namespace fastdeploy::vision::detection
