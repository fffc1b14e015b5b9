// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/internal/paddlex_export.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/vision/classification/internal/read_postprocessor.h"
#include "fastdeploy/vision/detection/preprocessor.h"
#include "fastdeploy/vision/family.h"
#include "fastdeploy/vision/segmentation/postprocessor.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

using nlohmann::json;
using transform::ByLong;
using transform::IntoSizeByShort;
using transform::Normalize;
using transform::Pad;
using transform::PadToMultiple;
using transform::Resize;
using transform::Step;
using transform::ToFloat;
using transform::ToSize;

using fastdeploy::testing::MakePicture;
using fastdeploy::testing::TemporaryFolder;
using fastdeploy::testing::ThrownBy;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Export(const std::string& task, const std::string& transforms,
                   const std::string& more = "version: 2.1.0, Model: PPYOLO") {
  return "{" + more + ", status: Infer, _Attributes: {model_type: " + task +
         ", labels: [cat, dog], num_classes: 2}, Transforms: " + transforms + "}";
}

PaddleXExport Read(const std::string& task, const std::string& transforms,
                   const std::string& more = "version: 2.1.0, Model: PPYOLO") {
  return ReadPaddleXExport(Yaml::Parse(Export(task, transforms, more), "model.yml"), task);
}

// As PyYAML writes it.
constexpr const char* kDetector = R"(Model: PicoDet
Transforms:
- Resize:
    interp: CUBIC
    keep_ratio: false
    target_size: &id001 !!python/tuple
    - 320
    - 416
- Normalize:
    is_scale: true
    max_val: [255.0, 255.0, 255.0]
    mean: [0.485, 0.456, 0.406]
    min_val: [0, 0, 0]
    std: [0.229, 0.224, 0.225]
_Attributes:
  eval_metrics: {bbox_map: 12.5}
  fixed_input_shape: [null, 3, 320, 416]
  labels: [apple, pear]
  model_type: detector
  num_classes: 2
_init_params: {backbone: ESNet_m, num_classes: 2}
completed_epochs: 0
status: Infer
version: 2.1.0
)";

TEST(PaddleXExport, ReadsWhatPaddleX2Writes) {
  const Yaml yaml = Yaml::Parse(kDetector, "model.yml");
  EXPECT_EQ(PaddleXTask(yaml), "detector");
  const PaddleXExport read = ReadPaddleXExport(yaml, "detector");
  EXPECT_EQ(read.model, "PicoDet");
  EXPECT_EQ(read.stride, 32);
  EXPECT_THAT(read.labels, ElementsAre("apple", "pear"));
  EXPECT_THAT(read.preparation.steps,
              ElementsAre(Step(Resize{.rule = ToSize{.width = 416, .height = 320},
                                      .interpolation = cv::INTER_CUBIC})));
  EXPECT_EQ(read.preparation.normalize,
            (Normalize{{0.485F, 0.456F, 0.406F}, {0.229F, 0.224F, 0.225F}, 1.0F / 255}));
}

TEST(PaddleXExport, VersionsDiffer) {
  const std::string first = "version: 1.3.11, Model: UNet, TransformsMode: BGR";
  const PaddleXExport read =
      Read("segmenter", "[ResizeByShort: {}, Padding: {target_size: [2000, 1000]}]", first);
  EXPECT_FALSE(read.preparation.layout.rgb);
  EXPECT_THAT(read.preparation.steps,
              ElementsAre(Step(ToFloat()),
                          Step(Resize{.rule = IntoSizeByShort{.width = 1333, .height = 800},
                                      .interpolation = cv::INTER_NEAREST}),
                          Step(Pad{.width = 2000, .height = 1000, .larger_is_error = false})));
  EXPECT_THAT(Read("segmenter", "[ResizeByShort: {short_size: 9, max_size: 5}, Padding: {}]")
                  .preparation.steps,
              ElementsAre(Step(Resize{.rule = ByLong{5}}), Step(ToFloat()),
                          Step(PadToMultiple{.multiple = 32})));
}

TEST(PaddleXExport, RangesOfPixelsBecomeStatistics) {
  const auto normalize = [](const std::string& settings) {
    return Read("classifier",
                "[Normalize: {mean: [0.5, 0.5, 0.5], std: [2, 2, 2], " + settings + "}]")
        .preparation.normalize;
  };
  EXPECT_EQ(normalize("min_val: [1, 2, 3], max_val: [5, 6, 7]"),
            (Normalize{{0.75F, 1, 1.25F}, {2, 2, 2}, 0.25F}));
  EXPECT_EQ(normalize("min_val: [1, 2, 3], max_val: [5, 10, 19]"),
            (Normalize{{3, 6, 11}, {8, 16, 32}, 1}));
}

