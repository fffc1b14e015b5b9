// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/detection/config.h"

#include <random>

#include "fastdeploy/core/error.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision::detection {
namespace {

using transform::IntoSizeByShort;
using transform::Layout;
using transform::LetterBox;
using transform::Normalize;
using transform::Pad;
using transform::Resize;
using transform::Step;
using transform::ToFloat;
using transform::ToSize;
using transform::Warp;

using ::testing::ElementsAre;
using ::testing::HasSubstr;

DetectionConfig Read(const std::string& yaml) {
  const fastdeploy::testing::TemporaryFolder folder;
  return ReadDetectionConfig(folder.Write("infer_cfg.yml", yaml));
}

DetectionConfig ReadSteps(const std::string& steps) {
  return Read("{arch: YOLO, Preprocess: [" + steps + "]}");
}

/// The error for a list of invalid steps.
std::string ErrorOf(const std::string& steps) {
  return fastdeploy::testing::ThrownBy([&] { (void)ReadSteps(steps); }).what();
}

const std::string kExport = R"(
mode: paddle
draw_threshold: 0.35
arch: PicoDet
Preprocess:
- {interp: 2, keep_ratio: false, target_size: [320, 416], type: Resize}
- {is_scale: true, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], type: NormalizeImage}
- {type: Permute}
- {stride: 32, type: PadStride}
label_list: [person, bicycle]
NMS: {keep_top_k: 100, name: MultiClassNMS, nms_threshold: 0.6, nms_top_k: 1000, score_threshold: 0.025}
fpn_stride: [8, 16, 32, 64]
)";

TEST(DetectionConfig, ReadsWhatTheExporterWrites) {
  const DetectionConfig config = Read(kExport);
  EXPECT_EQ(config.arch, "PicoDet");
  EXPECT_THAT(config.preparation.steps,
              ElementsAre(Step(
                  Resize{.rule = ToSize{416, 320}, .interpolation = 2, .exact_factors = true})));
  EXPECT_EQ(config.preparation.normalize,
            (Normalize{{0.485F, 0.456F, 0.406F}, {0.229F, 0.224F, 0.225F}, 1.0F / 255}));
  EXPECT_EQ(config.preparation.layout, Layout());
  EXPECT_EQ(config.stride, 32);
  EXPECT_THAT(config.labels, ElementsAre("person", "bicycle"));
  EXPECT_FLOAT_EQ(config.draw_threshold, 0.35F);
  ASSERT_TRUE(config.nms.has_value());
  EXPECT_EQ(*config.nms, (NmsAttributes{-1, 100, 1, 0.6F, 1000, true, 0.025F}));
  EXPECT_THAT(config.fpn_stride, ElementsAre(8, 16, 32, 64));
}

TEST(DetectionConfig, ReadsEveryStep) {
  const DetectionConfig config = ReadSteps(
      "{type: Resize, target_size: 640}, {type: LetterBoxResize, target_size: [608, 1088]}, "
      "{type: Pad, size: [640, 650], fill_value: [1, 2, 3.5]}, "
      "{type: WarpAffine, keep_res: true, pad: 127, input_h: 100, input_w: 200}");
  EXPECT_THAT(config.preparation.steps,
              ElementsAre(Step(Resize{.rule = IntoSizeByShort{640, 640}, .exact_factors = true}),
                          Step(LetterBox{1088, 608}), Step(ToFloat()),
                          Step(Pad{650, 640, {3.5, 2, 1}}), Step(Warp{200, 100, true, 127})));
  EXPECT_FALSE(config.preparation.layout.rgb) << "the reference continues in BGR after WarpAffine";
  EXPECT_FALSE(config.preparation.layout.chw);
  EXPECT_EQ(config.preparation.normalize, Normalize())
      << "no NormalizeImage: values are not changed";
}

TEST(DetectionConfig, ReadsTheStepOfKeyPointModels) {
  const DetectionConfig config = ReadSteps("{type: TopDownEvalAffine, trainsize: [96, 128]}");
  EXPECT_THAT(config.preparation.steps,
              ElementsAre(Step(Warp{.width = 96, .height = 128, .by_width = true})));
  EXPECT_TRUE(config.preparation.layout.rgb);
}

TEST(DetectionConfig, NormTypeNoneIgnoresStatistics) {
  const DetectionConfig config =
      ReadSteps("{type: NormalizeImage, norm_type: none, mean: [1, 2, 3], std: [4, 5, 6]}");
  EXPECT_EQ(config.preparation.normalize, (Normalize{{0, 0, 0}, {1, 1, 1}, 1.0F / 255}));
  EXPECT_EQ(ReadSteps("{type: NormalizeImage, is_scale: false, mean: [1, 2, 3], std: [4, 5, 6]}")
                .preparation.normalize,
            (Normalize{{1, 2, 3}, {4, 5, 6}, 1}));
}

