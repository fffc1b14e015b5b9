// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/detection/internal/outputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision::detection {
namespace {

constexpr size_t kRowWidth = 6;
constexpr size_t kRotatedRowWidth = 10;
constexpr float kMaxLabel = 1 << 24;  // beyond this, float32 does not represent all integers

/// Adds a row: label, score, coordinates. Networks fill unused rows with a label of -1.
void AddRow(const FDTensor& rows, std::span<const float> row, DetectionResult* result) {
  if (std::abs(row[0]) > kMaxLabel) {
    FailOutput(rows, fmt::format("label {} is out of range", row[0]));
  }
  const auto label = static_cast<int32_t>(std::lround(row[0]));
  if (label < 0) return;
  result->label_ids.push_back(label);
  result->scores.push_back(row[1]);
  if (row.size() == kRowWidth) {
    result->boxes.push_back({row[2], row[3], row[4], row[5]});
  } else {
    std::copy_n(row.begin() + 2, kRotatedRowWidth - 2,
                result->rotated_boxes.emplace_back().begin());
  }
}

/// The rows of an image.
struct Range {
  size_t first = 0;
  size_t count = 0;
};

/// The rows of each image: one image after the other, or, if the network pads them, at the start of
/// equal shares.
std::vector<Range> RangesOf(const FDTensor& rows, const FDTensor* counts, size_t images) {
  const auto all = static_cast<size_t>(rows.shape[0]);
  if (counts == nullptr) {
    if (images != 1) {
      FailOutput(rows, fmt::format("expected a second output with the number of rows of each of {} "
                                   "images",
                                   images));
    }
    return {{0, all}};
  }
  if (images == 0) FailOutput(*counts, "there are no images");
  const std::vector<int64_t> given = Integers(*counts);
  const auto possible = [&](int64_t n) { return n >= 0 && n <= rows.shape[0]; };
  if (given.size() != images || !std::ranges::all_of(given, possible)) {
    FailOutput(*counts, fmt::format("expected {} row counts of at most {}", images, all));
  }
  const auto sum = static_cast<size_t>(std::reduce(given.begin(), given.end()));
  const size_t share = all / images;
  const bool shares = sum != all;
  if (shares && (all % images != 0 || std::ranges::max(given) > static_cast<int64_t>(share))) {
    FailOutput(*counts,
               fmt::format("the row counts add up to {}, but there are {} rows", sum, all));
  }
  std::vector<Range> ranges;
  size_t first = 0;
  for (const int64_t count : given) {
    ranges.push_back({first, static_cast<size_t>(count)});
    first += shares ? share : ranges.back().count;
  }
  return ranges;
}

template <typename T>
void CopyMask(const FDTensor& masks, size_t object, const cv::Rect& rectangle, Mask* mask) {
  const auto height = static_cast<size_t>(masks.shape[1]);
  const auto width = static_cast<size_t>(masks.shape[2]);
  const auto* pixels = static_cast<const T*>(masks.Data()) + object * height * width;
  for (int y = rectangle.y; y < rectangle.y + rectangle.height; ++y) {
    const T* row = pixels + static_cast<size_t>(y) * width;
    for (int x = rectangle.x; x < rectangle.x + rectangle.width; ++x) {
      mask->data.push_back(row[x] == T(0) ? 0 : 1);
    }
  }
}

/// The pixels between the rounded sides of a box, inside the image. Networks compute the image's
/// size from im_shape and scale_factor, so their masks may be one pixel larger.
cv::Rect PixelsOf(const std::array<float, 4>& box, const FDTensor& masks, cv::Size image) {
  const auto side = [](float at, int64_t mask_side, int image_side) {
    const auto limit = image_side > 0 ? std::min<int64_t>(mask_side, image_side) : mask_side;
    return static_cast<int>(std::clamp(std::round(at), 0.0F, static_cast<float>(limit)));
  };
  const int left = side(box[0], masks.shape[2], image.width);
  const int top = side(box[1], masks.shape[1], image.height);
  return {left, top, std::max(side(box[2], masks.shape[2], image.width) - left, 0),
          std::max(side(box[3], masks.shape[1], image.height) - top, 0)};
}

}  // namespace

