// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/operators/multiclass_nms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <random>

namespace fastdeploy {
namespace {

// tests/detection_golden_test.cc compares the results with those of Paddle's own operator.

using ::testing::ElementsAre;

TEST(MulticlassNms, NanScoresAreNotKept) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> boxes = {0, 0, 10, 10, 100, 100, 110, 110};
  const std::vector<float> scores = {nan, 0.5F};
  const auto kept = MulticlassNms(NmsInput::OfSharedBoxes(boxes.data(), scores.data(), 2, 1), {});
  EXPECT_THAT(kept, ElementsAre(NmsSelection{0, 1, 0.5F}));
}

TEST(MulticlassNms, NanBoxesAreSuppressedAsInPaddle) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> boxes = {nan, nan, nan, nan, 0, 0, 10, 10};
  const std::vector<float> scores = {0.9F, 0.5F};
  const auto kept = MulticlassNms(NmsInput::OfSharedBoxes(boxes.data(), scores.data(), 2, 1), {});
  EXPECT_EQ(kept.size(), 1U);  // as in Paddle: an overlap of NaN suppresses
}

TEST(MulticlassNms, OfNoBoxesKeepsNone) {
  EXPECT_TRUE(MulticlassNms(NmsInput::OfSharedBoxes(nullptr, nullptr, 0, 80), {}).empty());
  EXPECT_TRUE(MulticlassNms(NmsInput::OfSharedBoxes(nullptr, nullptr, 0, 0), {}).empty());
}

TEST(MulticlassNms, IsInTheOrderOfBoxesIfEveryClassHasItsOwn) {
  // Two boxes, two classes: boxes [classes, count, 4], as second stages give them.
  const std::vector<float> boxes = {0, 0, 10, 10, 50, 50, 60, 60, 0, 0, 10, 10, 1, 1, 11, 11};
  const std::vector<float> scores = {0.4F, 0.9F, 0.8F, 0.7F};
  const NmsInput input = {.boxes = boxes.data(),
                          .scores = scores.data(),
                          .count = 2,
                          .classes = 2,
                          .box_size = 4,
                          .box_step = 4,
                          .box_class_step = 8,
                          .score_step = 1,
                          .score_class_step = 2};
  EXPECT_THAT(
      MulticlassNms(input, {}),
      ElementsAre(NmsSelection{0, 0, 0.4F}, NmsSelection{0, 1, 0.9F}, NmsSelection{1, 0, 0.8F}));
}

/// What Paddle's documentation says, step by step, one class after the other: no candidate is left
/// out, whatever `keep_top_k` is.
std::vector<NmsSelection> Reference(const NmsInput& input, const NmsAttributes& attributes) {
  const auto by_score = [](const NmsSelection& a, const NmsSelection& b) {
    return a.score > b.score;
  };
  const auto by_place = [](const NmsSelection& a, const NmsSelection& b) {
    return a.label != b.label ? a.label < b.label : a.box < b.box;
  };
  const auto overlap = [&](const float* a, const float* b) {
    if (input.box_size == 8) return QuadOverlap(a, b);
    if (b[0] > a[2] || b[2] < a[0] || b[1] > a[3] || b[3] < a[1]) return 0.0F;
    const float extra = attributes.normalized ? 0.0F : 1.0F;
    const auto area = [&](float x1, float y1, float x2, float y2) {
      return (x2 - x1 + extra) * (y2 - y1 + extra);
    };
    const float both = area(std::max(a[0], b[0]), std::max(a[1], b[1]), std::min(a[2], b[2]),
                            std::min(a[3], b[3]));
    return both / (area(a[0], a[1], a[2], a[3]) + area(b[0], b[1], b[2], b[3]) - both);
  };
  std::vector<NmsSelection> all;
  for (size_t label = 0; label < input.classes; ++label) {
    if (static_cast<int>(label) == attributes.background_label) continue;
    std::vector<NmsSelection> candidates;
    for (size_t box = 0; box < input.count; ++box) {
      const float score = input.Score(box, label);
      if (score > attributes.score_threshold)
        candidates.push_back({static_cast<int>(label), box, score});
    }
    std::ranges::stable_sort(candidates, by_score);
    if (attributes.nms_top_k >= 0 && candidates.size() > size_t(attributes.nms_top_k))
      candidates.resize(size_t(attributes.nms_top_k));
    float threshold = attributes.nms_threshold;
    std::vector<NmsSelection> kept;
    for (const NmsSelection& candidate : candidates) {
      const bool covered = std::ranges::any_of(kept, [&](const NmsSelection& other) {
        return !(overlap(input.Box(candidate.box, label), input.Box(other.box, label)) <=
                 threshold);
      });
      if (covered) continue;
      kept.push_back(candidate);
      if (attributes.nms_eta < 1 && threshold > 0.5F) threshold *= attributes.nms_eta;
    }
    all.insert(all.end(), kept.begin(), kept.end());
  }
  if (attributes.keep_top_k >= 0 && all.size() > size_t(attributes.keep_top_k)) {
    std::ranges::stable_sort(all, by_score);
    all.resize(size_t(attributes.keep_top_k));
    std::ranges::stable_sort(all, {}, &NmsSelection::label);
  }
  if (!input.SharesBoxes()) std::ranges::sort(all, by_place);
  return all;
}