TEST(DetectionConfig, UsesPaddleXsDefaultsForItsFiles) {
  const DetectionConfig config = Read(
      "{Global: {model_name: PicoDet-S}, arch: GFL, Preprocess: [{type: Resize, target_size: 96}, "
      "{type: Pad, size: 99}, {type: Permute}, {type: PadStride}]}");
  EXPECT_THAT(config.preparation.steps,
              ElementsAre(Step(Resize{.rule = ToSize{96, 96}, .interpolation = 2}), Step(ToFloat()),
                          Step(Pad{99, 99, {127.5, 127.5, 127.5}})));
  EXPECT_EQ(config.stride, 32);
}

TEST(DetectionConfig, UndoesNormalizeForThePaddingValue) {
  const DetectionConfig config = ReadSteps(
      "{type: NormalizeImage, mean: [0, 0.5, 0], std: [1, 2, 1]}, {type: Pad, size: 8, "
      "fill_value: 1}");
  const auto& pad = std::get<Pad>(config.preparation.steps.back());
  EXPECT_NEAR(pad.value[0], 255, 1e-4);
  EXPECT_NEAR(pad.value[1], 2.5 * 255, 1e-4);
}

TEST(DetectionConfig, NamesInvalidFields) {
  const auto says = [](const std::string& steps, const std::string& text) {
    EXPECT_THAT(ErrorOf(steps), HasSubstr(text)) << steps;
  };
  says("{type: Mosaic}", "Preprocess[0]: unknown step 'Mosaic'");
  says("{target_size: 3}", "'type' is missing");
  says("{type: Resize}", "'target_size' is missing");
  says("{type: TopDownEvalAffine}", "'trainsize' is missing");
  says("{type: TopDownEvalAffine, trainsize: [96, 128], use_udp: true}", "use_udp");
  says("{type: Resize, target_size: [0, 3]}", "positive size");
  says("{type: Resize, target_size: [3, 4, 5]}", "positive size");
  says("{type: Resize, target_size: 1000000}", "positive size");
  says("{type: Resize, target_size: 8, interp: 9}", "interpolation");
  says("{type: NormalizeImage, mean: [1, 2], std: [1, 2, 3]}",
       "mean: expected one number, or three");
  says("{type: NormalizeImage, mean: [1, 2, .nan], std: [1, 2, 3]}",
       "mean: expected one number, or three");
  says("{type: NormalizeImage, mean: [1, 2, 3], std: [1, 0, 3]}", "std: a standard deviation of 0");
  says("{type: NormalizeImage, norm_type: l2}", "'l2'");
  says("{type: NormalizeImage, norm_type: none}, {type: NormalizeImage, norm_type: none}",
       "second time");
  says("{type: Permute}, {type: Permute}", "second time");
  says("{type: Permute}, {type: Resize, target_size: 8}", "Resize after Permute");
  says("{type: Permute}, {type: NormalizeImage, norm_type: none}", "after Permute");
  says("{type: NormalizeImage, norm_type: none}, {type: Resize, target_size: 8}",
       "Resize after NormalizeImage");
  says("{type: PadStride, stride: 32}", "PadStride before Permute");
  says("{type: Permute}, {type: PadStride, stride: 100000}", "stride: expected");
  says("{type: WarpAffine, pad: -1}", "pad: expected");
  says("{type: Pad, size: [3, 640, 640]}", "size: expected");
  says("3", "Preprocess[0]");
}

TEST(DetectionConfig, NamesMissingFields) {
  const auto error = [](const std::string& yaml) {
    return std::string(fastdeploy::testing::ThrownBy([&] { (void)Read(yaml); }).what());
  };
  EXPECT_THAT(error("Preprocess: []"), HasSubstr("'arch' is missing"));
  EXPECT_THAT(error("arch: YOLO"), HasSubstr("'Preprocess' is missing"));
  EXPECT_THAT(error("{arch: YOLO, Preprocess: 3}"), HasSubstr("expected a list"));
  EXPECT_THAT(error("{arch: YOLO, Preprocess: [], NMS: {name: MatrixNMS}}"),
              HasSubstr("'MatrixNMS' is not supported: expected MultiClassNMS"));
  EXPECT_THAT(error("{arch: YOLO, Preprocess: [], fpn_stride: [8, 0]}"), HasSubstr("fpn_stride"));
}

TEST(DetectionConfig, DamagedFilesAreErrors) {
  std::mt19937 random(7);
  size_t refused = 0;
  for (int round = 0; round < 1500; ++round) {
    std::string yaml = kExport;
    for (int i = 0; i < 3; ++i) yaml[random() % yaml.size()] = static_cast<char>(random() % 128);
    try {
      (void)Read(yaml);
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("infer_cfg.yml"));
      ++refused;
    }
  }
  EXPECT_GT(refused, 200U);
}

}  // namespace
}  // namespace fastdeploy::vision::detection
