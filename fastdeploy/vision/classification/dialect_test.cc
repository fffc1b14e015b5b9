// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/classification/preprocessor.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision::classification {
namespace {

using transform::ByShort;
using transform::CenterCrop;
using transform::Layout;
using transform::Normalize;
using transform::Resize;
using transform::Step;

using ::testing::ElementsAre;

PaddleClasPreprocessor Read(const std::string& ops) {
  const fastdeploy::testing::TemporaryFolder folder;
  return PaddleClasPreprocessor(
      folder.Write("inference_cls.yaml", "PreProcess: {transform_ops: " + ops + "}"));
}

TEST(TransformOps, ReadsWhatExportersWrite) {
  const PaddleClasPreprocessor preprocessor = Read(
      "[{ResizeImage: {resize_short: 256, interpolation: bicubic, backend: pil}}, {CropImage: "
      "{size: [224, 192]}}, {NormalizeImage: {scale: 1.0/255.0, mean: [0.5, 0.4, 0.3], std: [1, 2, "
      "4], order: '', channel_num: 3}}, ToCHWImage]");
  const Preparation& preparation = preprocessor.GetPreparation();
  EXPECT_THAT(preparation.steps,
              ElementsAre(Step(Resize{.rule = ByShort{256}, .interpolation = 2, .pillow = true}),
                          Step(CenterCrop{224, 192})));
  EXPECT_EQ(preparation.normalize, (Normalize{{0.5F, 0.4F, 0.3F}, {1, 2, 4}, 1 / 255.0F}));
  EXPECT_EQ(preparation.layout, (Layout{true, true, true}));
  EXPECT_EQ(preprocessor.FixedShape(), (std::vector<int64_t>{1, 3, 192, 224}));
  EXPECT_FALSE(Read("[{ResizeImage: {resize_short: 9}}]").FixedShape());
  EXPECT_FALSE(Read("[{DecodeImage: {to_rgb: false}}]").GetPreparation().layout.rgb);
  EXPECT_FALSE(Read("[{NormalizeImage: null}]").GetPreparation().layout.chw);
}

}  // namespace
}  // namespace fastdeploy::vision::classification
