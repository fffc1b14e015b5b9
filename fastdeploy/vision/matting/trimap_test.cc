// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/matting/internal/trimap.h"

#include <algorithm>
#include <cmath>

#include "fastdeploy/vision/family.h"
#include "fastdeploy/vision/matting/model.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision::matting {
namespace {

using nlohmann::json;
using transform::ByLong;
using transform::Pad;
using transform::Resize;
using transform::Step;
using transform::ToFloat;

using fastdeploy::testing::MakePicture;
using fastdeploy::testing::TemporaryFolder;
using fastdeploy::testing::ThrownBy;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// As tests/golden/make_trimaps.py makes it.
cv::Mat MakeTrimap(int height, int width) {
  cv::Mat trimap(height, width, CV_8U);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int away =
          std::max(std::abs(2 * x - width) * 100 / width, std::abs(2 * y - height) * 100 / height);
      trimap.at<uint8_t>(y, x) = away < 40 ? kForeground : away < 70 ? 128 : kBackground;
    }
  }
  return trimap;
}

/// A folder as PaddleSeg exports it with --trimap.
class ExportedFolder {
 public:
  explicit ExportedFolder(const json& golden, const std::string& transforms,
                          const std::string& more = "input_shape: [null, 1, null, null]") {
    using fastdeploy::testing::DecodeBase64;
    (void)folder_.Write("model.pdmodel", DecodeBase64(golden["model"]));
    (void)folder_.Write("model.pdiparams", DecodeBase64(golden["params"]));
    (void)folder_.Write("deploy.yaml", "Deploy: {transforms: " + transforms + ", " + more + "}");
  }
  [[nodiscard]] std::string Path() const { return folder_.Path(); }

 private:
  TemporaryFolder folder_;
};

class Trimaps : public ::testing::Test {
 protected:
  const json golden_ = fastdeploy::testing::Golden("matting/trimaps.json");
  const ExportedFolder folder_ = ExportedFolder(golden_, "[{type: Normalize}]");
  const cv::Mat image_ = MakePicture(40, 60);
  const cv::Mat trimap_ = MakeTrimap(40, 60);
};

TEST_F(Trimaps, AlphaEqualsTheReference) {
  for (const json& expected : golden_["cases"]) {
    SCOPED_TRACE(expected["transforms"].dump() + " of " + expected["input"].dump());
    const ExportedFolder folder(golden_, expected["transforms"].dump());
    PPMatting model = PPMatting::Load(folder.Path());
    EXPECT_TRUE(model.TakesTrimap());
    const int height = expected["input"][0];
    const int width = expected["input"][1];
    const MattingResult result =
        model.Predict(MakePicture(height, width), MakeTrimap(height, width));
    EXPECT_EQ(result.shape, expected["shape"].get<std::vector<int64_t>>());
    const auto step = golden_["step"].get<size_t>();
    ASSERT_EQ((result.alpha.size() + step - 1) / step, expected["samples"].size());
    for (size_t i = 0; i < expected["samples"].size(); ++i) {
      // Versions of OpenCV may differ by one level when they resize.
      EXPECT_NEAR(result.alpha[i * step], expected["samples"][i].get<double>(), 2e-3);
    }
  }
}

TEST_F(Trimaps, ClonesAndBatchesGiveTheSame) {
  PPMatting model = PPMatting::Load(folder_.Path());
  const MattingResult one = model.Predict(image_, trimap_);
  for (size_t i = 0; i < one.alpha.size(); ++i) {
    const uint8_t known = trimap_.data[i];
    if (known == kBackground || known == kForeground) {
      EXPECT_EQ(one.alpha[i], known == kForeground ? 1 : 0);
    }
  }
  EXPECT_EQ(model.Clone()->Predict(image_, trimap_), one);
  const std::vector<cv::Mat> images = {image_, MakePicture(30, 20)};
  cv::Mat colours;
  cv::merge(std::vector<cv::Mat>(3, trimap_), colours);
  const std::vector<cv::Mat> trimaps = {colours, MakeTrimap(30, 20)};
  const auto results = model.BatchPredict(std::span<const cv::Mat>(images), trimaps);
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0], one);
  EXPECT_EQ(results[1], model.Predict(images[1], trimaps[1]));
  EXPECT_TRUE(model.BatchPredict(std::span<const cv::Mat>(), {}).empty());
}