TEST(PaddleXExport, ReadsTheFirstYolo) {
  const TemporaryFolder folder;
  const std::string file = folder.Write(
      "model.yml", Export("detector", "[Resize: {}]", "version: 1.3.11, Model: YOLOv3"));
  detection::PaddleDetPreprocessor preprocessor(file);
  EXPECT_EQ(preprocessor.InputShapes().at("image"), (std::vector<int64_t>{1, 3, 608, 608}));
  preprocessor.SetInputs({{.name = "image"}, {.name = "im_size"}});
  const cv::Mat image = MakePicture(30, 50);
  detection::PaddleDetPreprocessor::Scratch scratch;
  std::vector<FDTensor> tensors;
  const auto batch = preprocessor.Process({&image, 1}, &scratch, &tensors);
  EXPECT_FALSE(batch.undo_scale);
  ASSERT_EQ(tensors.size(), 2U);
  EXPECT_THAT(tensors[1].As<int32_t>(), ElementsAre(30, 50));
}

TEST(PaddleXExport, GivesLabelsAndFamilies) {
  for (const auto& [task, family] :
       {std::pair("classifier", "classification"), std::pair("segmenter", "segmentation"),
        std::pair("detector", "detection"), std::pair("poet", "unknown")}) {
    const TemporaryFolder folder;
    (void)folder.Write("model.yml", Export(task, "[Normalize: {}]"));
    (void)folder.Write("__model__", "x");
    (void)folder.Write("__params__", "x");
    EXPECT_EQ(FamilyOfFolder(folder.Path()), family);
  }
  const TemporaryFolder folder;
  const std::string file = folder.Write("model.yml", Export("classifier", "[Normalize: {}]"));
  EXPECT_THAT(classification::ReadPostprocessor(file).GetLabels(), ElementsAre("cat", "dog"));
  EXPECT_THAT(ThrownBy([&] { (void)detection::ReadDetectionConfig(file); }).what(),
              HasSubstr("model_type: this is a classifier: expected a detector"));
}

/// Labels [1, 2, 3, 1], as PaddleX 1 gives them.
TEST(PaddleXExport, SegmentersGiveLabels) {
  const TemporaryFolder folder;
  const segmentation::PaddleSegPostprocessor postprocessor(
      folder.Write("model.yml", Export("segmenter", "[Normalize: {}]")));
  std::vector<FDTensor> outputs(2);
  outputs[0].Resize({1, 2, 3, 1}, INT64);
  std::ranges::copy(std::vector<int64_t>{0, 1, 2, 3, 4, 5}, outputs[0].As<int64_t>().begin());
  const SegmentationResult result =
      postprocessor.Process(outputs, {Geometry(cv::Size(3, 2))}).front();
  EXPECT_EQ(result.shape, (std::vector<int64_t>{2, 3}));
  EXPECT_THAT(result.label_map, ElementsAre(0, 1, 2, 3, 4, 5));
}

struct BadCase {
  std::string task;
  std::string transforms;
  std::string more;
  std::string message;
};
class BadExports : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadExports, AreErrorsNamingThePlace) {
  const BadCase& row = GetParam();
  EXPECT_THAT(ThrownBy([&] { (void)Read(row.task, row.transforms, row.more); }).what(),
              AllOf(HasSubstr("model.yml: "), HasSubstr(row.message)));
}

