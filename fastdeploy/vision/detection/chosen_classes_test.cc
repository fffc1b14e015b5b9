// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/detection/internal/chosen_classes.h"

#include "tests/testing/testing.h"

namespace fastdeploy::vision::detection {
namespace {

using ::testing::HasSubstr;
using Classes = std::set<int32_t>;

const std::vector<std::string> kLabels = {"person", "car", "traffic light", "7"};

TEST(ClassesOf, TakesNamesAndNumbers) {
  EXPECT_EQ(ClassesOf("car", kLabels), Classes({1}));
  EXPECT_EQ(ClassesOf("traffic light , person,car", kLabels), Classes({0, 1, 2}));
  EXPECT_EQ(ClassesOf("2,0", kLabels), Classes({0, 2}));
  EXPECT_EQ(ClassesOf("7", kLabels), Classes({3})) << "a name comes before a number";
  EXPECT_EQ(ClassesOf("90", {}), Classes({90}));
  EXPECT_EQ(ClassesOf("", kLabels), Classes());
}

TEST(ClassesOf, RefusesOthers) {
  const auto refusal = [](const std::string& list, const std::vector<std::string>& labels) {
    return testing::ThrownBy([&] { (void)ClassesOf(list, labels); });
  };
  EXPECT_EQ(refusal("car,persn", kLabels).Kind(), ErrorKind::kInvalidArgument);
  EXPECT_THAT(refusal("car,persn", kLabels).what(),
              HasSubstr("unknown class 'persn'; did you mean 'person'?"));
  EXPECT_THAT(refusal("zebra crossing", kLabels).what(), HasSubstr("expected person, car, "));
  EXPECT_THAT(refusal("car,,person", kLabels).what(), HasSubstr("unknown class ''"));
  for (const char* number : {"4", "-1", "1x", "99999999999"}) {
    EXPECT_THAT(refusal(number, kLabels).what(), HasSubstr("unknown class")) << number;
  }
  EXPECT_THAT(refusal("person", {}).what(), HasSubstr("expected their numbers"));
}

TEST(OnlyClasses, LeavesOutTheOthers) {
  DetectionResult result;
  result.boxes = {{0, 0, 1, 1}, {2, 2, 3, 3}, {4, 4, 5, 5}};
  result.scores = {0.5F, 0.25F, 0.75F};
  result.label_ids = {1, 0, 1};
  result.masks = {{.data = {1}, .shape = {1, 1}}, {}, {.data = {0}, .shape = {1, 1}}};
  result.contain_masks = true;
  DetectionResult chosen = OnlyClasses(result, {1});
  EXPECT_EQ(chosen.scores, (std::vector<float>{0.5F, 0.75F}));
  EXPECT_EQ(chosen.label_ids, (std::vector<int32_t>{1, 1}));
  EXPECT_EQ(chosen.boxes[1], result.boxes[2]);
  EXPECT_EQ(chosen.masks[1], result.masks[2]);
  EXPECT_EQ(OnlyClasses(result, {0, 1}), result);
  EXPECT_TRUE(OnlyClasses(result, {}).scores.empty());
  result.boxes.clear();
  result.masks.clear();
  result.rotated_boxes.resize(3);
  EXPECT_EQ(OnlyClasses(result, {0}).rotated_boxes.size(), 1U);
}

}  // namespace
}  // namespace fastdeploy::vision::detection
