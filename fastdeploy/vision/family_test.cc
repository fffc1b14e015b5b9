// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/model_family.h"

#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

using testing::ModelPath;

ModelFamily FamilyOf(const std::string& yaml) {
  const testing::TemporaryFolder folder;
  return FamilyOfConfig(folder.Write("inference.yml", yaml));
}

TEST(ModelFamily, IsToldFromWhatTheExportersWrite) {
  EXPECT_EQ(FamilyOfFolder(ModelPath("ppocrv5-mobile")), ModelFamily::kOcr);
  EXPECT_EQ(FamilyOfFolder(ModelPath("ppocrv5-mobile/det")), ModelFamily::kTextDetection);
  EXPECT_EQ(FamilyOfFolder(ModelPath("ppocrv5-mobile/rec")), ModelFamily::kTextRecognition);
  EXPECT_EQ(FamilyOfFolder(ModelPath("doc-orientation")), ModelFamily::kClassification);
  EXPECT_EQ(FamilyOfFolder(ModelPath("resnet50_vd")), ModelFamily::kClassification);
  EXPECT_EQ(FamilyOfFolder(ModelPath("picodet_s_320_pir")), ModelFamily::kDetection);
  EXPECT_EQ(FamilyOfFolder(ModelPath("pphumanseg_lite_pir")), ModelFamily::kSegmentation);
  EXPECT_EQ(FamilyOfFolder(ModelPath("ppocrv6-small/rec")), ModelFamily::kUnknown) << "no YAML";
}

TEST(ModelFamily, IsUnknownWhereTheYamlDoesNotSay) {
  EXPECT_EQ(FamilyOf("PreProcess: {transform_ops: []}"), ModelFamily::kUnknown);
  EXPECT_EQ(FamilyOf("PostProcess: {name: SomethingElse}"), ModelFamily::kUnknown);
  EXPECT_EQ(FamilyOf("RecPreProcess: {transform_ops: []}"), ModelFamily::kFeature);
  EXPECT_EQ(Str(ModelFamily::kTextDetection), "text detection");
}

TEST(ModelFamily, SaysWhatIsWrongWithTheFiles) {
  EXPECT_EQ(testing::ThrownBy([] { (void)FamilyOfFolder("nowhere"); }).Kind(),
            ErrorKind::kNotFound);
  EXPECT_EQ(testing::ThrownBy([] { (void)FamilyOf("- a\n- b"); }).Kind(), ErrorKind::kInvalidFile);
  EXPECT_THROW((void)FamilyOf("PostProcess: {name: [1]}"), Error);
}

}  // namespace
}  // namespace fastdeploy::vision