constexpr const char* kSecond = "version: 2.1.0, Model: PPYOLO";
constexpr const char* kFirst = "version: 1.3.11, Model: PPYOLO";
INSTANTIATE_TEST_SUITE_P(
    Cases, BadExports,
    ::testing::Values(
        BadCase{"classifier", "[]", "Model: A", "key 'version' is missing"},
        BadCase{"classifier", "[]", "Model: A, version: 3.0.0", "version: '3.0.0': expected"},
        BadCase{"classifier", "[]", "Model: A, version: 2.0.0rc4", "without their softmax"},
        BadCase{"detector", "[]", "Model: SSD, version: 2.0.0", "Model: 'SSD' of PaddleX 2"},
        BadCase{"detector", "[]", "Model: MaskRCNN, version: 1.3.0", "'MaskRCNN' of PaddleX 1"},
        BadCase{"segmenter", "[]", "Model: A, version: 1.2.0, TransformsMode: HSV",
                "TransformsMode: 'HSV': expected RGB or BGR"},
        BadCase{"segmenter", "[]", "Model: A, version: 1.2.0, _init_params: {input_channel: 4}",
                "_init_params: input_channel: only 3"},
        BadCase{"segmenter", "[]", "Model: A, version: 1.2.0, BatchTransforms: []",
                "BatchTransforms: exports before PaddleX 1.0"},
        BadCase{"segmenter", "3", kSecond, "Transforms: expected a list"},
        BadCase{"segmenter", "[Normalize]", kSecond, "Transforms[0]: key 'Normalize' is missing"},
        BadCase{"segmenter", "[Clip: {}]", kFirst, "Transforms[0]: unknown transform 'Clip'"},
        BadCase{"segmenter", "[RandomBlur: {}]", kSecond, "for training only"},
        BadCase{"segmenter", "[Normalize: {gamma: 2}]", kSecond,
                "Normalize: gamma: unknown setting of Normalize"},
        BadCase{"segmenter", "[Normalize: {}, Normalize: {}]", kSecond, "second time"},
        BadCase{"segmenter", "[Normalize: {std: [1, 0, 1]}]", kSecond, "std: a standard deviation"},
        BadCase{"segmenter", "[Normalize: {max_val: [0, 0, 0]}]", kSecond, "max_val equals min_v"},
        BadCase{"segmenter", "[Resize: {}]", kSecond, "Resize: key 'target_size' is missing"},
        BadCase{"segmenter", "[Resize: {target_size: 9, interp: RANDOM}]", kSecond,
                "interp: unknown interpolation 'RANDOM'"},
        BadCase{"segmenter", "[Resize: {target_size: [0, 1]}]", kSecond, "[height, width]"},
        BadCase{"segmenter", "[Resize: {target_size: [0, 1]}]", kFirst, "[width, height]"},
        BadCase{"segmenter", "[ResizeByLong: {}]", kFirst, "'long_size' is missing"},
        BadCase{"segmenter", "[Padding: {pad_mode: 1}]", kSecond, "pad_mode: only 0 is supported"},
        BadCase{"detector", "[CenterCrop: {}]", kSecond, "CenterCrop is not supported in det"}),
    [](const auto& row) { return "n" + std::to_string(row.index); });

/// The tensors for an image, and how it was scaled.
struct Prepared {
  std::vector<FDTensor> tensors;
  Geometry geometry;
};

Prepared PrepareAs(const PaddleXExport& read, const cv::Mat& image) {
  Prepared prepared;
  prepared.tensors.resize(1);
  PrepareScratch scratch;
  const BatchSize size = {.uneven = UnevenBatch::kPadTensor, .multiple = read.stride};
  prepared.geometry =
      Prepare({&image, 1}, read.preparation, size, &scratch, prepared.tensors.data()).front();
  return prepared;
}

TEST(PaddleXGolden, TensorsEqualTheReference) {
  const json golden = fastdeploy::testing::Golden("paddlex/exports.json");
  const auto step = golden["tensor_step"].get<size_t>();
  double worst = 0;
  for (const json& expected : golden["cases"]) {
    SCOPED_TRACE(expected["config"].dump() + " of " + expected["input"].dump());
    const PaddleXExport read =
        ReadPaddleXExport(Yaml::Parse(expected["config"].dump(), "model.yml"),
                          expected["config"]["_Attributes"]["model_type"]);
    const Prepared prepared =
        PrepareAs(read, MakePicture(expected["input"][0], expected["input"][1]));
    const std::vector<int64_t> shape = expected["shape"];
    const FDTensor& tensor = prepared.tensors[0];
    ASSERT_EQ(tensor.shape, (std::vector<int64_t>{1, shape[0], shape[1], shape[2]}));
    const auto values = tensor.As<float>();
    // Versions of OpenCV may differ by one level when they resize 8-bit images.
    const Normalize& normalize = read.preparation.normalize;
    const double level = normalize.scale / *std::ranges::min_element(normalize.std);
    const bool floats = read.preparation.steps.front() == Step(ToFloat());
    for (size_t i = 0; i < expected["samples"].size(); ++i) {
      const double difference = std::abs(values[i * step] - expected["samples"][i].get<double>());
      EXPECT_LT(difference, floats ? 1e-4 : 1.001 * level);
      worst = std::max(worst, difference);
    }
    if (!expected.contains("scale_factor")) continue;
    EXPECT_FLOAT_EQ(prepared.geometry.scale[1], expected["scale_factor"][0]);
    EXPECT_FLOAT_EQ(prepared.geometry.scale[0], expected["scale_factor"][1]);
    EXPECT_EQ(prepared.geometry.scaled.height, expected["im_shape"][0]);
    EXPECT_EQ(prepared.geometry.scaled.width, expected["im_shape"][1]);
  }
  RecordProperty("worst", std::to_string(worst));
}

}  // namespace
}  // namespace fastdeploy::vision
