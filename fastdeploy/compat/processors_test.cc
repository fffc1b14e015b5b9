// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fastdeploy/compat/mat.h"
#include "fastdeploy/compat/multiclass_nms.h"
#include "fastdeploy/compat/size_processors.h"
#include "fastdeploy/compat/utils.h"
#include "fastdeploy/compat/value_processors.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::vision {
namespace {

using ::testing::ElementsAre;

cv::Mat Picture(int width, int height) {
  cv::Mat image(height, width, CV_8UC3);
  cv::randu(image, 0, 255);
  return image;
}

cv::Size SizeOf(const FDMat& mat) { return {mat.Width(), mat.Height()}; }

TEST(CompatMat, SharesPixels) {
  cv::Mat image = Picture(4, 2);
  FDMat mat(image);
  EXPECT_EQ(mat.GetOpenCVMat()->data, image.data);
  EXPECT_EQ(static_cast<const cv::Mat&>(mat).data, image.data);
  EXPECT_EQ(mat.Type(), UINT8);
  FDTensor tensor;
  mat.ShareWithTensor(&tensor);
  EXPECT_THAT(tensor.shape, ElementsAre(2, 4, 3));
  EXPECT_EQ(tensor.Data(), image.data);
  auto kept = std::make_shared<FDTensor>(tensor);
  FDMat other;
  other.SetTensor(kept);
  EXPECT_EQ(SizeOf(other), SizeOf(mat));
  EXPECT_THROW(FDMat::Create(FDTensor()), Error);
  EXPECT_THROW(FDMat::Create(1, 1, 1, FP16, image.data), Error);
}

TEST(CompatMat, PlanesAreThoseOfTheImage) {
  const cv::Mat image = Picture(4, 2);
  FDMat mat(image.clone());
  ASSERT_TRUE(HWC2CHW::Run(&mat));
  EXPECT_EQ(mat.Channels(), 3);
  EXPECT_EQ(SizeOf(mat), cv::Size(4, 2));
  FDTensor tensor;
  mat.CopyToTensor(&tensor);
  EXPECT_THAT(tensor.shape, ElementsAre(3, 2, 4));
  EXPECT_EQ(tensor.As<uint8_t>()[8 + 5], image.at<cv::Vec3b>(1, 1)[1]);
  EXPECT_FALSE(BGR2RGB::Run(&mat));  // not an image any more
}

TEST(CompatMat, BatchNeedsOneSize) {
  std::vector<FDMat> mats = {Picture(4, 2), Picture(4, 2)};
  FDMatBatch batch(&mats);
  EXPECT_THAT(batch.Tensor()->shape, ElementsAre(2, 2, 4, 3));
  mats[1] = Picture(5, 2);
  EXPECT_FALSE(CheckShapeConsistency(&mats));
  EXPECT_THROW(batch.Tensor(), Error);
}

TEST(CompatProcessors, Sizes) {
  FDMat mat(Picture(100, 60));
  ASSERT_TRUE(ResizeByShort::Run(&mat, 30));
  EXPECT_EQ(SizeOf(mat), cv::Size(50, 30));
  ASSERT_TRUE(ResizeByShort::Run(&mat, 60, 1, false, {0, 75}));
  EXPECT_EQ(SizeOf(mat), cv::Size(75, 45));
  ASSERT_TRUE(Resize::Run(&mat, -1, -1, 2, 0.2F));
  EXPECT_EQ(SizeOf(mat), cv::Size(150, 9));
  ASSERT_TRUE(LimitByStride::Run(&mat, 32));
  EXPECT_EQ(SizeOf(mat), cv::Size(128, 32));
  ASSERT_TRUE(LimitShort::Run(&mat, -1, 64));
  EXPECT_EQ(SizeOf(mat), cv::Size(256, 64));
  ASSERT_TRUE(CenterCrop::Run(&mat, 50, 40));
  EXPECT_EQ(SizeOf(mat), cv::Size(50, 40));
  ASSERT_TRUE(StridePad::Run(&mat, 32));
  EXPECT_EQ(SizeOf(mat), cv::Size(64, 64));
  EXPECT_FALSE(PadToSize::Run(&mat, 10, 10, {0, 0, 0}));
  EXPECT_FALSE(Pad::Run(&mat, 1, 1, 1, 1, {0}));
  EXPECT_FALSE(Crop::Run(&mat, 60, 0, 10, 10));
  EXPECT_FALSE(Resize::Run(&mat, 0, 0));
}

TEST(CompatProcessors, PaddingHidesWhatWasCroppedAway) {
  FDMat mat(cv::Mat(9, 9, CV_8UC3, cv::Scalar::all(200)));
  ASSERT_TRUE(CenterCrop::Run(&mat, 3, 3));
  ASSERT_TRUE(Pad::Run(&mat, 1, 0, 0, 0, {7, 7, 7}));
  EXPECT_EQ(mat.GetOpenCVMat()->at<cv::Vec3b>(0, 0), cv::Vec3b(7, 7, 7));
  EXPECT_EQ(mat.GetOpenCVMat()->at<cv::Vec3b>(1, 0), cv::Vec3b(200, 200, 200));
}

TEST(CompatProcessors, NormalizeSwapsAndScales) {
  FDMat mat(cv::Mat(1, 1, CV_8UC3, cv::Scalar(51, 102, 255)));
  Normalize normalize({0.5F, 0, 0}, {0.5F, 1, 1}, true, {}, {}, true);
  ASSERT_TRUE(normalize(&mat));
  const auto values = mat.GetOpenCVMat()->at<cv::Vec3f>(0, 0);
  EXPECT_NEAR(values[0], 1, 1e-6);
  EXPECT_NEAR(values[1], 0.4, 1e-6);
  EXPECT_NEAR(values[2], 0.2, 1e-6);
  EXPECT_EQ(normalize.GetAlpha().size(), 3U);
  EXPECT_FALSE(Convert::Run(&mat, {1}, {0}));
  EXPECT_FALSE(Cast::Run(&mat, "half"));
}

TEST(CompatProcessors, ConvertAndPermuteSwaps) {
  const cv::Mat pixel(1, 1, CV_8UC3, cv::Scalar(10, 20, 30));
  FDMat mat(pixel.clone());
  ConvertAndPermute step({2, 2, 2}, {1, 2, 3}, true);
  ASSERT_TRUE(step(&mat));
  FDTensor tensor;
  mat.CopyToTensor(&tensor);
  EXPECT_THAT(tensor.As<float>(), ElementsAre(61, 42, 23));
  FDMat kept(pixel.clone());
  ASSERT_TRUE(ConvertAndPermute::Run(&kept, {1, 1, 1}, {0, 0, 0}, false, ProcLib::OPENCV));
  kept.CopyToTensor(&tensor);
  EXPECT_THAT(tensor.As<float>(), ElementsAre(10, 20, 30));
  step.SetBeta({0, 0});
  FDMat other(pixel.clone());
  EXPECT_FALSE(step(&other));  // two numbers for three channels
}

TEST(CompatProcessors, SettersAndOverloads) {
  FDMat mat = Picture(40, 20);
  ASSERT_TRUE(LimitShort::Run(&mat, 10, -1, ProcLib::OPENCV));
  EXPECT_EQ(SizeOf(mat), cv::Size(20, 10));
  EXPECT_EQ(LimitShort(7).GetMaxShort(), 7);
  WarpAffine warp(cv::Mat::eye(2, 3, CV_64F), 6, 5);
  EXPECT_EQ(warp.GetWidthAndHeight(), std::tuple(6, 5));
  cv::Mat moved = cv::Mat::eye(2, 3, CV_64F);
  moved.at<double>(0, 2) = -1;  // by a column
  warp.SetTransformMatrix(moved);
  const cv::Mat picture = Picture(8, 8);
  FDMat warped(picture.clone());
  ASSERT_TRUE(warp(&warped));
  EXPECT_EQ(warped.GetOpenCVMat()->at<cv::Vec3b>(0, 0), picture.at<cv::Vec3b>(0, 1));
}

TEST(CompatUtils, TextOfAShape) {
  EXPECT_EQ(Str(std::vector<int64_t>{1, 3, 224}), "[ 1 ,3 ,224 ]");
  EXPECT_EQ(Str(std::vector<int>{}), "[ ]");
}

TEST(CompatNms, EqualsMulticlassNms) {
  detection::PaddleMultiClassNMS nms;
  const std::vector<float> boxes = {0, 0, 10, 10, 0, 0, 10, 11, 20, 20, 30, 30};
  const std::vector<float> scores = {0.9F, 0.8F, 0.7F};
  nms.Compute(boxes.data(), scores.data(), {1, 3, 4}, {1, 1, 3});
  EXPECT_THAT(nms.out_num_dets_data, ElementsAre(2));
  EXPECT_THAT(nms.out_index_data, ElementsAre(0, 2));
  EXPECT_THAT(nms.out_box_data, ElementsAre(0, 0.9F, 0, 0, 10, 10, 0, 0.7F, 20, 20, 30, 30));
  EXPECT_THROW(nms.Compute(boxes.data(), scores.data(), {1, 3, 4}, {1, 1, 4}), Error);
}

}  // namespace
}  // namespace fastdeploy::vision