class Chance {
 public:
  explicit Chance(uint32_t seed) : generator_(seed) {}

  /// One of these values.
  template <typename T>
  T Of(std::initializer_list<T> values) {
    return *(values.begin() + Below(static_cast<int>(values.size())));
  }
  int Below(int end) { return std::uniform_int_distribution(0, end - 1)(generator_); }

  /// Corners that are whole numbers: boxes that touch, that are equal, that have no area.
  std::vector<float> Boxes(size_t count, size_t size, int extent) {
    std::vector<float> boxes;
    for (size_t i = 0; i < count; ++i) {
      const auto x = static_cast<float>(Below(extent));
      const auto y = static_cast<float>(Below(extent));
      const float right = x + static_cast<float>(Below(12));
      const float bottom = y + static_cast<float>(Below(12));
      if (size == 4) boxes.insert(boxes.end(), {x, y, right, bottom});
      if (size == 8) boxes.insert(boxes.end(), {x, y, right, y + 1, right + 1, bottom, x, bottom});
    }
    return boxes;
  }

  /// A few values, so that most are equal to others, and some that are no numbers.
  std::vector<float> Scores(size_t count, int values) {
    std::vector<float> scores;
    for (size_t i = 0; i < count; ++i) {
      scores.push_back(static_cast<float>(Below(values)) / static_cast<float>(values));
      if (Below(50) == 0) scores.back() = -0.0F;
      if (Below(100) == 0) scores.back() = std::numeric_limits<float>::quiet_NaN();
      if (Below(500) == 0) scores.back() = std::numeric_limits<float>::infinity();
    }
    return scores;
  }

 private:
  std::mt19937 generator_;
};

TEST(MulticlassNms, KeepsTheSameAsWithoutStoppingEarly) {
  size_t limited = 0;
  for (uint32_t seed = 0; seed < 600; ++seed) {
    Chance chance(seed);
    const bool shared = chance.Of({true, true, false});
    const size_t size = shared ? chance.Of<size_t>({4, 4, 8}) : 4;
    const auto count = chance.Of<size_t>({0, 1, 7, 60, 300, size == 4 ? 2500U : 100U});
    const auto classes = chance.Of<size_t>({0, 1, 2, 3, 12});
    const std::vector<float> boxes =
        chance.Boxes(shared ? count : count * classes, size, chance.Of({5, 30, 400}));
    const std::vector<float> scores = chance.Scores(count * classes, chance.Of({1, 3, 16, 100000}));
    NmsInput input = NmsInput::OfSharedBoxes(boxes.data(), scores.data(), count, classes, size);
    if (!shared) input.box_class_step = 4 * count;
    const NmsAttributes attributes = {.background_label = chance.Of({-1, -1, 0, 1, 99}),
                                      .keep_top_k = chance.Of({-2, -1, 0, 1, 5, 40, 200, 2000}),
                                      .nms_eta = chance.Of({1.0F, 0.9F, 0.5F}),
                                      .nms_threshold = chance.Of({0.0F, 0.3F, 0.5F, 0.7F, 1.0F}),
                                      .nms_top_k = chance.Of({-2, -1, 0, 1, 13, 100, 1000}),
                                      .normalized = chance.Of({true, false}),
                                      .score_threshold = chance.Of({-1.0F, 0.0F, 0.25F, 0.9F})};
    const std::vector<NmsSelection> expected = Reference(input, attributes);
    ASSERT_EQ(MulticlassNms(input, attributes), expected) << "seed " << seed;
    limited += std::ssize(expected) == attributes.keep_top_k && !expected.empty() ? 1 : 0;
  }
  EXPECT_GT(limited, 50U);
}

using Quad = std::array<float, 8>;

TEST(QuadOverlap, IsIntersectionOverUnion) {
  const Quad square = {0, 0, 4, 0, 4, 4, 0, 4};
  const Quad right_half = {2, 0, 6, 0, 6, 4, 2, 4};
  const Quad far = {10, 10, 12, 10, 12, 12, 10, 12};
  const Quad turned = {2, -2, 6, 2, 2, 6, -2, 2};  // a square on its corner, around the first
  EXPECT_FLOAT_EQ(QuadOverlap(square.data(), square.data()), 1);
  EXPECT_FLOAT_EQ(QuadOverlap(square.data(), right_half.data()), 8.0F / 24);
  EXPECT_FLOAT_EQ(QuadOverlap(square.data(), far.data()), 0);
  EXPECT_FLOAT_EQ(QuadOverlap(square.data(), turned.data()), 16.0F / 32);
}

TEST(QuadOverlap, DoesNotDependOnTheDirectionOfCorners) {
  const Quad square = {0, 0, 4, 0, 4, 4, 0, 4};
  const Quad backwards = {2, 4, 6, 4, 6, 0, 2, 0};
  EXPECT_FLOAT_EQ(QuadOverlap(square.data(), backwards.data()), 8.0F / 24);
}

TEST(QuadOverlap, IsZeroWithoutArea) {
  const Quad square = {0, 0, 4, 0, 4, 4, 0, 4};
  const Quad line = {0, 0, 4, 4, 4, 4, 0, 0};
  EXPECT_EQ(QuadOverlap(square.data(), line.data()), 0);
  EXPECT_EQ(QuadOverlap(line.data(), line.data()), 0);
}

}  // namespace
}  // namespace fastdeploy
