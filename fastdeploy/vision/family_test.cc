// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/family.h"

#include <set>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/classification/model.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

using fastdeploy::testing::MakePicture;
using fastdeploy::testing::ModelPath;
using fastdeploy::testing::TemporaryFolder;
using fastdeploy::testing::ThrownBy;
using ::testing::HasSubstr;

/// The family of a model with this YAML.
std::string FamilyOfYaml(const std::string& yaml) {
  const TemporaryFolder folder;
  (void)folder.Write("inference.yml", yaml);
  (void)folder.Write("inference.onnx", "x");
  return FamilyOfFolder(folder.Path());
}

TEST(Families, HaveUniqueNames) {
  std::set<std::string> names;
  std::set<std::string> commands;
  for (const Family& family : Families()) {
    EXPECT_TRUE(names.insert(family.name).second) << family.name;
    EXPECT_TRUE(family.command.empty() || commands.insert(family.command).second) << family.name;
    EXPECT_NE(family.load, nullptr) << family.name;
    EXPECT_EQ(FindFamily(family.name), &family);
    EXPECT_NO_THROW((void)Settings().Checked(family.settings)) << family.name;
  }
  EXPECT_EQ(FindFamily("nothing"), nullptr);
}

TEST(FamilyOfFolder, IdentifiesWhatExportersWrite) {
  EXPECT_EQ(FamilyOfFolder(ModelPath("ppocrv5-mobile")), "OCR");
  EXPECT_EQ(FamilyOfFolder(ModelPath("ppocrv5-mobile/det")), "text detection");
  EXPECT_EQ(FamilyOfFolder(ModelPath("ppocrv5-mobile/rec")), "text recognition");
  EXPECT_EQ(FamilyOfFolder(ModelPath("doc-orientation")), "classification");
  EXPECT_EQ(FamilyOfFolder(ModelPath("resnet50_vd")), "classification");
  EXPECT_EQ(FamilyOfFolder(ModelPath("picodet_s_320_pir")), "detection");
  EXPECT_EQ(FamilyOfFolder(ModelPath("pphumanseg_lite_pir")), "segmentation");
  EXPECT_EQ(FamilyOfFolder(ModelPath("ppocrv6-small/rec")), "unknown") << "no YAML";
}

TEST(FamilyOfFolder, IsUnknownIfTheYamlDoesNotIdentifyIt) {
  EXPECT_EQ(FamilyOfYaml("PreProcess: {transform_ops: []}"), "unknown");
  EXPECT_EQ(FamilyOfYaml("PostProcess: {name: SomethingElse}"), "unknown");
  EXPECT_EQ(FamilyOfYaml("RecPreProcess: {transform_ops: []}"), "feature");
  EXPECT_EQ(FamilyOfYaml("PostProcess: {name: TableLabelDecode}"), "table structure");
}

TEST(FamilyOfFolder, IsTheNarrowestThatMatches) {
  EXPECT_EQ(FamilyOfYaml("{arch: PicoDet, Preprocess: []}"), "detection");
  EXPECT_EQ(FamilyOfYaml("{arch: HRNet, Preprocess: []}"), "key points");
  EXPECT_EQ(FamilyOfYaml("{arch: JDE, Preprocess: [], tracker: {}}"), "tracking");
  for (const Family& family : Families()) {
    EXPECT_TRUE(family.narrows.empty() || FindFamily(family.narrows) != nullptr) << family.name;
  }
}

TEST(FamilyOfFolder, ReportsWhatIsWrongWithTheFiles) {
  EXPECT_EQ(ThrownBy([] { (void)FamilyOfFolder("nowhere"); }).Kind(), ErrorKind::kNotFound);
  EXPECT_EQ(ThrownBy([] { (void)FamilyOfYaml("- a\n- b"); }).Kind(), ErrorKind::kInvalidFile);
  EXPECT_THROW((void)FamilyOfYaml("PostProcess: {name: [1]}"), Error);
  const TemporaryFolder empty;
  EXPECT_THAT(ThrownBy([&] { (void)FamilyOfFolder(empty.Path()); }).what(),
              HasSubstr("holds no model"));
}

TEST(Load, LoadsTheModelInAFolder) {
  AnyModel model = Load(ModelPath("pplcnet_x0_25"), {}, Settings({{"topk", 3}}));
  const cv::Mat image = MakePicture(50, 60);
  const AnyResult result = model.Predict(image);
  ASSERT_NE(result.As<ClassifyResult>(), nullptr);
  EXPECT_EQ(result.As<ClassifyResult>()->scores.size(), 3U);
  EXPECT_EQ(result.As<AnyResult>(), nullptr);
  EXPECT_EQ(result.Str(), result.As<ClassifyResult>()->Str());
  EXPECT_THAT(result.Json(), HasSubstr("label_ids"));
  EXPECT_EQ(result.Draw(image).size(), image.size());
  EXPECT_EQ(model.Clone()->Predict(image), result);
  EXPECT_EQ(model.BatchPredict(std::span(&image, 1)).at(0), result);
  EXPECT_NE(model.As<classification::PaddleClasModel>(), nullptr);
  EXPECT_FALSE(AnyResult() == result);
  AnyResult logged;
  EXPECT_FALSE(model.Predict(cv::Mat(), &logged));
}

TEST(Load, NamesInvalidArguments) {
  const auto error = [](const Settings& settings, const std::string& family = "") {
    return std::string(ThrownBy([&] {
                         (void)fastdeploy::Load(ModelPath("pplcnet_x0_25"), {}, settings, family);
                       }).what());
  };
  EXPECT_THAT(error(Settings({{"depth", 3}})), HasSubstr("unknown setting 'depth'"));
  EXPECT_THAT(error(Settings({{"topk", 0}})),
              HasSubstr("setting 'topk': expected 1 or more, found 0"));
  EXPECT_THAT(error(Settings({{"topk", true}})),
              HasSubstr("'topk': expected a whole number, found true or false"));
  EXPECT_THAT(error({}, "poetry"), HasSubstr("unknown family 'poetry': expected one of OCR, "));
  EXPECT_THAT(error({}, "detection"), HasSubstr("'arch' is missing"));
  EXPECT_THAT(ThrownBy([] { (void)fastdeploy::Load(ModelPath("ppocrv6-small/rec")); }).what(),
              HasSubstr("do not identify its family: pass one of OCR, "));
}

}  // namespace
}  // namespace fastdeploy::vision
