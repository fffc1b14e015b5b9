// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/family.h"

#include <filesystem>
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

/// The same network in a folder of PaddleClas and of PaddleX 1.
TEST(Load, LoadsWhatPaddleXExported) {
  const TemporaryFolder folder;
  for (const auto& [name, ending] :
       {std::pair("__model__", "pdmodel"), {"__params__", "pdiparams"}}) {
    std::filesystem::create_symlink(ModelPath(std::string("pplcnet_x0_25/inference.") + ending),
                                    folder.Path(name));
  }
  (void)folder.Write("model.yml", R"({Model: PPLCNet, version: 2.1.0, status: Infer,
    _Attributes: {model_type: classifier, labels: [tench, goldfish]},
    Transforms: [ResizeByShort: {short_size: 256}, CenterCrop: {crop_size: 224}, Normalize: {}]})");
  const cv::Mat image = MakePicture(300, 400);
  AnyModel model = Load(folder.Path(), {}, Settings({{"topk", 5}}));
  AnyModel same = Load(ModelPath("pplcnet_x0_25"), {}, Settings({{"topk", 5}}));
  // PaddleClas writes 1 / 255 with fewer digits.
  const ClassifyResult expected = *same.Predict(image).As<ClassifyResult>();
  const ClassifyResult result = *model.Predict(image).As<ClassifyResult>();
  EXPECT_EQ(result.label_ids, expected.label_ids);
  EXPECT_NEAR(result.scores[0], expected.scores[0], 1e-4);
  auto* classifier = model.As<classification::PaddleClasModel>();
  ASSERT_NE(classifier, nullptr);
  EXPECT_EQ(classifier->GetPostprocessor().GetLabels().at(1), "goldfish");
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
