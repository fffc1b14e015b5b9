// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <opencv2/core.hpp>

#include "fastdeploy/vision/keypoint/postprocessor.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision::keypointdetection {
namespace {

using fastdeploy::testing::ThrownBy;
using ::testing::HasSubstr;

constexpr int kWidth = 12;
constexpr int kHeight = 16;

FDTensor Tensor(const std::vector<int64_t>& shape, FDDataType type = FP32) {
  FDTensor tensor;
  tensor.name = "heat";
  tensor.Resize(shape, type);
  std::memset(tensor.MutableData(), 0, static_cast<size_t>(tensor.Nbytes()));
  return tensor;
}

/// A heatmap of one joint with a bell around `top`.
FDTensor Bell(cv::Point2d top, float height = 1) {
  FDTensor tensor = Tensor({1, 1, kHeight, kWidth});
  auto* values = static_cast<float*>(tensor.MutableData());
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const double apart = (x - top.x) * (x - top.x) + (y - top.y) * (y - top.y);
      values[y * kWidth + x] = height * static_cast<float>(std::exp(-apart / 8));
    }
  }
  return tensor;
}

/// Images that are as large as the heatmap: points are in its pixels.
detection::BatchInfo Images(size_t count, cv::Size size = {kWidth, kHeight}) {
  detection::BatchInfo batch;
  batch.images.assign(count, Geometry(size));
  return batch;
}

KeyPointDetectionResult Decode(const FDTensor& tensor, bool use_dark,
                               cv::Size image = {kWidth, kHeight}) {
  PPTinyPosePostprocessor post;
  post.use_dark = use_dark;
  return post.Process(std::span(&tensor, 1), Images(1, image)).at(0);
}

TEST(KeyPointDecode, DarkFindsTheTopBetweenPixels) {
  const auto [x, y] = Decode(Bell({5.3, 8.6}), true).keypoints.at(0);
  EXPECT_NEAR(x, 5.3, 0.02);
  EXPECT_NEAR(y, 8.6, 0.02);
}

TEST(KeyPointDecode, WithoutDarkTheTopMovesByAQuarterPixel) {
  const auto [x, y] = Decode(Bell({5.3, 8.6}), false).keypoints.at(0);
  EXPECT_FLOAT_EQ(x, 5.25F);
  EXPECT_FLOAT_EQ(y, 8.75F);
}

TEST(KeyPointDecode, AtTheSidesTheTopStays) {
  for (const bool dark : {true, false}) {
    const auto [x, y] = Decode(Bell({0.3, 15.0}), dark).keypoints.at(0);
    EXPECT_FLOAT_EQ(x, 0);
    EXPECT_FLOAT_EQ(y, 15);
  }
}

TEST(KeyPointDecode, PointsAreInPixelsOfTheImage) {
  // The width alone gives the scale: the network saw the middle of the image.
  const auto [x, y] = Decode(Bell({6, 8}), false, {120, 100}).keypoints.at(0);
  EXPECT_FLOAT_EQ(x, 60);
  EXPECT_FLOAT_EQ(y, 50);
  const auto [left, top] = Decode(Bell({0, 0}), false, {120, 100}).keypoints.at(0);
  EXPECT_FLOAT_EQ(left, 0);
  EXPECT_FLOAT_EQ(top, -30);
}

TEST(KeyPointDecode, WithoutHeatThePointIsTheCorner) {
  for (const float height : {0.0F, -1.0F}) {
    const auto result = Decode(Bell({6, 8}, height), true);
    EXPECT_EQ(result.keypoints.at(0), (std::array<float, 2>{0, 0}));
    EXPECT_LE(result.scores.at(0), 0);
  }
}

TEST(KeyPointDecode, AFlatHeatmapGivesAFinitePoint) {
  FDTensor tensor = Tensor({1, 1, kHeight, kWidth});
  auto* values = static_cast<float*>(tensor.MutableData());
  for (const float around : {1.0F, -1e30F}) {
    std::fill_n(values, kHeight * kWidth, around);
    values[8 * kWidth + 6] = 1.0F;
    const auto [x, y] = Decode(tensor, true).keypoints.at(0);
    EXPECT_TRUE(std::isfinite(x) && std::isfinite(y)) << around;
  }
}

TEST(KeyPointDecode, OtherOutputsAreIgnoredIfThereAreHeatmaps) {
  const std::vector<FDTensor> outputs = {Tensor({1, 1}, INT64), Bell({5.3, 8.6})};
  EXPECT_EQ(PPTinyPosePostprocessor().Process(outputs, Images(1)).at(0).num_joints, 1);
}

TEST(KeyPointDecode, OutputsOfAnotherFormAreRefused) {
  const PPTinyPosePostprocessor post;
  const auto refusal = [&](const FDTensor& tensor, size_t images) {
    const Error error =
        ThrownBy([&] { (void)post.Process(std::span(&tensor, 1), Images(images)); });
    return std::string(error.what());
  };
  EXPECT_THAT(refusal(Tensor({1, 17}, INT64), 1), HasSubstr("none of the 1 outputs"));
  EXPECT_THAT(refusal(Tensor({1, 17, 3}), 1), HasSubstr("none of the 1 outputs"));
  EXPECT_THAT(refusal(Tensor({1, 17, 4, 4}, FP64), 1), HasSubstr("of float32"));
  EXPECT_THAT(refusal(Tensor({2, 17, 4, 4}), 1), HasSubstr("'heat'"));
  EXPECT_THAT(refusal(Tensor({1, 17, 4, 4}), 2), HasSubstr("expected heatmaps [2, joints"));
  EXPECT_THAT(refusal(Tensor({1, 0, 4, 4}), 1), HasSubstr("'heat'"));
  EXPECT_THAT(refusal(Tensor({1, 17, 0, 4}), 1), HasSubstr("'heat'"));
  EXPECT_THAT(refusal(Bell({5, 5}, NAN), 1), HasSubstr("finite"));
  EXPECT_THROW((void)post.Process({}, Images(1)), Error);
}

TEST(KeyPointDecode, SmallHeatmapsHaveNoNeighbours) {
  for (const int64_t side : {1, 2, 3, 4, 5}) {
    FDTensor tensor = Tensor({1, 1, side, side});
    auto* values = static_cast<float*>(tensor.MutableData());
    values[side * side / 2] = 1;
    for (const bool dark : {true, false}) EXPECT_EQ(Decode(tensor, dark).scores.at(0), 1);
  }
}

}  // namespace
}  // namespace fastdeploy::vision::keypointdetection
