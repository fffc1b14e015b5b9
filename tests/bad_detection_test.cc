// SPDX-License-Identifier: Apache-2.0
//
// Bad files and images of detection models give an Error that says what is wrong, and `false` from
// 1.x's form of the call. bad_input_test.cc tests what all families have in common.

#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::ModelPath;
using testing::ReadBytes;
using testing::TemporaryFolder;
using testing::ThrownBy;
using vision::DetectionResult;
using vision::detection::PaddleDetectionModel;

struct Files {
  std::string model = ModelPath("picodet_s_320_nms/model.pdmodel");
  std::string params = ModelPath("picodet_s_320_nms/model.pdiparams");
  std::string config = ModelPath("picodet_s_320_nms/infer_cfg.yml");
};

PaddleDetectionModel Load(const Files& files) {
  return PaddleDetectionModel::Load(files.model, files.params, files.config);
}

/// The error of loading. 1.x's constructor must report the same error without throwing.
Error LoadError(const Files& files) {
  const vision::detection::PicoDet model(files.model, files.params, files.config);
  EXPECT_FALSE(model.Initialized());
  Error error = ThrownBy([&] { (void)Load(files); });
  EXPECT_STREQ(model.LoadError()->what(), error.what());
  return error;
}

TEST(BadDetection, Files) {
  const TemporaryFolder folder;
  for (std::string Files::*member : {&Files::model, &Files::params, &Files::config}) {
    Files files;
    files.*member = folder.Path("nothing.here");
    const Error missing = LoadError(files);
    EXPECT_EQ(missing.Kind(), ErrorKind::kNotFound);
    EXPECT_THAT(missing.what(), HasSubstr("nothing.here"));
    files = Files();
    const std::string bytes = ReadBytes(files.*member);
    files.*member = folder.Write("cut", bytes.substr(0, bytes.size() / 9));
    EXPECT_THAT(LoadError(files).what(), HasSubstr("cut"));
    files.*member = folder.Write("empty", "");
    (void)LoadError(files);
  }
  Files files;
  files.params = ModelPath("pplcnet_x0_25/inference.pdiparams");
  EXPECT_THAT(LoadError(files).what(), HasSubstr("pplcnet_x0_25"));
  files = Files();
  files.config = ModelPath("pplcnet_x0_25/inference_cls.yaml");
  EXPECT_THAT(LoadError(files).what(),
              AllOf(HasSubstr("inference_cls.yaml"), HasSubstr("key 'arch' is missing")));
}

TEST(BadDetection, NetworksForOtherTasks) {
  const TemporaryFolder folder;
  const std::string config = folder.Write(
      "infer_cfg.yml",
      "{arch: YOLO, Preprocess: [{type: Resize, target_size: 224, keep_ratio: false}, {type: "
      "Permute}]}");
  auto model = PaddleDetectionModel::Load(ModelPath("pplcnet_x0_25/inference.pdmodel"),
                                          ModelPath("pplcnet_x0_25/inference.pdiparams"), config);
  EXPECT_THAT(ThrownBy([&] { (void)model.Predict(testing::MakePicture(40, 50)); }).what(),
              AllOf(HasSubstr("not the outputs of a detector"), HasSubstr("[1, 1000]")));
}

TEST(BadDetection, ImageSizeUnsupportedByTheNetwork) {
  const TemporaryFolder folder;
  Files files;
  files.config = folder.Write("infer_cfg.yml",
                              "{arch: PicoDet, Preprocess: [{type: Resize, target_size: 300, "
                              "keep_ratio: false}, {type: Permute}]}");
  PaddleDetectionModel model = Load(files);
  EXPECT_THAT(ThrownBy([&] { (void)model.Predict(testing::MakePicture(40, 50)); }).what(),
              AllOf(HasSubstr("'image'"), HasSubstr("[1, 3, 300, 300]")));
}

TEST(BadDetection, ShapeOfAMissingInput) {
  RuntimeOption option;
  option.SetInputShape("pixels", {1, 3, 320, 320});
  EXPECT_THAT(ThrownBy([&] {
                (void)PaddleDetectionModel::Load(ModelPath("picodet_s_320_nms"), option);
              }).what(),
              HasSubstr("'pixels': no such input"));
}

