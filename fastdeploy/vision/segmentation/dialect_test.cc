// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/segmentation/internal/dialect.h"

#include <opencv2/imgproc.hpp>

#include "fastdeploy/vision/segmentation/preprocessor.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision::segmentation {
namespace {

using transform::Apply;
using transform::ByFactor;
using transform::ByLong;
using transform::ByShort;
using transform::DownToMultiple;
using transform::FixedSize;
using transform::IntoSize;
using transform::LimitShort;
using transform::Normalize;
using transform::Pad;
using transform::PadToRatio;
using transform::Resize;
using transform::Step;
using transform::ToFloat;
using transform::ToSize;

using fastdeploy::testing::MakePicture;
using fastdeploy::testing::TemporaryFolder;
using fastdeploy::testing::ThrownBy;
using ::testing::AllOf;
using ::testing::HasSubstr;

Preparation Read(const std::string& list, Dialect dialect = Dialect::kPaddleSeg) {
  return ReadTransforms(Yaml::Parse("list: " + list, "deploy.yaml").At("list"), dialect);
}

using Steps = std::vector<Step>;

TEST(SegmentationTransforms, PaddleSegResizesFloatImages) {
  const Preparation read = Read(
      "[{type: Resize, target_size: [398, 224], interp: CUBIC, size_divisor: 32}, {type: "
      "Normalize, mean: [0.1, 0.2, 0.3], std: [0.5]}]");
  EXPECT_EQ(
      read.steps,
      (Steps{ToFloat(),
             Resize{.rule = ToSize{398, 224}, .interpolation = cv::INTER_CUBIC, .divisor = 32}}));
  EXPECT_EQ(read.normalize, (Normalize{{0.1F, 0.2F, 0.3F}, {0.5F, 0.5F, 0.5F}, 1.0F / 255.0F}));
  EXPECT_TRUE(read.layout.rgb);
  EXPECT_EQ(Read("[{type: Normalize}]").steps, Steps());
  EXPECT_EQ(Read("~").normalize, Normalize());  // raw values
}

TEST(SegmentationTransforms, PaddleXHasItsOwnDefaultsAndOrder) {
  const std::string list = "[{type: Normalize}, {type: Resize, target_size: 512}]";
  EXPECT_EQ(Read(list, Dialect::kPaddleX).steps,
            (Steps{Resize{.rule = IntoSize{512, 512}, .divisor = 32}}));
  EXPECT_EQ(Read(list).steps, (Steps{ToFloat(), Resize{.rule = ToSize{512, 512}}}));
  const TemporaryFolder folder;
  const PaddleSegPreprocessor preprocessor(folder.Write(
      "inference.yml", "{Global: {model_name: PP-LiteSeg-T}, Deploy: {transforms: " + list + "}}"));
  EXPECT_EQ(preprocessor.GetPreparation().steps,
            (Steps{Resize{.rule = IntoSize{512, 512}, .divisor = 32}}));
}

TEST(SegmentationTransforms, MattingUses8BitImagesUntilNormalize) {
  const std::string list =
      "[{type: LoadImages, to_rgb: false}, {type: LimitShort, max_short: 9, min_short: 5}, {type: "
      "Normalize}, {type: Padding, target_size: [20, 10], im_padding_value: [0, 1, -1]}]";
  const Preparation read = Read(list, Dialect::kMatting);
  ASSERT_EQ(read.steps.size(), 3U);
  EXPECT_EQ(read.steps[0], Step(Resize{.rule = LimitShort{5, 9}}));
  EXPECT_EQ(read.steps[1], Step(ToFloat()));
  const auto& pad = std::get<Pad>(read.steps[2]);
  EXPECT_EQ(cv::Size(pad.width, pad.height), cv::Size(20, 10));
  EXPECT_FALSE(pad.larger_is_error);
  EXPECT_NEAR(pad.value[0], 127.5, 1e-4);  // the value before normalisation
  EXPECT_NEAR(pad.value[1], 255, 1e-4);
  EXPECT_NEAR(pad.value[2], 0, 1e-4);
  EXPECT_FALSE(read.layout.rgb);
  EXPECT_EQ(Read("[{type: ResizeToIntMult}]", Dialect::kMatting).steps,
            (Steps{Resize{.rule = DownToMultiple{32}}}));
}

TEST(SegmentationTransforms, PaddingHasTheChannelOrderOfTheImage) {
  const Preparation read =
      Read("[{type: Padding, target_size: [9, 8], im_padding_value: [1, 2, 3]}]");
  EXPECT_EQ(read.steps, (Steps{ToFloat(), Pad{9, 8, {3, 2, 1}}}));
}

struct BadCase {
  std::string list;
  std::string message;
};
class BadTransforms : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadTransforms, AreErrorsNamingThePlace) {
  EXPECT_THAT(ThrownBy([] { (void)Read(GetParam().list); }).what(),
              AllOf(HasSubstr("deploy.yaml: list"), HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    Cases, BadTransforms,
    ::testing::Values(
        BadCase{"3", "expected a list"}, BadCase{"[3]", "key 'type' is missing"},
        BadCase{"[{type: [1]}]", "has the wrong type"},
        BadCase{"[{type: Sharpen}]", "[0]: unknown transform 'Sharpen'"},
        BadCase{"[{type: Normalize}, {type: RandomBlur}]", "[1]: transform 'RandomBlur' is for tr"},
        BadCase{"[{type: Normalize}, {type: Normalize}]", "second time"},
        BadCase{"[{type: Normalize, mean: [1, 2]}]", "mean: expected one number, or three"},
        BadCase{"[{type: Normalize, std: [1, 0, 1]}]", "std: a standard deviation of 0"},
        BadCase{"[{type: Normalize, mean: bright}]", "'bright' has the wrong type"},
        BadCase{"[{type: Resize, target_size: [1, 2, 3]}]", "[width, height]"},
        BadCase{"[{type: Resize, target_size: [0, 2]}]", "positive size"},
        BadCase{"[{type: Resize, interp: RANDOM}]", "unknown interpolation 'RANDOM'"},
        BadCase{"[{type: Resize, size_divisor: -1}]", "positive number"},
        BadCase{"[{type: ResizeByShort}]", "'short_size' is missing"},
        BadCase{"[{type: ResizeByShort, short_size: [3, 4]}]", "random sizes are not supported"},
        BadCase{"[{type: ResizeByShort, short_size: 0}]", "positive size"},
        BadCase{"[{type: ResizeByLong, long_size: ~}]", "has the wrong type"},
        BadCase{"[{type: LimitLong, min_long: 3, max_long: 2}]",
                "min_long is larger than max_long"},
        BadCase{"[{type: ResizeRangeScaling}]", "min_value differs from max_value"},
        BadCase{"[{type: ResizeStepScaling, min_scale_factor: 0, max_scale_factor: 0}]",
                "positive"},
        BadCase{"[{type: Padding}]", "'target_size' is missing"},
        BadCase{"[{type: PaddingByAspectRatio, aspect_ratio: 0}]", "expected a positive ratio"},
        BadCase{"[{type: PaddingByAspectRatio, aspect_ratio: .nan}]", "expected a positive ratio"}),
    [](const auto& row) { return "n" + std::to_string(row.index); });

TEST(Steps, RefuseImpossibleSizes) {
  const cv::Mat strip(1, 5000, CV_8UC3, cv::Scalar::all(9));
  cv::Mat buffer;
  Geometry geometry;
  const auto refusal = [&](const Step& step) {
    return std::string(ThrownBy([&] { (void)Apply(step, strip, &buffer, &geometry); }).what());
  };
  EXPECT_THAT(refusal(Resize{.rule = ByShort{512}}),
              HasSubstr("5000x1 would be resized to 2560000x512"));
  EXPECT_THAT(refusal(Resize{.rule = ByLong{100}}), HasSubstr("resized to 100x0"));
  EXPECT_THAT(refusal(Resize{.rule = ByFactor{1e300}}), HasSubstr("would be resized"));
  EXPECT_THAT(refusal(Pad{30, 30}), HasSubstr("cannot pad an image of 5000x1 to 30x30"));
  EXPECT_THAT(refusal(PadToRatio{1e-9}), HasSubstr("would be padded"));
  EXPECT_THAT(refusal(PadToRatio{1e30}), HasSubstr("would be padded"));
  EXPECT_EQ(Apply(Pad{30, 30, {}, false}, strip, &buffer, &geometry).size(), cv::Size(5000, 30));
  EXPECT_EQ(Apply(Resize{.rule = DownToMultiple{32}}, strip, &buffer, &geometry).size(),
            cv::Size(4992, 32));
}

PaddleSegPreprocessor Preprocessor(const std::string& deploy, bool matting = false) {
  const TemporaryFolder folder;
  return PaddleSegPreprocessor(folder.Write("deploy.yaml", "Deploy: " + deploy), matting);
}

TEST(PaddleSegPreprocessor, ProducesTheSizeThatTheExporterFixed) {
  const auto fixed = Preprocessor("{transforms: [{type: Normalize}], input_shape: [1, 3, 32, 48]}");
  EXPECT_EQ(fixed.InputShape(), (std::vector<int64_t>{1, 3, 32, 48}));
  EXPECT_EQ(FixedSize(fixed.GetPreparation().steps), cv::Size(48, 32));
  const auto has = Preprocessor(
      "{transforms: [{type: ResizeByLong, long_size: 48}, {type: Padding, target_size: [48, 48]}], "
      "input_shape: [4, 3, 48, 48]}");
  EXPECT_EQ(has.GetPreparation().steps.size(), 3U);
  EXPECT_EQ(has.InputShape(), (std::vector<int64_t>{4, 3, 48, 48}));
  EXPECT_EQ(Preprocessor("{transforms: ~, input_shape: [~, 3, ~, -1]}").InputShape(),
            (std::vector<int64_t>{1, 3, -1, -1}));
}

TEST(PaddleSegPreprocessor, FixesTheSizeThatTransformsProduce) {
  const auto shape = [](const std::string& size) {
    return Preprocessor("{transforms: [{type: Resize, target_size: " + size + "}]}").InputShape();
  };
  EXPECT_EQ(shape("[64, 64]"), (std::vector<int64_t>{1, 3, 64, 64}));
  EXPECT_EQ(shape("[32, 64]"), (std::vector<int64_t>{1, 3, 64, 32}));
  EXPECT_EQ(shape("[64, 32]"),
            (std::vector<int64_t>{1, 3, -1, -1}));  // images may be in portrait format
  EXPECT_EQ(shape("[64, 64], keep_ratio: true"), (std::vector<int64_t>{1, 3, -1, -1}));
}

TEST(PaddleSegPreprocessor, MattingFitsIntoTheFixedSize) {
  const auto fixed = Preprocessor(
      "{transforms: [{type: Normalize, mean: [0.1, 0.2, 0.3], std: [1, 1, 1]}], input_shape: [1, "
      "3, "
      "40, 60]}",
      true);
  const cv::Mat image = MakePicture(80, 30);
  PaddleSegPreprocessor::Scratch scratch;
  std::vector<FDTensor> tensors;
  const auto geometry = fixed.Process({&image, 1}, &scratch, &tensors);
  EXPECT_EQ(tensors[0].shape, (std::vector<int64_t>{1, 3, 40, 60}));
  ASSERT_EQ(geometry[0].changes.size(), 2U);
  EXPECT_EQ(geometry[0].changes[1].before, cv::Size(15, 40));
  for (size_t c = 0; c < 3; ++c) {
    EXPECT_NEAR(tensors[0].As<float>()[c * 40 * 60 + 20], 0, 1e-6);  // right of the image
    EXPECT_NE(tensors[0].As<float>()[c * 40 * 60 + 14], 0);
  }
}

TEST(PaddleSegPreprocessor, SwapsTheTargetForPortraitImages) {
  auto preprocessor = Preprocessor("{transforms: [{type: Resize, target_size: [64, 32]}]}");
  std::vector<FDMat> images = {MakePicture(90, 50)};
  std::vector<FDTensor> tensors;
  ImgsInfo info;
  ASSERT_TRUE(preprocessor.Run(&images, &tensors, &info));
  EXPECT_EQ(tensors[0].shape, (std::vector<int64_t>{1, 3, 32, 64}));
  EXPECT_EQ(info.at("shape_info"), (std::vector<std::array<int, 2>>{{90, 50}}));
  preprocessor.SetIsVerticalScreen(true);
  ASSERT_TRUE(preprocessor.Run(&images, &tensors));
  EXPECT_EQ(tensors[0].shape, (std::vector<int64_t>{1, 3, 64, 32}));
}

TEST(PaddleSegPreprocessor, CanKeepValuesAndChannelOrder) {
  auto preprocessor = Preprocessor("{transforms: [{type: Normalize}]}");
  preprocessor.DisableNormalize();
  preprocessor.DisablePermute();
  std::vector<FDMat> images(2, MakePicture(9, 8));
  std::vector<FDTensor> tensors;
  ASSERT_TRUE(preprocessor.Run(&images, &tensors));
  EXPECT_EQ(tensors[0].shape, (std::vector<int64_t>{2, 9, 8, 3}));
  EXPECT_EQ(tensors[0].As<uint8_t>()[0], images[0].GetOpenCVMat()->at<cv::Vec3b>(0, 0)[2]);
  images[1] = MakePicture(9, 9);
  EXPECT_FALSE(preprocessor.Run(&images, &tensors));
}

TEST(PaddleSegPreprocessor, RefusesInvalidConfigs) {
  const auto refusal = [](const std::string& deploy) {
    return std::string(ThrownBy([&] { (void)Preprocessor(deploy); }).what());
  };
  EXPECT_THAT(refusal("3"), HasSubstr("Deploy: key 'transforms' is missing"));
  EXPECT_THAT(refusal("{transforms: [], input_shape: [1, 3, 4]}"), HasSubstr("four numbers"));
  EXPECT_THAT(refusal("{transforms: [], input_shape: [1, 1, 4, 4]}"), HasSubstr("3 channels"));
  EXPECT_THAT(refusal("{transforms: [], input_shape: [1, 3, 0, 4]}"), HasSubstr("a size, or -1"));
  EXPECT_THAT(refusal("{transforms: [], input_shape: wide}"), HasSubstr("expected a list"));
}

}  // namespace
}  // namespace fastdeploy::vision::segmentation
