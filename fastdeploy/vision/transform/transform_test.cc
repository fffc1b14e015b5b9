// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "fastdeploy/vision/classification/transform_ops.h"
#include "fastdeploy/vision/transform/image_transform.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

using fastdeploy::testing::MakePicture;

ImageTransform Read(const std::string& ops) {
  return classification::ReadTransformOps(Yaml::Parse("ops: " + ops, "test").At("ops"));
}

TEST(TransformOps, ReadsWhatExportersWrite) {
  const ImageTransform transform = Read(
      "[{ResizeImage: {resize_short: 256, interpolation: bicubic, backend: pil}}, {CropImage: "
      "{size: [224, 192]}}, {NormalizeImage: {scale: 1.0/255.0, mean: [0.5, 0.4, 0.3], std: [1, 2, "
      "4], order: '', channel_num: 3}}, ToCHWImage]");
  ASSERT_EQ(transform.steps.size(), 2U);
  EXPECT_EQ(transform.steps[0], Step(ResizeByShort{256, 2, true}));
  EXPECT_EQ(transform.steps[1], Step(CenterCrop{224, 192}));
  EXPECT_EQ(transform.normalize, (Normalize{{0.5F, 0.4F, 0.3F}, {1, 2, 4}, 1 / 255.0F}));
  EXPECT_EQ(transform.layout, (Layout{true, true, true}));
  EXPECT_EQ(transform.FixedSize(), cv::Size(224, 192));
  EXPECT_TRUE(Read("[{ResizeImage: {resize_short: 9}}]").FixedSize().empty());
  EXPECT_FALSE(Read("[{DecodeImage: {to_rgb: false}}]").layout.rgb);
  EXPECT_FALSE(Read("[{NormalizeImage: null}]").layout.chw);
}

TEST(WriteTensor, EveryLayout) {
  const cv::Mat image = MakePicture(7, 5);
  const Normalize normalize = {{0.5F, 0.25F, 0.125F}, {2, 4, 8}, 1 / 255.0F};
  for (const bool rgb : {false, true}) {
    for (const bool chw : {false, true}) {
      for (const bool normalized : {false, true}) {
        const Layout layout = {normalized, rgb, chw};
        std::vector<float> floats(7 * 5 * 3);
        std::vector<uint8_t> bytes(7 * 5 * 3);
        WriteTensor(image, normalize, layout,
                    {normalized ? static_cast<void*>(floats.data()) : bytes.data()});
        for (int y = 0; y < 7; ++y) {
          for (int x = 0; x < 5; ++x) {
            for (int c = 0; c < 3; ++c) {
              const auto at = size_t(chw ? (c * 7 + y) * 5 + x : (y * 5 + x) * 3 + c);
              const auto channel = size_t(c);
              const int value = image.at<cv::Vec3b>(y, x)[rgb ? 2 - c : c];
              if (normalized) {
                EXPECT_NEAR(floats[at],
                            (float(value) / 255 - normalize.mean[channel]) / normalize.std[channel],
                            1e-6);
              } else {
                EXPECT_EQ(bytes[at], value);
              }
            }
          }
        }
      }
    }
  }
}

TEST(WriteTensor, IntoAWiderTensor) {
  const cv::Mat image(2, 3, CV_8UC3, cv::Scalar(1, 2, 3));
  std::vector<float> tensor(3 * 4 * 5, -1);
  WriteTensor(image, {}, {true, true, true}, {tensor.data(), 5, 20});
  EXPECT_EQ(tensor[0], 3);
  EXPECT_EQ(tensor[3], -1);
  EXPECT_EQ(tensor[5 + 2], 3);
  EXPECT_EQ(tensor[20 + 1], 2);
  EXPECT_EQ(tensor[40 + 5 + 2], 1);
}

TEST(Apply, LeavesTheImageAndReusesTheBuffer) {
  const cv::Mat image = MakePicture(40, 60);
  const cv::Mat copy = image.clone();
  cv::Mat buffer;
  const cv::Mat same = Apply(Resize{60, 40}, image, &buffer);
  EXPECT_EQ(same.data, image.data);  // nothing to do: a view
  EXPECT_TRUE(buffer.empty());       // and the image is not kept to be written to
  const cv::Mat first = Apply(Resize{30, 20}, image, &buffer);
  const uchar* memory = buffer.data;
  (void)Apply(Resize{30, 20}, image, &buffer);
  EXPECT_EQ(buffer.data, memory);
  EXPECT_EQ(cv::norm(image, copy, cv::NORM_INF), 0);
  EXPECT_EQ(Apply(ResizeByShort{20}, image, &buffer).size(), cv::Size(30, 20));
}

TEST(ApplySteps, MayResizeTwice) {
  const ImageTransform transform = {{Resize{50, 50}, CenterCrop{40, 40}, Resize{50, 50}}, {}, {}};
  const cv::Mat image = MakePicture(90, 70);
  cv::Mat scratch;
  const cv::Mat once = transform.ApplySteps(image, &scratch).clone();
  const cv::Mat again = transform.ApplySteps(image, &scratch);
  EXPECT_EQ(once.size(), cv::Size(50, 50));
  EXPECT_EQ(cv::norm(once, again, cv::NORM_INF), 0);
}

}  // namespace
}  // namespace fastdeploy::vision
