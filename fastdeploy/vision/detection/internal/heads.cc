// SPDX-License-Identifier: Apache-2.0
//
// Raw heads of Generalized Focal Loss (Li et al., 2020), as PaddleDetection's
// deploy/python/picodet_postprocess.py decodes them: in float64 from the softmax on.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/detection/internal/outputs.h"

namespace fastdeploy::vision::detection {
namespace {

constexpr size_t kSides = 4;
constexpr size_t kMaxCandidates = 200;  // per class
constexpr double kLeastArea = 1e-5;     // keeps the overlap of empty boxes from being 0 / 0
constexpr int kFirstStride = 8;
constexpr size_t kMostLevels = 16;

using Box = std::array<double, 4>;

/// The scores and distributions of one level.
struct Level {
  const FDTensor* scores = nullptr;
  const FDTensor* distances = nullptr;
  int stride = 0;
  int columns = 0;
};

/// A cell that may hold an object.
struct Candidate {
  Box box;
  const float* scores = nullptr;
};

size_t Dim(const FDTensor& tensor, size_t axis) { return static_cast<size_t>(tensor.shape[axis]); }

/// The outputs as levels: first all scores, then all distributions, each from fine to coarse.
std::vector<Level> Levels(std::span<const FDTensor> outputs, const std::vector<int>& strides,
                          const BatchInfo& batch) {
  std::vector<const FDTensor*> tensors;
  for (const FDTensor& output : outputs) tensors.push_back(&output);
  const size_t count = tensors.size() / 2;
  const auto finer = [](const FDTensor* a, const FDTensor* b) { return a->shape[1] > b->shape[1]; };
  const auto middle = tensors.begin() + static_cast<std::ptrdiff_t>(count);
  std::stable_sort(tensors.begin(), middle, finer);
  std::stable_sort(middle, tensors.end(), finer);
  std::vector<Level> levels;
  for (size_t i = 0; i < count; ++i) {
    const int stride = strides.empty() ? kFirstStride << i : strides[i];
    const int columns = (batch.input.width + stride - 1) / stride;
    const int rows = (batch.input.height + stride - 1) / stride;
    const FDTensor& scores = *tensors[i];
    const FDTensor& distances = *tensors[count + i];
    const std::vector<int64_t> cells = {static_cast<int64_t>(batch.images.size()),
                                        static_cast<int64_t>(columns) * rows};
    for (const FDTensor* tensor : {&scores, &distances}) {
      if (!std::equal(cells.begin(), cells.end(), tensor->shape.begin())) {
        FailOutput(*tensor,
                   fmt::format("expected [{}, {}, ...]: cells of {} pixels in an input of {}x{}",
                               cells[0], cells[1], stride, batch.input.width, batch.input.height));
      }
    }
    if (Dim(distances, 2) == 0 || Dim(distances, 2) % kSides != 0) {
      FailOutput(distances, "expected distributions for 4 sides");
    }
    if (Dim(scores, 2) == 0 || Dim(scores, 2) != Dim(outputs[0], 2)) {
      FailOutput(scores, "expected as many classes as in the other levels");
    }
    (void)Floats(scores);
    (void)Floats(distances);
    levels.push_back({&scores, &distances, stride, columns});
  }
  return levels;
}

/// The mean of a distribution over 0, 1, 2, ...
double Mean(const float* logits, size_t bins) {
  const float greatest = *std::max_element(logits, logits + bins);
  double sum = 0;
  double weighted = 0;
  for (size_t i = 0; i < bins; ++i) {
    const double raised = std::exp(logits[i] - greatest);
    sum += raised;
    weighted += raised * static_cast<double>(i);
  }
  return weighted / sum;
}

Box Decode(const Level& level, const float* distances, size_t cell) {
  const size_t bins = Dim(*level.distances, 2) / kSides;
  const auto columns = static_cast<size_t>(level.columns);
  const size_t row = cell / columns;
  const double x = (static_cast<double>(cell % columns) + 0.5) * level.stride;
  const double y = (static_cast<double>(row) + 0.5) * level.stride;
  const auto side = [&](size_t i) { return Mean(distances + i * bins, bins) * level.stride; };
  return {x - side(0), y - side(1), x + side(2), y + side(3)};
}

/// Adds the best cells of a level, ordered by their best score.
void AddCandidates(const Level& level, size_t image, int most, std::vector<Candidate>* found) {
  const size_t cells = Dim(*level.scores, 1);
  const size_t classes = Dim(*level.scores, 2);
  const size_t width = Dim(*level.distances, 2);
  const float* scores = level.scores->As<float>().data() + image * cells * classes;
  const float* distances = level.distances->As<float>().data() + image * cells * width;
  std::vector<std::pair<float, size_t>> order;
  for (size_t cell = 0; cell < cells; ++cell) {
    const float* cell_scores = scores + cell * classes;
    order.emplace_back(*std::max_element(cell_scores, cell_scores + classes), cell);
  }
  std::ranges::stable_sort(order, std::greater(), &std::pair<float, size_t>::first);
  if (most > -1 && order.size() > static_cast<size_t>(most))
    order.resize(static_cast<size_t>(most));
  for (const auto& [best, cell] : order) {
    found->push_back({Decode(level, distances + cell * width, cell), scores + cell * classes});
  }
}

double Area(const Box& box) {
  return std::max(box[2] - box[0], 0.0) * std::max(box[3] - box[1], 0.0);
}

double Overlap(const Box& a, const Box& b) {
  const double both = Area(
      {std::max(a[0], b[0]), std::max(a[1], b[1]), std::min(a[2], b[2]), std::min(a[3], b[3])});
  return both / (Area(a) + Area(b) - both + kLeastArea);
}

/// The candidates kept for one class, best first.
std::vector<const Candidate*> Suppress(const std::vector<Candidate>& candidates, size_t label,
                                       const NmsAttributes& nms) {
  std::vector<const Candidate*> order;
  for (const Candidate& candidate : candidates) {
    if (candidate.scores[label] > nms.score_threshold) order.push_back(&candidate);
  }
  const auto by_score = [&](const Candidate* a, const Candidate* b) {  // equal ones in their order
    return a->scores[label] != b->scores[label] ? a->scores[label] > b->scores[label] : a < b;
  };
  const size_t most = std::min(order.size(), kMaxCandidates);
  std::partial_sort(order.begin(), order.begin() + static_cast<ptrdiff_t>(most), order.end(),
                    by_score);
  order.resize(most);
  std::vector<const Candidate*> kept;
  for (const Candidate* candidate : order) {
    if (nms.keep_top_k > 0 && kept.size() == static_cast<size_t>(nms.keep_top_k)) break;
    const bool covered = std::ranges::any_of(kept, [&](const Candidate* better) {
      return Overlap(candidate->box, better->box) > nms.nms_threshold;
    });
    if (!covered) kept.push_back(candidate);
  }
  return kept;
}

}  // namespace

std::vector<DetectionResult> ObjectsOfHeads(std::span<const FDTensor> outputs,
                                            std::vector<int> strides, const NmsAttributes& nms,
                                            const BatchInfo& batch) {
  if (!strides.empty() && strides.size() != outputs.size() / 2) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("the network has {} levels, but fpn_stride lists {}",
                            outputs.size() / 2, strides.size()));
  }
  std::ranges::sort(strides);
  if (!strides.empty() && strides.front() < 1) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("fpn_stride has {}: expected 1 or more", strides.front()));
  }
  if (outputs.size() > 2 * kMostLevels) {
    FailOutput(outputs.front(), fmt::format("expected at most {} levels", kMostLevels));
  }
  const std::vector<Level> levels = Levels(outputs, strides, batch);
  const size_t classes = Dim(*levels.front().scores, 2);
  std::vector<DetectionResult> results(batch.images.size());
  for (size_t image = 0; image < results.size(); ++image) {
    std::vector<Candidate> candidates;
    for (const Level& level : levels) AddCandidates(level, image, nms.nms_top_k, &candidates);
    const Geometry& geometry = batch.images[image];
    DetectionResult& result = results[image];
    for (size_t label = 0; label < classes; ++label) {
      for (const Candidate* kept : Suppress(candidates, label, nms)) {
        const auto corner = [&](size_t i) {
          return geometry.ToImage(
              {std::clamp(kept->box[i], 0.0, double(geometry.scaled.width)),
               std::clamp(kept->box[i + 1], 0.0, double(geometry.scaled.height))});
        };
        const cv::Point2f first = corner(0);
        const cv::Point2f second = corner(2);
        result.boxes.push_back({first.x, first.y, second.x, second.y});
        result.label_ids.push_back(static_cast<int32_t>(label));
        result.scores.push_back(kept->scores[label]);
      }
    }
  }
  return results;
}

}  // namespace fastdeploy::vision::detection