TEST_F(Trimaps, AFixedShapeIsFilled) {
  const ExportedFolder folder(golden_, "[{type: Normalize}]", "input_shape: [2, 1, 48, 64]");
  PPMatting model = PPMatting::Load(folder.Path());
  EXPECT_THAT(model.InputInfos()[0].shape, ElementsAre(2, 3, 48, 64));
  EXPECT_THAT(model.InputInfos()[1].shape, ElementsAre(2, 1, 48, 64));
  EXPECT_EQ(model.Predict(image_, trimap_).shape, (std::vector<int64_t>{40, 60}));
}

TEST_F(Trimaps, AreGivenWhereTheModelTakesThem) {
  const auto error = [](const std::function<void()>& call) {
    return std::string(ThrownBy(call).what());
  };
  PPMatting model = PPMatting::Load(folder_.Path());
  EXPECT_THAT(error([&] { (void)model.Predict(image_); }), HasSubstr("trimap: this model needs"));
  MattingResult result;
  EXPECT_FALSE(model.Predict(image_, &result));
  const std::vector<cv::Mat> two(2, image_);
  EXPECT_THAT(error([&] {
                (void)model.BatchPredict(std::span<const cv::Mat>(two), std::span(&trimap_, 1));
              }),
              HasSubstr("trimaps: expected one for each of 2 images, found 1"));
  EXPECT_THAT(error([&] { (void)model.Predict(image_, MakeTrimap(30, 60)); }),
              HasSubstr("the size of the image, 60x40; found 60x30"));
  EXPECT_THAT(error([&] { (void)model.Predict(image_, cv::Mat1f(40, 60)); }),
              HasSubstr("of another type"));
  EXPECT_THROW((void)model.Predict(cv::Mat(), trimap_), Error);
  AnyModel any = fastdeploy::Load(folder_.Path(), {}, {}, "matting");
  EXPECT_THAT(error([&] { (void)any.Predict(image_); }), HasSubstr("trimap: this model needs"));
  PPMatting without = PPMatting::Load(fastdeploy::testing::ModelPath("pphumanseg_lite_matting"));
  EXPECT_FALSE(without.TakesTrimap());
  EXPECT_THAT(error([&] { (void)without.Predict(image_, trimap_); }),
              HasSubstr("trimap: this model takes none"));
}

TEST(PrepareTrimap, KeepsItsValues) {
  const cv::Mat trimap = MakeTrimap(20, 31);
  const std::vector<Step> steps = {Resize{.rule = ByLong{50}}, ToFloat(),
                                   Pad{.width = 64, .height = 40, .value = {9.5, 9.5, 9.5}}};
  const cv::Mat prepared = PrepareTrimap(trimap, trimap.size(), steps);
  EXPECT_EQ(prepared.type(), CV_8U);
  EXPECT_EQ(prepared.size(), cv::Size(64, 40));
  EXPECT_EQ(prepared.at<uint8_t>(39, 63), kBackground);
  EXPECT_EQ(cv::countNonZero(prepared == 255) + cv::countNonZero(prepared == 128) +
                cv::countNonZero(prepared == 0),
            64 * 40);
}

TEST(PPMattingPostprocessor, RefusesTrimapsThatDoNotFit) {
  std::vector<FDTensor> outputs(1);
  outputs[0].Resize({1, 1, 2, 2}, FP32, "alpha");
  std::ranges::fill(outputs[0].As<float>(), 0.5F);
  const std::vector<Geometry> geometry = {Geometry(cv::Size(2, 2))};
  const auto error = [&](std::span<const cv::Mat> trimaps) {
    return std::string(ThrownBy([&] {
                         (void)PPMattingPostprocessor().Process(outputs, geometry, trimaps);
                       }).what());
  };
  const std::vector<cv::Mat> large(2, cv::Mat1b(3, 3));
  EXPECT_THAT(error({large.data(), 1}), HasSubstr("output is 2x2, but the trimap for it is 3x3"));
  EXPECT_THAT(error(large), HasSubstr("2 trimaps for 1 images"));
}

}  // namespace
}  // namespace fastdeploy::vision::matting
