// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/segmentation/postprocessor.h"

#include <cmath>
#include <limits>

#include "fastdeploy/vision/matting/model.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision::segmentation {
namespace {

using fastdeploy::testing::TemporaryFolder;
using fastdeploy::testing::ThrownBy;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Geometry = PaddleSegPreprocessor::Geometry;
using Change = vision::Geometry::Change;

Change Padded(cv::Size before) { return {.before = before, .canvas = true}; }
Change Resized(cv::Size before) { return {.before = before}; }

/// The geometry of one image with these changes.
Geometry Of(cv::Size original, std::vector<Change> changes = {}) {
  Geometry geometry = {vision::Geometry(original)};
  geometry[0].changes = std::move(changes);
  return geometry;
}

template <typename T>
std::vector<FDTensor> Output(const std::vector<int64_t>& shape, const std::vector<T>& values) {
  std::vector<FDTensor> outputs(1);
  outputs[0].Resize(shape, TypeToDataType<T>::dtype, "out");
  std::copy(values.begin(), values.end(), outputs[0].template As<T>().begin());
  return outputs;
}

PaddleSegPostprocessor WithOp(const std::string& op) {
  const TemporaryFolder folder;
  return PaddleSegPostprocessor(folder.Write("deploy.yaml", "Deploy: {output_op: " + op + "}"));
}

TEST(PaddleSegPostprocessor, AcceptsLabelsOfEveryType) {
  const Geometry geometry = Of({4, 2});
  const auto ints = Output<int32_t>({1, 1, 2}, {3, 255});
  const auto result = PaddleSegPostprocessor().Process(ints, geometry).at(0);
  EXPECT_THAT(result.label_map, ElementsAre(3, 3, 255, 255, 3, 3, 255, 255));
  EXPECT_THAT(result.shape, ElementsAre(2, 4));
  EXPECT_FALSE(result.contain_score_map);
  const PaddleSegPostprocessor post;
  EXPECT_EQ(post.Process(Output<int64_t>({1, 1, 1, 2}, {3, 255}), geometry).at(0), result);
  EXPECT_EQ(post.Process(Output<float>({1, 1, 2}, {3, 255}), geometry).at(0), result);
}

TEST(PaddleSegPostprocessor, UndoesPaddingBeforeResizing) {
  // 4x2, padded to 4x4, resized to 2x2: the lower half of the map is padding.
  const Geometry geometry = Of({4, 2}, {Padded({4, 2}), Resized({4, 4})});
  const auto result =
      PaddleSegPostprocessor().Process(Output<int32_t>({1, 2, 2}, {1, 2, 9, 9}), geometry).at(0);
  EXPECT_THAT(result.label_map, ElementsAre(1, 1, 2, 2, 1, 1, 2, 2));
  const Geometry larger = Of({4, 2}, {Padded({4, 2})});
  EXPECT_THAT(ThrownBy([&] {
                (void)PaddleSegPostprocessor().Process(Output<int32_t>({1, 1, 1}, {1}), larger);
              }).what(),
              HasSubstr("the output is 1x1, but the image without its padding is 4x2"));
}

TEST(PaddleSegPostprocessor, FindsTheBestClassOfEachPixel) {
  // Two images of 2x1 pixels, three classes.
  const auto outputs = Output<float>({2, 3, 1, 2}, {.1F, .4F, .7F, .4F, .2F, .2F,  //
                                                    .5F, 0, .5F, 0, 0, 1});
  const Geometry geometry(2, vision::Geometry({2, 1}));
  PaddleSegPostprocessor post = WithOp("softmax");
  auto results = post.Process(outputs, geometry);
  EXPECT_THAT(results[0].label_map, ElementsAre(1, 0));  // the lower class if scores are equal
  EXPECT_THAT(results[1].label_map, ElementsAre(0, 2));
  EXPECT_TRUE(results[0].score_map.empty());
  post.SetIsStoreScoreMap(true);
  post.SetApplySoftmax(true);  // no effect: they are already probabilities
  results = post.Process(outputs, geometry);
  EXPECT_THAT(results[0].label_map, ElementsAre(1, 0));
  EXPECT_THAT(results[0].score_map, ElementsAre(.7F, .4F));
  EXPECT_TRUE(results[1].contain_score_map);
  EXPECT_THAT(results[1].score_map, ElementsAre(.5F, 1.0F));
}

TEST(PaddleSegPostprocessor, AppliesSoftmaxOverTheClasses) {
  const auto outputs = Output<float>({1, 2, 1, 2}, {1, 300, 3, -300});
  PaddleSegPostprocessor post = WithOp("none");
  post.SetIsStoreScoreMap(true);
  EXPECT_THAT(post.Process(outputs, Of({2, 1}))[0].score_map, ElementsAre(3, 300));
  post.SetApplySoftmax(true);
  const auto result = post.Process(outputs, Of({2, 1})).at(0);
  EXPECT_THAT(result.label_map, ElementsAre(1, 0));
  EXPECT_NEAR(result.score_map[0], 1 / (1 + std::exp(-2.0)), 1e-6);
  EXPECT_EQ(result.score_map[1], 1);
}

TEST(PaddleSegPostprocessor, ResizesScoresBeforeFindingTheBest) {
  const auto outputs = Output<float>({1, 2, 1, 2}, {1, 0, .4F, .7F});
  PaddleSegPostprocessor post = WithOp("softmax");
  const Geometry geometry = Of({4, 1}, {Resized({4, 1})});
  EXPECT_THAT(post.Process(outputs, geometry)[0].label_map, ElementsAre(0, 0, 1, 1));
  post.SetIsStoreScoreMap(true);
  const auto result = post.Process(outputs, geometry).at(0);
  EXPECT_THAT(result.label_map, ElementsAre(0, 0, 1, 1));
  EXPECT_NEAR(result.score_map[1], 0.75, 1e-6);
  EXPECT_NEAR(result.score_map[2], 0.625, 1e-6);
}

TEST(PaddleSegPostprocessor, RefusesOtherOutputs) {
  const PaddleSegPostprocessor post;
  const Geometry one = Of({2, 1});
  const auto refusal = [&](const std::vector<FDTensor>& outputs) {
    return std::string(ThrownBy([&] { (void)post.Process(outputs, one); }).what());
  };
  EXPECT_THAT(refusal({}), HasSubstr("no output"));
  EXPECT_THAT(refusal(Output<int32_t>({1, 2}, {1, 2})), HasSubstr("'out': expected labels [1, H"));
  EXPECT_THAT(refusal(Output<int32_t>({2, 1, 1}, {1, 2})), HasSubstr("got [2, 1, 1]"));
  EXPECT_THAT(refusal(Output<int32_t>({1, 0, 2}, {})), HasSubstr("got [1, 0, 2]"));
  EXPECT_THAT(refusal(Output<int32_t>({1, 2, 1, 2}, {1, 2, 3, 4})),
              HasSubstr("expected one label per pixel, got 2"));
  EXPECT_THAT(refusal(Output<int32_t>({1, 1, 2}, {1, 256})), HasSubstr("label 256"));
  EXPECT_THAT(refusal(Output<int64_t>({1, 1, 2}, {-1, 0})), HasSubstr("label -1"));
  EXPECT_THAT(refusal(Output<uint8_t>({1, 1, 2}, {1, 0})), HasSubstr("UINT8"));
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(refusal(Output<float>({1, 1, 2}, {nan, 0})), HasSubstr("label nan"));
  EXPECT_THAT(refusal(Output<float>({1, 2, 1, 2}, {0, 0, nan, 0})), HasSubstr("'out' holds NaN"));
  EXPECT_THAT(refusal(Output<float>({1, 1, 1, 2}, {0, 1})), HasSubstr("a matting model?"));
  EXPECT_THAT(refusal(Output<float>({1, 257, 1, 1}, std::vector<float>(257))),
              HasSubstr("at most 256"));
  EXPECT_THAT(ThrownBy([] { (void)WithOp("sigmoid"); }).what(),
              HasSubstr("output_op: 'sigmoid' is not supported: expected argmax, softmax or none"));
}

TEST(PaddleSegPostprocessor, RunHas1xsSignature) {
  const PaddleSegPostprocessor post;
  const auto outputs = Output<int32_t>({1, 1, 2}, {3, 4});
  std::vector<SegmentationResult> results;
  ASSERT_TRUE(post.Run(outputs, &results, {{"shape_info", {{1, 2}}}}));
  EXPECT_THAT(results.at(0).label_map, ElementsAre(3, 4));
  EXPECT_FALSE(post.Run(outputs, &results, {}));
  EXPECT_FALSE(post.Run(outputs, &results, {{"shape_info", {{1, -2}}}}));
  EXPECT_FALSE(post.Run(outputs, &results, {{"shape_info", {{1 << 30, 1 << 30}}}}));
}

TEST(PPMattingPostprocessor, RestoresAlpha) {
  const matting::PPMattingPostprocessor post;
  const Geometry geometry = Of({4, 1}, {Resized({4, 1}), Padded({2, 1})});
  const auto result = post.Process(Output<float>({1, 1, 2, 2}, {0, 1, 9, 9}), geometry).at(0);
  EXPECT_THAT(result.shape, ElementsAre(1, 4));
  EXPECT_THAT(result.alpha, ElementsAre(0, .25F, .75F, 1));
  EXPECT_FALSE(result.contain_foreground);
  EXPECT_THAT(ThrownBy([&] {
                (void)post.Process(Output<float>({1, 2, 1, 1}, {0, 0}), Of({1, 1}));
              }).what(),
              HasSubstr("expected at most 1 values per pixel, got 2"));
  EXPECT_THROW((void)post.Process(Output<int32_t>({1, 1, 1}, {0}), Of({1, 1})), Error);
}

}  // namespace
}  // namespace fastdeploy::vision::segmentation
