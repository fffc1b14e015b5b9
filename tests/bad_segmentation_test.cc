// SPDX-License-Identifier: Apache-2.0
//
// Bad files and images of segmentation and matting models give an Error that says what is wrong,
// and `false` from 1.x's form of the call. bad_input_test.cc tests what all families have in
// common.

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
using vision::MattingResult;
using vision::SegmentationResult;
using vision::matting::PPMatting;
using vision::segmentation::PaddleSegModel;

struct Files {
  std::string model;
  std::string params;
  std::string config;

  explicit Files(const std::string& name)
      : model(ModelPath(name + "/model.pdmodel")),
        params(ModelPath(name + "/model.pdiparams")),
        config(ModelPath(name + "/deploy.yaml")) {}
};

/// The error of loading. 1.x's constructor must report the same error without throwing.
template <typename Model>
Error LoadError(const Files& files) {
  const Model model(files.model, files.params, files.config);
  EXPECT_FALSE(model.Initialized());
  Error error = ThrownBy([&] { (void)Model::Load(files.model, files.params, files.config); });
  EXPECT_STREQ(model.LoadError()->what(), error.what());
  return error;
}

template <typename Model>
class BadSegmentation : public ::testing::Test {
 protected:
  static constexpr bool kMatting = std::is_same_v<Model, PPMatting>;

  TemporaryFolder folder_;
  Files files_ = Files(kMatting ? "pphumanseg_lite_matting" : "pphumanseg_lite");
};

using Models = ::testing::Types<PaddleSegModel, PPMatting>;
TYPED_TEST_SUITE(BadSegmentation, Models);

TYPED_TEST(BadSegmentation, Files) {
  for (std::string Files::*member : {&Files::model, &Files::params, &Files::config}) {
    Files files = this->files_;
    files.*member = this->folder_.Path("nothing.here");
    const Error missing = LoadError<TypeParam>(files);
    EXPECT_EQ(missing.Kind(), ErrorKind::kNotFound);
    EXPECT_THAT(missing.what(), HasSubstr("nothing.here"));
    const std::string bytes = ReadBytes(this->files_.*member);
    files.*member = this->folder_.Write("cut", bytes.substr(0, bytes.size() / 3));
    EXPECT_THAT(LoadError<TypeParam>(files).what(), HasSubstr("cut"));
    files.*member = this->folder_.Write("empty", "");
    (void)LoadError<TypeParam>(files);
  }
  Files files = this->files_;
  files.params = ModelPath("pplcnet_x0_25/inference.pdiparams");
  EXPECT_THAT(LoadError<TypeParam>(files).what(), HasSubstr("pplcnet_x0_25"));
  files = this->files_;
  files.config = ModelPath("pplcnet_x0_25/inference_cls.yaml");
  EXPECT_THAT(LoadError<TypeParam>(files).what(),
              AllOf(HasSubstr("inference_cls.yaml"), HasSubstr("key 'Deploy' is missing")));
}

TYPED_TEST(BadSegmentation, Images) {
  auto model = TypeParam::Load(this->files_.model, this->files_.params, this->files_.config);
  const cv::Mat good = testing::MakePicture(60, 80);
  const auto expected = model.Predict(good);
  const auto expect = [&](const cv::Mat& image, bool is_good) {
    SCOPED_TRACE(cv::format("%dx%d, type %d", image.cols, image.rows, image.type()));
    typename TypeParam::Result result;
    EXPECT_EQ(model.Predict(image, &result), is_good);
    if (is_good) {
      EXPECT_EQ(result.shape, (std::vector<int64_t>{image.rows, image.cols}));
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
  expect(cv::Mat(40, 4000, CV_8UC3, cv::Scalar::all(9)), true);
  // A strip of 4000x2 limited to a long side of 416 has no height left.
  expect(cv::Mat(2, 4000, CV_8UC3, cv::Scalar::all(9)), !this->kMatting);
  expect(good(cv::Rect(10, 10, 50, 40)), true);
}

TEST(BadSegmentationCall, ModelThatFailedToLoad) {
  PaddleSegModel model("nothing", "", "");
  SegmentationResult labels;
  EXPECT_FALSE(model.Predict(testing::MakePicture(5, 5), &labels));
  cv::Mat picture = testing::MakePicture(5, 5);
  EXPECT_FALSE(model.Clone()->Predict(&picture, &labels));
  MattingResult alpha;
  EXPECT_FALSE(PPMatting().Predict(&picture, &alpha));
}

TEST(BadSegmentationCall, PortraitImageForAFixedSize) {
  const TemporaryFolder folder;
  const Files files("ppliteseg");
  auto model = PaddleSegModel::Load(files.model, files.params, files.config);
  model.GetPreprocessor().SetIsVerticalScreen(true);
  EXPECT_THAT(ThrownBy([&] { (void)model.Predict(testing::MakePicture(90, 50)); }).what(),
              HasSubstr("expected shape [1, 3, 256, 512], got [1, 3, 512, 256]"));
}

}  // namespace
}  // namespace fastdeploy