Mask CutMask(const FDTensor& masks, size_t object, const cv::Rect& rectangle) {
  Mask mask;
  mask.shape = {rectangle.height, rectangle.width};
  mask.data.reserve(static_cast<size_t>(rectangle.area()));
  switch (masks.dtype) {
    case UINT8:
    case BOOL:
    case INT8:
      CopyMask<uint8_t>(masks, object, rectangle, &mask);
      break;
    case INT32:
      CopyMask<int32_t>(masks, object, rectangle, &mask);
      break;
    case INT64:
      CopyMask<int64_t>(masks, object, rectangle, &mask);
      break;
    default:
      FailOutput(masks, "expected masks of bytes or integers");
  }
  return mask;
}

std::vector<DetectionResult> ObjectsOfRows(const FDTensor& rows, const FDTensor* counts,
                                           const FDTensor* masks, const BatchInfo& batch) {
  const std::vector<Range> ranges = RangesOf(rows, counts, batch.images.size());
  if (masks != nullptr && (masks->shape.size() != 3 || masks->shape[0] != rows.shape[0])) {
    FailOutput(*masks, fmt::format("expected a mask for each of {} objects", rows.shape[0]));
  }
  const auto numbers = Floats(rows);
  const auto width = static_cast<size_t>(rows.shape[1]);
  std::vector<DetectionResult> results;
  for (const auto& [first, count] : ranges) {
    const cv::Size image = batch.images[results.size()].original;
    DetectionResult& result = results.emplace_back();
    result.contain_masks = masks != nullptr;
    for (size_t row = first; row < first + count; ++row) {
      AddRow(rows, numbers.subspan(row * width, width), &result);
      const bool with_mask = masks != nullptr && result.masks.size() < result.boxes.size();
      if (with_mask) {
        result.masks.push_back(CutMask(*masks, row, PixelsOf(result.boxes.back(), *masks, image)));
      }
    }
  }
  return results;
}

std::vector<DetectionResult> ObjectsOfSegments(std::span<const FDTensor> outputs) {
  const FDTensor& masks = outputs[3];
  const auto scores = Floats(outputs[2]);
  const std::vector<int64_t> labels = Integers(outputs[1]);
  if (masks.shape.size() != 3 || labels.size() != scores.size() ||
      static_cast<size_t>(masks.shape[0]) != scores.size()) {
    FailOutput(masks, fmt::format("expected masks [{}, height, width]: one for each score",
                                  scores.size()));
  }
  DetectionResult result;
  result.contain_masks = true;
  const cv::Rect all(0, 0, static_cast<int>(masks.shape[2]), static_cast<int>(masks.shape[1]));
  for (size_t i = 0; i < scores.size(); ++i) {
    if (labels[i] < 0 || labels[i] > static_cast<int64_t>(kMaxLabel)) {
      FailOutput(outputs[1], fmt::format("label {} is out of range", labels[i]));
    }
    Mask mask = CutMask(masks, i, all);
    const cv::Rect bounds =
        cv::boundingRect(cv::Mat(all.height, all.width, CV_8U, mask.data.data()));
    if (bounds.empty()) continue;
    result.label_ids.push_back(static_cast<int32_t>(labels[i]));
    result.scores.push_back(scores[i]);
    result.boxes.push_back({static_cast<float>(bounds.x), static_cast<float>(bounds.y),
                            static_cast<float>(bounds.br().x), static_cast<float>(bounds.br().y)});
    result.masks.push_back(CutMask(masks, i, bounds));
  }
  return {result};
}

}  // namespace fastdeploy::vision::detection
