// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/classification/postprocessor.h"

#include "fastdeploy/vision/classification/internal/read_postprocessor.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision::classification {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::ThrownBy;

ClassifyResult Results(const PaddleClasPostprocessor& postprocessor, std::vector<float> scores) {
  std::vector<FDTensor> outputs(1);
  outputs[0].Resize({1, static_cast<int64_t>(scores.size())}, FP32, "scores");
  std::ranges::copy(scores, outputs[0].As<float>().begin());
  return postprocessor.Process(outputs, {}).front();
}

PaddleClasPostprocessor Read(const std::string& section) {
  const TemporaryFolder folder;
  (void)folder.Write("names.txt", "1 large dog\r\n0 cat\n\n");
  return ReadPostprocessor(folder.Write("inference.yml", "PostProcess: " + section + "\n"));
}

std::string ErrorOf(const std::string& section) {
  return ThrownBy([&] { (void)Read(section); }).what();
}

TEST(PaddleClasPostprocessor, RefusesOutputsThatAreNoScores) {
  std::vector<FDTensor> outputs(1);
  for (const std::vector<int64_t>& shape : {std::vector<int64_t>{1, 0}, {0, 3}, {3}, {1, 3, 1}}) {
    outputs[0].Resize(shape, FP32, "scores");
    EXPECT_THAT(ThrownBy([&] { (void)PaddleClasPostprocessor().Process(outputs, {}); }).what(),
                HasSubstr("output 'scores'"));
  }
}

TEST(PaddleClasPostprocessor, GivesEveryLabelAboveItsThreshold) {
  const auto one = Read("{MultiLabelThreshOutput: {threshold: 0.5, label_list: [a, b, c]}}");
  EXPECT_THAT(one.GetLabels(), ElementsAre("a", "b", "c"));
  const ClassifyResult result = Results(one, {0.6F, 0.5F, 0.9F});
  EXPECT_THAT(result.label_ids, ElementsAre(2, 0));  // 0.5 is not above
  EXPECT_THAT(result.scores, ElementsAre(0.9F, 0.6F));
  const auto some =
      Read("{MultiLabelThreshOutput: {threshold: {default: 0.7, 1: 0.1}, label_list: [a, b, c]}}");
  EXPECT_THAT(Results(some, {0.6F, 0.5F, 0.9F}).label_ids, ElementsAre(2, 1));
  const auto each = Read("{MultiLabelThreshOutput: {threshold: [0.1, 0.9, 0.95]}}");
  EXPECT_THAT(Results(each, {0.6F, 0.5F, 0.9F}).label_ids, ElementsAre(0));
  EXPECT_THAT(ThrownBy([&] {
                (void)Results(each, {1, 2});
              }).what(),
              HasSubstr("3 thresholds for 2 classes"));
}

TEST(PaddleClasPostprocessor, ChoosesOneOfTwoByAThreshold) {
  const auto either = Read("{ThreshOutput: {threshold: 0.9, label_0: nobody, label_1: someone}}");
  EXPECT_THAT(either.GetLabels(), ElementsAre("nobody", "someone"));
  EXPECT_THAT(Results(either, {0.05F, 0.95F}).label_ids, ElementsAre(1));
  const ClassifyResult first = Results(either, {0.25F, 0.75F});
  EXPECT_THAT(first.label_ids, ElementsAre(0));
  EXPECT_THAT(first.scores, ElementsAre(0.25F));
  EXPECT_THAT(ThrownBy([&] { (void)Results(either, {1, 2, 3}); }).what(), HasSubstr("has 3"));
}

TEST(PaddleClasPostprocessor, ReadsNamesFromTheFileThatTheYamlNames) {
  EXPECT_THAT(
      Read("{main_indicator: Topk, Topk: {topk: 1, class_id_map_file: names.txt}}").GetLabels(),
      ElementsAre("cat", "large dog"));
  EXPECT_THAT(Read("{Topk: {class_id_map_file: ../utils/names.txt}}").GetLabels(),
              ElementsAre("cat", "large dog"));
  EXPECT_TRUE(Read("{Topk: {class_id_map_file: others.txt}}").GetLabels().empty());
}

TEST(PaddleClasPostprocessor, RefusesStepsThatItDoesNotKnow) {
  EXPECT_THAT(ErrorOf("{PersonAttribute: {threshold: 0.5}}"),
              HasSubstr("unknown step 'PersonAttribute'"));
  EXPECT_THAT(ErrorOf("{MultiLabelThreshOutput: {threshold: {default: 1, 9: 1}}}"),
              HasSubstr("'9' is none of the 0 classes"));
}

}  // namespace
}  // namespace fastdeploy::vision::classification
