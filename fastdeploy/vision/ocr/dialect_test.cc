// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/internal/dialect.h"

#include "fastdeploy/vision/ocr/internal/line_plan.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision::ocr {
namespace {

using fastdeploy::testing::ThrownBy;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Yaml Parsed(const std::string& text) { return Yaml::Parse(text, "inference.yml"); }

std::string Model(const std::string& name, const std::string& resize) {
  return "Global: {model_name: " + name +
         "}\nPreProcess:\n  transform_ops:\n  - DecodeImage: {img_mode: BGR}\n  - DetLabelEncode: "
         "null\n  - DetResizeForTest: {" +
         resize + "}\n  - ToCHWImage: null\n";
}

DetectionSize SizeOf(const std::string& name, const std::string& resize) {
  return ReadDetectorPreparation(Parsed(Model(name, resize))).size;
}

void ExpectLimit(const DetectionSize& size, const std::string& type, int side) {
  EXPECT_EQ(size.limit_type, type);
  EXPECT_EQ(size.limit_side_len, side);
  EXPECT_FALSE(size.shape.has_value());
}

TEST(DetectorYaml, SaysTheSizeOfTheInput) {
  // What the exports of PP-OCRv5 and v6 say is replaced by the rule of PaddleOCR 3.
  ExpectLimit(SizeOf("PP-OCRv5_mobile_det", "resize_long: 960"), "min", 64);
  ExpectLimit(SizeOf("PP-OCRv6_small_det", "resize_long: 960"), "min", 64);
  ExpectLimit(SizeOf("PP-OCRv5_mobile_det", "resize_long: 4000"), "max", 4000);
  ExpectLimit(SizeOf("PP-OCRv4_mobile_det", "resize_long: 960"), "max", 960);
  ExpectLimit(SizeOf("mine_det", "resize_long: 960"), "min", 960);
  ExpectLimit(SizeOf("PP-OCRv5_mobile_det", "limit_side_len: 736, limit_type: max"), "max", 736);
  ExpectLimit(SizeOf("PP-OCRv5_mobile_det", "limit_side_len: 736"), "min", 736);
  const DetectionSize fixed = SizeOf("PP-OCRv5_mobile_det", "image_shape: [640, 320]");
  EXPECT_EQ(fixed.shape, cv::Size(320, 640));
  const DetectionSize high = SizeOf("", "image_shape: [640, 320], keep_ratio: true");
  EXPECT_EQ(high.shape, cv::Size(-1, 640));
}

TEST(DetectorYaml, MayLeaveTheSizeOut) {
  const auto size = [](const std::string& text) {
    return ReadDetectorPreparation(Parsed(text)).size;
  };
  ExpectLimit(size("Global: {model_name: PP-OCRv6_small_det}"), "min", 64);
  ExpectLimit(size("Global: {model_name: PP-OCRv3_mobile_det}"), "max", 960);
  ExpectLimit(size("Global: {model_name: PP-OCRv4_server_seal_det}"), "min", 736);
  ExpectLimit(size("PostProcess: {name: DBPostProcess}"), "max", 960);
}

TEST(DetectorYaml, SaysTheNormalisation) {
  const DetectorPreparation read = ReadDetectorPreparation(
      Parsed("PreProcess: {transform_ops: [DecodeImage: {img_mode: RGB}, NormalizeImage: {mean: "
             "[0.5, 0.25, 0.125], std: [1, 2, 4], scale: 1./255.}]}"));
  EXPECT_TRUE(read.rgb);
  EXPECT_THAT(read.normalize->mean, ElementsAre(0.5F, 0.25F, 0.125F));
  EXPECT_THAT(read.normalize->std, ElementsAre(1, 2, 4));
  EXPECT_FLOAT_EQ(read.normalize->scale, 1 / 255.0F);
}

TEST(DetectorYaml, RefusesWhatIsUnknownOrOutOfBounds) {
  const auto error = [](const std::string& resize) {
    return std::string(ThrownBy([&] { (void)SizeOf("PP-OCRv5_mobile_det", resize); }).what());
  };
  EXPECT_THAT(error("limit_type: most"), HasSubstr("expected min, max or resize_long"));
  EXPECT_THAT(error("limit_side_len: 0"), HasSubstr("limit_side_len"));
  EXPECT_THAT(error("image_shape: [1000000, 5]"), HasSubstr("image_shape"));
  const auto post = [](const std::string& settings) {
    const Yaml yaml = Parsed("PostProcess: {" + settings + "}");
    return std::string(ThrownBy([&] { (void)ReadDBSettings(yaml); }).what());
  };
  EXPECT_THAT(post("unclip_ratio: 1.0e+9"), HasSubstr("is not a number from 0 to 100"));
  EXPECT_THAT(post("unclip_ratio: .nan"), HasSubstr("unclip_ratio"));
  EXPECT_THAT(post("thresh: -1"), HasSubstr("thresh"));
  EXPECT_THAT(post("max_candidates: 1000000000"), HasSubstr("max_candidates"));
  EXPECT_THAT(post("score_mode: middling"), HasSubstr("expected fast or slow"));
  EXPECT_THAT(post("box_type: poly"), HasSubstr("only quad is supported"));
  EXPECT_THAT(ThrownBy([&] {
                (void)ReadDetectorPreparation(Parsed("PreProcess: {transform_ops: [Blur: {}]}"));
              }).what(),
              HasSubstr("unknown operator 'Blur'"));
}

TEST(DetectorYaml, SaysHowBoxesAreFound) {
  const DBSettings settings = ReadDBSettings(Parsed(
      "PostProcess: {thresh: 0.2, box_thresh: 0.45, unclip_ratio: 1.4, max_candidates: 3000, "
      "use_dilation: true, score_mode: slow}"));
  EXPECT_EQ(settings, (DBSettings{.thresh = 0.2F,
                                  .box_thresh = 0.45F,
                                  .unclip_ratio = 1.4F,
                                  .max_candidates = 3000,
                                  .slow_score = true,
                                  .use_dilation = true}));
}

TEST(RecogniserYaml, SaysShapeAndCharacters) {
  const Yaml yaml = Parsed(
      "PreProcess: {transform_ops: [MultiLabelEncode: {gtc_encode: x}, RecResizeImg: {image_shape: "
      "[3, 32, 100]}]}\nPostProcess: {character_dict: [a, '~', 1]}");
  const LinePlan plan = ReadLinePlan(yaml, *ReadAlgorithm(yaml));
  EXPECT_EQ(plan.fit, LinePlan::Fit::kWidest);
  EXPECT_EQ(cv::Size(plan.width, plan.height), cv::Size(100, 32));
  EXPECT_THAT(ReadCharacters(yaml), ElementsAre("a", "~", "1"));
  const Yaml bad = Parsed("PreProcess: {transform_ops: [RecResizeImg: {image_shape: [48, 320]}]}");
  EXPECT_THAT(ThrownBy([&] { (void)ReadLinePlan(bad, *DefaultAlgorithm()); }).what(),
              HasSubstr("transform_ops[0]: RecResizeImg: image_shape: expected 3, height, width"));
}

}  // namespace
}  // namespace fastdeploy::vision::ocr
