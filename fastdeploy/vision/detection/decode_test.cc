// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/detection/postprocessor.h"

#include <cmath>
#include <limits>

#include "fastdeploy/core/error.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision::detection {
namespace {

using fastdeploy::testing::ThrownBy;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <typename T>
FDTensor Tensor(const std::string& name, const std::vector<int64_t>& shape,
                const std::vector<T>& values) {
  FDTensor tensor(name);
  tensor.Resize(shape, TypeToDataType<T>::dtype, name);
  EXPECT_EQ(static_cast<size_t>(tensor.Numel()), values.size());
  std::copy(values.begin(), values.end(), tensor.As<T>().begin());
  return tensor;
}

BatchInfo Images(size_t count) {
  BatchInfo batch;
  batch.images.resize(count);
  return batch;
}

std::vector<DetectionResult> Process(const std::vector<FDTensor>& outputs,
                                     const BatchInfo& batch = Images(1)) {
  return PaddleDetPostprocessor().Process(outputs, batch);
}

std::string ErrorOf(const std::vector<FDTensor>& outputs, const BatchInfo& batch = Images(1)) {
  return ThrownBy([&] { (void)Process(outputs, batch); }).what();
}

const std::vector<float> kRows = {0, 0.9F, 1, 2, 3, 4, 2, 0.8F, 5, 6, 7, 8, 1, 0.1F, 9, 10, 11, 12};

TEST(DetectionRows, FollowImageByImage) {
  const auto results =
      Process({Tensor("boxes", {3, 6}, kRows), Tensor<int32_t>("num", {2}, {1, 2})}, Images(2));
  ASSERT_EQ(results.size(), 2U);
  EXPECT_THAT(results[0].label_ids, ElementsAre(0));
  EXPECT_THAT(results[0].boxes, ElementsAre(std::array<float, 4>{1, 2, 3, 4}));
  EXPECT_THAT(results[1].label_ids, ElementsAre(2, 1));
  EXPECT_THAT(results[1].scores, ElementsAre(0.8F, 0.1F)) << "no object is dropped by its score";
  EXPECT_FALSE(results[0].contain_masks);
}

TEST(DetectionRows, CanBePaddedToEqualShares) {
  std::vector<float> rows(kRows.begin(), kRows.begin() + 12);
  rows.insert(rows.begin() + 6, {-1, 0, 0, 0, 0, 0});
  rows.insert(rows.end(), {-1, 0, 0, 0, 0, 0});
  const auto results =
      Process({Tensor("boxes", {4, 6}, rows), Tensor<int64_t>("num", {2}, {1, 1})}, Images(2));
  EXPECT_THAT(results[0].label_ids, ElementsAre(0));
  EXPECT_THAT(results[1].label_ids, ElementsAre(2));
  const auto whole =
      Process({Tensor("boxes", {4, 6}, rows), Tensor<int64_t>("num", {2}, {2, 2})}, Images(2));
  EXPECT_EQ(whole, results) << "a label of -1 is no object";
}

TEST(DetectionRows, NeedNoCountForOneImage) {
  EXPECT_EQ(Process({Tensor("boxes", {3, 6}, kRows)})[0].scores.size(), 3U);
  EXPECT_THAT(ErrorOf({Tensor("boxes", {3, 6}, kRows)}, Images(2)), HasSubstr("2 images"));
}

TEST(DetectionRows, OfRotatedBoxesHaveEightCoordinates) {
  const auto result = Process({Tensor<float>("boxes", {1, 10}, {3, 0.5F, 1, 2, 3, 4, 5, 6, 7, 8}),
                               Tensor<int32_t>("num", {1}, {1})})[0];
  EXPECT_THAT(result.rotated_boxes, ElementsAre(std::array<float, 8>{1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_TRUE(result.boxes.empty());
}

TEST(DetectionRows, CanBeEmpty) {
  const auto result =
      Process({Tensor<float>("boxes", {0, 6}, {}), Tensor<int32_t>("num", {1}, {0})})[0];
  EXPECT_EQ(result, DetectionResult());
}

TEST(DetectionRows, AreErrorsIfInvalid) {
  const FDTensor rows = Tensor("boxes", {3, 6}, kRows);
  EXPECT_THAT(ErrorOf({rows, Tensor<int32_t>("num", {1}, {4})}), HasSubstr("'num' [1]"));
  EXPECT_THAT(ErrorOf({rows, Tensor<int32_t>("num", {2}, {1, 1})}, Images(2)), HasSubstr("add up"));
  EXPECT_THAT(ErrorOf({rows, Tensor<int32_t>("num", {1}, {-1})}), HasSubstr("num"));
  EXPECT_THAT(ErrorOf({rows, Tensor<float>("num", {1}, {3})}), HasSubstr("int32"));
  EXPECT_THAT(ErrorOf({Tensor<float>("x", {1, 6}, {1e9F, 0, 0, 0, 0, 0})}), HasSubstr("label"));
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(ErrorOf({Tensor<float>("x", {1, 6}, {0, nan, 0, 0, 0, 0})}), HasSubstr("nan"));
  EXPECT_THAT(ErrorOf({Tensor<float>("x", {1, 6}, {0, 1, -INFINITY, 0, 0, 0})}), HasSubstr("inf"));
}

TEST(DetectionMasks, AreClippedToTheirBoxes) {
  std::vector<int32_t> pixels(2 * 4 * 5, 0);
  pixels[1 * 5 + 2] = 1;          // object 0, row 1, column 2
  pixels[4 * 5 + 3 * 5 + 4] = 7;  // object 1, row 3, column 4
  const auto result =
      Process({Tensor<float>("boxes", {2, 6},
                             {0, 0.9F, 0.6F, 0.4F, 3.4F, 2.5F,  //
                              1, 0.8F, 3.2F, 1.6F, 9, 9}),
               Tensor<int32_t>("num", {1}, {2}), Tensor("masks", {2, 4, 5}, pixels)})[0];
  EXPECT_TRUE(result.contain_masks);
  ASSERT_EQ(result.masks.size(), 2U);
  EXPECT_THAT(result.masks[0].shape, ElementsAre(3, 2));  // rows 0 to 2, columns 1 and 2
  EXPECT_THAT(result.masks[0].data, ElementsAre(0, 0, 0, 1, 0, 0));
  EXPECT_THAT(result.masks[1].shape, ElementsAre(2, 2)) << "clipped to the image";
  EXPECT_THAT(result.masks[1].data, ElementsAre(0, 0, 0, 1));
}

TEST(DetectionMasks, OutsideTheImageAreEmpty) {
  const auto result =
      Process({Tensor<float>("boxes", {1, 6}, {0, 0.9F, -9, -9, -5, -5}),
               Tensor<int32_t>("num", {1}, {1}), Tensor<uint8_t>("masks", {1, 1, 1}, {1})})[0];
  EXPECT_THAT(result.masks[0].shape, ElementsAre(0, 0));
}

TEST(DetectionMasks, AreErrorsIfInvalid) {
  const FDTensor rows = Tensor("boxes", {3, 6}, kRows);
  const FDTensor count = Tensor<int32_t>("num", {1}, {3});
  EXPECT_THAT(ErrorOf({rows, count, Tensor<uint8_t>("masks", {1, 1, 1}, {1})}),
              HasSubstr("for each of 3 objects"));
  EXPECT_THAT(ErrorOf({rows, count, Tensor<float>("masks", {3, 1, 1}, {1, 1, 1})}),
              HasSubstr("bytes or integers"));
}

/// Three boxes with scores for two classes: two boxes overlap, one is apart.
const std::vector<float> kBoxes = {0, 0, 10, 10, 1, 0, 11, 10, 50, 50, 60, 60};
const std::vector<float> kScores = {0.9F, 0.8F, 0.35F, 0.1F, 0.6F, 0.2F};

TEST(DetectionCandidates, AreSuppressedInEitherOrderOfOutputs) {
  const FDTensor boxes = Tensor("boxes", {1, 3, 4}, kBoxes);
  const FDTensor scores = Tensor("scores", {1, 2, 3}, kScores);
  const auto result = Process({boxes, scores})[0];
  EXPECT_THAT(result.label_ids, ElementsAre(0, 0, 1));
  EXPECT_THAT(result.scores, ElementsAre(0.9F, 0.35F, 0.6F));
  EXPECT_EQ(Process({scores, boxes})[0], result);
}

TEST(DetectionCandidates, AreSuppressedByTheOption) {
  PaddleDetPostprocessor postprocessor;
  postprocessor.SetNMSOption({-1, 100, 1, 0.9F, 1000, true, 0.5F});
  const auto result = postprocessor.Process(
      std::vector{Tensor("boxes", {1, 3, 4}, kBoxes), Tensor("scores", {1, 2, 3}, kScores)},
      Images(1))[0];
  EXPECT_THAT(result.scores, ElementsAre(0.9F, 0.8F, 0.6F));
}

TEST(DetectionCandidates, AreMappedToTheImage) {
  BatchInfo batch = Images(1);
  batch.images[0].NoteScaling({}, {}, {2, 0.5F});
  const std::vector<FDTensor> outputs = {Tensor("boxes", {1, 3, 4}, kBoxes),
                                         Tensor("scores", {1, 2, 3}, kScores)};
  EXPECT_THAT(Process(outputs, batch)[0].boxes[1], ElementsAre(50, 50, 60, 60));
  batch.undo_scale = true;
  EXPECT_THAT(Process(outputs, batch)[0].boxes[1], ElementsAre(25, 100, 30, 120));

  PaddleDetPostprocessor postprocessor;
  postprocessor.SetScaleFactor({0.5F, 2});
  postprocessor.ApplyNMS();
  std::vector<DetectionResult> results;
  ASSERT_TRUE(postprocessor.Run(outputs, &results));
  EXPECT_EQ(results, Process(outputs, batch));
}

TEST(DetectionCandidates, CanBeRotated) {
  const auto result = Process({Tensor<float>("boxes", {1, 2, 8},
                                             {0, 0, 10, 0, 10, 10, 0, 10,  //
                                              1, 0, 11, 0, 11, 10, 1, 10}),
                               Tensor<float>("scores", {1, 1, 2}, {0.15F, 0.9F})})[0];
  EXPECT_THAT(result.scores, ElementsAre(0.9F)) << "1.x's threshold for rotated boxes is 0.1";
  EXPECT_EQ(result.rotated_boxes.size(), 1U);
}

/// Raw heads with one class and two bins for an input of 16x8: one level with cells of 8 pixels,
/// one with cells of 16.
struct Heads {
  std::vector<float> fine_scores = {0.9F, 0.2F};
  std::vector<float> coarse_scores = {0.6F};
  // Both bins weigh the same, so distances are 0.5 cells.
  std::vector<float> fine_distances = std::vector<float>(16, 0.0F);
  std::vector<float> coarse_distances = std::vector<float>(8, 0.0F);

  [[nodiscard]] std::vector<FDTensor> Outputs() const {
    return {Tensor("s16", {1, 1, 1}, coarse_scores), Tensor("s8", {1, 2, 1}, fine_scores),
            Tensor("d8", {1, 2, 8}, fine_distances), Tensor("d16", {1, 1, 8}, coarse_distances)};
  }
};

BatchInfo HeadImage() {
  BatchInfo batch = Images(1);
  batch.input = {16, 8};
  batch.images[0] = vision::Geometry({32, 8});
  batch.images[0].NoteScaling({32, 8}, {16, 8}, {0.5F, 1});
  return batch;
}

TEST(DetectionHeads, AreDecodedLevelByLevel) {
  const auto result = Process(Heads().Outputs(), HeadImage())[0];
  EXPECT_THAT(result.scores, ElementsAre(0.9F, 0.6F));
  // Cell (0, 0) of 8 pixels: centre (4, 4), half a cell to each side; x doubles in the image.
  EXPECT_THAT(result.boxes[0], ElementsAre(0, 0, 16, 8));
  // The cell of 16 pixels: centre (8, 8), 8 to each side, clipped to the input's 16 x 8.
  EXPECT_THAT(result.boxes[1], ElementsAre(0, 0, 32, 8));
}

TEST(DetectionHeads, AreErrorsIfInvalid) {
  EXPECT_THAT(ErrorOf(Heads().Outputs()), HasSubstr("cells of 8 pixels"));
  std::vector<FDTensor> outputs = Heads().Outputs();
  outputs[3] = Tensor("d16", {1, 1, 7}, std::vector<float>(7, 0));
  EXPECT_THAT(ErrorOf(outputs, HeadImage()), HasSubstr("'d16'"));
  outputs[3] = Tensor("d16", {1, 1, 0}, std::vector<float>());
  EXPECT_THAT(ErrorOf(outputs, HeadImage()), HasSubstr("'d16'"));
  outputs = Heads().Outputs();
  outputs[0] = Tensor("s16", {1, 1, 2}, std::vector<float>(2, 0));
  EXPECT_THAT(ErrorOf(outputs, HeadImage()), HasSubstr("as many classes"));
  outputs = Heads().Outputs();
  outputs[1].As<float>()[0] = NAN;
  EXPECT_THAT(ErrorOf(outputs, HeadImage()), HasSubstr("'s8'"));
}

TEST(DetectionSegments, HaveTheBoundingBoxesOfTheirMasks) {
  std::vector<uint8_t> pixels(2 * 3 * 4, 0);
  pixels[1 * 4 + 1] = pixels[1 * 4 + 3] = 1;  // the second mask is empty
  const auto results =
      Process({Tensor<int32_t>("num", {1}, {2}), Tensor<int64_t>("label", {2}, {5, 6}),
               Tensor<float>("score", {2}, {0.7F, 0.6F}), Tensor("segm", {2, 3, 4}, pixels)});
  ASSERT_EQ(results.size(), 1U);
  EXPECT_THAT(results[0].label_ids, ElementsAre(5));
  EXPECT_THAT(results[0].boxes, ElementsAre(std::array<float, 4>{1, 1, 4, 2}));
  EXPECT_THAT(results[0].masks[0].shape, ElementsAre(1, 3));
  EXPECT_THAT(results[0].masks[0].data, ElementsAre(1, 0, 1));
}

TEST(DetectionOutputs, OfOtherModelsAreRefused) {
  EXPECT_THAT(ErrorOf({}), HasSubstr("not the outputs of a detector"));
  EXPECT_THAT(ErrorOf({Tensor<float>("logits", {1, 3}, {1, 2, 3})}),
              HasSubstr("'logits' [1, 3] of"));
  std::vector<DetectionResult> results;
  EXPECT_FALSE(PaddleDetPostprocessor().Run({}, &results));
}

}  // namespace
}  // namespace fastdeploy::vision::detection
