// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/detection/postprocessor.h"

#include <fmt/format.h>

#include <algorithm>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/detection/internal/outputs.h"

namespace fastdeploy::vision::detection {
namespace {

constexpr float kHeadsThreshold = 0.4F;  // as in the reference
constexpr int64_t kRotatedBox = 8;
constexpr int64_t kMostImages = 1 << 16;

bool AreRows(const FDTensor& tensor) {
  return tensor.shape.size() == 2 && (tensor.shape[1] == 6 || tensor.shape[1] == 10);
}

bool AreHeads(std::span<const FDTensor> outputs) {
  return outputs.size() >= 4 && outputs.size() % 2 == 0 &&
         std::ranges::all_of(outputs, [](const FDTensor& output) {
           return output.shape.size() == 3 && output.dtype == FP32;
         });
}

bool AreSegments(std::span<const FDTensor> outputs) {
  return outputs.size() == 4 && IsInteger(outputs[0]) && IsInteger(outputs[1]) &&
         outputs[3].shape.size() == 3;
}

[[noreturn]] void RefuseForm(std::span<const FDTensor> outputs) {
  std::string found;
  for (const FDTensor& output : outputs) {
    found += fmt::format("{}'{}' {} of {}", found.empty() ? "" : ", ", output.name,
                         ShapeString(output.shape), Str(output.dtype));
  }
  throw Error(ErrorKind::kUnsupported, "these are not the outputs of a detector: " + found);
}

/// The number of images in the batch.
size_t ImagesOf(std::span<const FDTensor> outputs) {
  int64_t images = 1;
  if (!outputs.empty() && outputs[0].shape.size() == 3) {
    images = outputs[0].shape[0];
  } else if (outputs.size() > 1 && AreRows(outputs[0])) {
    images = outputs[1].Numel();
  }
  if (images < 1 || images > kMostImages) {
    FailOutput(outputs[0], fmt::format("expected 1 to {} images, found {}", kMostImages, images));
  }
  return static_cast<size_t>(images);
}

}  // namespace

std::vector<DetectionResult> PaddleDetPostprocessor::Process(
    std::span<const FDTensor> outputs, const PaddleDetPreprocessor::Geometry& geometry) const {
  const auto suppress = [&](const FDTensor& boxes, const FDTensor& scores) {
    const bool rotated = boxes.shape[2] == kRotatedBox;
    const NMSOption upright = nms_option_.value_or(config_nms_.value_or(NMSOption()));
    return ObjectsOfCandidates(boxes, scores, rotated ? rotated_option_ : upright, geometry);
  };
  if (outputs.size() == 2 && AreCandidates(outputs[0], outputs[1])) {
    return suppress(outputs[0], outputs[1]);
  }
  if (outputs.size() == 2 && AreCandidates(outputs[1], outputs[0])) {
    return suppress(outputs[1], outputs[0]);
  }
  if (AreHeads(outputs)) {
    NMSOption nms = config_nms_.value_or(NMSOption());
    nms.score_threshold = kHeadsThreshold;
    return ObjectsOfHeads(outputs, fpn_stride_, nms_option_.value_or(nms), geometry);
  }
  if (AreSegments(outputs)) return ObjectsOfSegments(outputs);
  if (outputs.empty() || outputs.size() > 3 || !AreRows(outputs[0])) RefuseForm(outputs);
  return ObjectsOfRows(outputs[0], outputs.size() > 1 ? &outputs[1] : nullptr,
                       outputs.size() > 2 ? &outputs[2] : nullptr, geometry);
}

std::vector<DetectionResult> PaddleDetPostprocessor::Process(
    std::span<const FDTensor> outputs) const {
  PaddleDetPreprocessor::Geometry geometry;
  geometry.images.resize(ImagesOf(outputs));
  geometry.undo_scale = scale_factor_.size() == 2;
  if (geometry.undo_scale) {
    for (Geometry& image : geometry.images) {
      image.NoteScaling({}, {}, {scale_factor_[1], scale_factor_[0]});
    }
  }
  return Process(outputs, geometry);
}

bool PaddleDetPostprocessor::Run(const std::vector<FDTensor>& tensors,
                                 std::vector<DetectionResult>* results) const {
  return OrLog([&] { *results = Process(tensors); });
}

}  // namespace fastdeploy::vision::detection
