// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/operators/multiclass_nms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <limits>

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