TEST(BadDetection, Images) {
  PaddleDetectionModel model = Load(Files());
  const cv::Mat good = testing::MakePicture(60, 80);
  const DetectionResult expected = model.Predict(good);
  const auto expect = [&](const cv::Mat& image, bool is_good) {
    SCOPED_TRACE(cv::format("%dx%d, type %d", image.cols, image.rows, image.type()));
    DetectionResult result;
    EXPECT_EQ(model.Predict(image, &result), is_good);
    if (is_good) {
      EXPECT_EQ(model.Predict(image.clone()), result);  // a view counts as its own pixels
    } else {
      EXPECT_EQ(ThrownBy([&] { (void)model.Predict(image); }).Kind(), ErrorKind::kInvalidArgument);
    }
    EXPECT_EQ(model.Predict(good), expected);
  };
  expect(cv::Mat(), false);
  for (const int type : {CV_8UC1, CV_8UC4, CV_16UC3, CV_32FC3}) {
    expect(cv::Mat(50, 50, type, cv::Scalar::all(9)), false);
  }
  expect(cv::Mat(1, 1, CV_8UC3, cv::Scalar::all(9)), true);
  expect(cv::Mat(2, 4000, CV_8UC3, cv::Scalar::all(9)), true);
  expect(good(cv::Rect(10, 10, 50, 40)), true);
}

TEST(BadDetection, StripResizedToHeightZero) {
  auto model = PaddleDetectionModel::Load(ModelPath("mask_rcnn_r18"));
  EXPECT_THAT(ThrownBy([&] { (void)model.Predict(testing::MakePicture(1, 4000)); }).what(),
              HasSubstr("would be resized to 320x0"));
}

TEST(BadDetection, ModelThatFailedToLoad) {
  PaddleDetectionModel model("nothing", "", "");
  DetectionResult result;
  EXPECT_FALSE(model.Predict(testing::MakePicture(5, 5), &result));
  cv::Mat picture = testing::MakePicture(5, 5);
  EXPECT_FALSE(model.Clone()->Predict(&picture, &result));
}

TEST(DetectionBatch, MixedSizesInOneBatch) {
  RuntimeOption option;
  option.SetInputShape("image", {3, 3, 320, 320});
  option.SetInputShape("scale_factor", {3, 2});
  auto batched = PaddleDetectionModel::Load(ModelPath("picodet_s_320_nms"), option);
  auto single = PaddleDetectionModel::Load(ModelPath("picodet_s_320_nms"));
  const std::vector<cv::Mat> pictures = testing::MixedPictures(3);
  const auto results = batched.BatchPredict(std::span(pictures));
  ASSERT_EQ(results.size(), 3U);
  size_t objects = 0;
  for (size_t i = 0; i < 3; ++i) {
    const DetectionResult expected = single.Predict(pictures[i]);
    ASSERT_EQ(results[i].label_ids, expected.label_ids);
    objects += expected.scores.size();
    for (size_t k = 0; k < expected.scores.size(); ++k) {
      EXPECT_NEAR(results[i].scores[k], expected.scores[k], 1e-4);
      for (size_t side = 0; side < 4; ++side) {
        EXPECT_NEAR(results[i].boxes[k][side], expected.boxes[k][side], 0.05);
      }
    }
  }
  EXPECT_GT(objects, 5U);
}

TEST(DetectionCache, KeepsModelsWithSuppressionInside) {
  const TemporaryFolder folder;
  RuntimeOption option;
  option.openvino_option.cache_dir = folder.Path("cache");
  const cv::Mat picture = testing::ReadPicture("coffee.png");
  const auto predict = [&] {
    return PaddleDetectionModel::Load(ModelPath("picodet_s_320_nms"), option).Predict(picture);
  };
  const DetectionResult first = predict();
  EXPECT_EQ(first.scores.size(), 100U);
  EXPECT_EQ(predict(), first);
}

}  // namespace
}  // namespace fastdeploy
