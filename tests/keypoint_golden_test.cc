// SPDX-License-Identifier: Apache-2.0
//
// Key points are those of PaddleDetection's own Python code (tests/golden/README.md).

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>

#include "fastdeploy/pipeline.h"
#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using testing::ModelPath;
using testing::ThrownBy;
using vision::DetectionResult;
using vision::KeyPointDetectionResult;
using vision::keypointdetection::PPTinyPose;

constexpr double kPixels = 1e-3;
constexpr double kScores = 1e-5;

class KeyPointGolden : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    golden = testing::Golden("keypoint/tinypose_128x96.json");
    original = PPTinyPose::Load(ModelPath("tinypose_128x96"));
  }
  static void TearDownTestSuite() { original = {}; }

  static inline json golden;
  static inline PPTinyPose original;
  PPTinyPose model_ = original;
};

/// Compares points with rows [x, y, score].
void ExpectPoints(const KeyPointDetectionResult& result, const json& rows) {
  ASSERT_EQ(result.keypoints.size(), rows.size());
  ASSERT_EQ(result.scores.size(), rows.size());
  double apart = 0;
  double scores = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t k = 0; k < 2; ++k) {
      apart = std::max(apart, std::abs(result.keypoints[i][k] - rows[i][k].get<double>()));
    }
    scores = std::max(scores, std::abs(result.scores[i] - rows[i][2].get<double>()));
  }
  EXPECT_LT(apart, kPixels);
  EXPECT_LT(scores, kScores);
  std::cout << "  " << rows.size() << " points: " << apart << " px, scores " << scores << "\n";
}

DetectionResult PersonsOf(const json& rows) {
  DetectionResult persons;
  for (const json& row : rows) {
    persons.label_ids.push_back(row[0]);
    persons.scores.push_back(row[1]);
    persons.boxes.push_back({row[2], row[3], row[4], row[5]});
  }
  return persons;
}

TEST_F(KeyPointGolden, PreparesAsTheReference) {
  for (const auto& [image, expected] : golden["images"].items()) {
    const cv::Mat picture = cv::imread(ModelPath(image));
    std::vector<FDTensor> tensors;
    vision::PrepareScratch scratch;
    (void)model_.GetPreprocessor().Process(std::span(&picture, 1), &scratch, &tensors);
    ASSERT_EQ(tensors.size(), 1U);
    EXPECT_EQ(tensors[0].shape, (std::vector<int64_t>{1, 3, 128, 96}));
    const auto values = tensors[0].As<float>();
    const size_t step = golden["tensor_step"];
    const json& samples = expected["tensor_samples"];
    ASSERT_EQ(samples.size(), (values.size() + step - 1) / step);
    for (size_t i = 0; i < samples.size(); ++i) {
      EXPECT_NEAR(values[i * step], samples[i].get<double>(), 1e-5) << image << " " << i;
    }
  }
}

TEST_F(KeyPointGolden, OnePersonWhoFillsTheImage) {
  for (const auto& [image, expected] : golden["images"].items()) {
    SCOPED_TRACE(image);
    const cv::Mat picture = cv::imread(ModelPath(image));
    model_.use_dark = true;
    ExpectPoints(model_.Predict(picture), expected["whole"]);
    model_.use_dark = false;
    ExpectPoints(model_.Predict(picture), expected["whole_plain"]);
  }
}

TEST_F(KeyPointGolden, AllPersonsOfAnImage) {
  size_t points = 0;
  for (const auto& [image, expected] : golden["images"].items()) {
    SCOPED_TRACE(image);
    const cv::Mat picture = cv::imread(ModelPath(image));
    const DetectionResult persons = PersonsOf(expected["persons"]);
    model_.use_dark = true;
    const KeyPointDetectionResult result = model_.Predict(picture, persons);
    ExpectPoints(result, expected["points"]);
    EXPECT_EQ(result.num_joints, result.keypoints.empty() ? -1 : 17);
    model_.use_dark = false;
    ExpectPoints(model_.Predict(picture, persons), expected["points_plain"]);
    points += result.keypoints.size();
  }
  EXPECT_EQ(points, 5U * 17);
}

TEST_F(KeyPointGolden, ACopyHasItsOwnUseDark) {
  const auto clone = model_.Clone();
  clone->use_dark = false;
  EXPECT_TRUE(model_.use_dark);
  EXPECT_FALSE(clone->GetPostprocessor().use_dark);
  PPTinyPose copy = *clone;
  EXPECT_FALSE(copy.use_dark);
  copy = model_;
  EXPECT_TRUE(copy.use_dark);
  EXPECT_EQ(&copy.use_dark, &copy.GetPostprocessor().use_dark);
  const PPTinyPose moved = std::move(copy);
  EXPECT_EQ(&moved.use_dark, &moved.GetPostprocessor().use_dark);
}

TEST_F(KeyPointGolden, BoxesThatCannotBeCropped) {
  cv::Mat picture = testing::MakePicture(100, 80);
  DetectionResult persons;
  EXPECT_TRUE(model_.Predict(picture, persons).keypoints.empty());
  for (const std::array<float, 4> box : {std::array<float, 4>{200, 10, 300, 90},
                                         {-190, -190, -110, -110},
                                         {10, 500, 20, 600},
                                         {30, 30, 10, 10},
                                         {-3e38F, -3e38F, -2e38F, -2e38F}}) {
    persons.boxes = {box};
    persons.label_ids = {0};
    EXPECT_TRUE(model_.Predict(picture, persons).keypoints.empty()) << box[0] << " " << box[1];
  }
  persons.boxes = {{-3e38F, -3e38F, 3e38F, 3e38F}};
  EXPECT_EQ(model_.Predict(picture, persons).keypoints.size(), 17U);
  persons.boxes = {{0, NAN, 10, 10}};
  EXPECT_THAT(ThrownBy([&] { (void)model_.Predict(picture, persons); }).what(),
              HasSubstr("a box of a person has a coordinate of nan"));
  persons.label_ids.clear();
  EXPECT_THAT(ThrownBy([&] { (void)model_.Predict(picture, persons); }).what(),
              HasSubstr("1 boxes and 0 labels"));
  KeyPointDetectionResult result;
  EXPECT_FALSE(model_.Predict(&picture, &result, persons));
  EXPECT_FALSE(model_.Predict(nullptr, &result, DetectionResult()));
  EXPECT_FALSE(PPTinyPose().Predict(&picture, &result, DetectionResult()));
}

TEST(KeyPointModel, BottomUpModelsAreRefused) {
  const testing::TemporaryFolder folder;
  std::string yaml = testing::ReadBytes(ModelPath("tinypose_128x96/infer_cfg.yml"));
  yaml.replace(yaml.find("arch: HRNet"), 11, "arch: HigherHRNet");
  const std::string config = folder.Write("infer_cfg.yml", yaml);
  const Error error = ThrownBy([&] {
    (void)PPTinyPose::Load(ModelPath("tinypose_128x96/model.pdmodel"),
                           ModelPath("tinypose_128x96/model.pdiparams"), config);
  });
  EXPECT_EQ(error.Kind(), ErrorKind::kUnsupported);
  EXPECT_THAT(error.what(), HasSubstr("bottom-up"));
}

TEST(KeyPointModel, IsFoundByItsFolder) {
  EXPECT_EQ(vision::FamilyOfFolder(ModelPath("tinypose_128x96")), "key points");
  vision::AnyModel model = Load(ModelPath("tinypose_128x96"), {}, {{{"threshold", 0.1}}});
  const cv::Mat picture = testing::MakePicture(100, 80);
  const vision::AnyResult result = model.Predict(picture);
  EXPECT_THAT(result.Text(), HasSubstr("person 0, joint 16"));
  EXPECT_THAT(result.Json(), HasSubstr("\"num_joints\":17"));
  EXPECT_GT(cv::norm(result.Draw(picture), picture, cv::NORM_INF), 0);
}

/// Folders det/ and keypoint/ as links to fetched models.
class PersonsFolder {
 public:
  PersonsFolder() {
    namespace fs = std::filesystem;
    fs::create_directory_symlink(ModelPath("picodet_s_320_raw"), folder_.Path("det"));
    fs::create_directory_symlink(ModelPath("tinypose_128x96"), folder_.Path("keypoint"));
  }
  [[nodiscard]] std::string Path() const { return folder_.Path(); }

 private:
  testing::TemporaryFolder folder_;
};

TEST(KeyPointPipeline, IsTheDetectorAndTheKeyPointModel) {
  const PersonsFolder folder;
  EXPECT_EQ(vision::FamilyOfFolder(folder.Path()), "poses");
  auto detector = vision::detection::PicoDet::Load(ModelPath("picodet_s_320_raw"));
  auto key_points = PPTinyPose::Load(ModelPath("tinypose_128x96"));
  pipeline::PPTinyPose pipeline(&detector, &key_points);
  ASSERT_TRUE(pipeline.Initialized());
  cv::Mat picture = cv::imread(ModelPath("images/coffee.png"));
  DetectionResult persons = detector.Predict(picture);
  const auto count = static_cast<size_t>(std::ranges::count(persons.label_ids, 0));
  ASSERT_GT(count, 1U) << "the detector finds persons: the test would prove nothing";
  ASSERT_LT(count, persons.label_ids.size());
  const KeyPointDetectionResult expected = key_points.Predict(picture, persons);
  EXPECT_EQ(expected.keypoints.size(), 17 * count);
  KeyPointDetectionResult result;
  ASSERT_TRUE(pipeline.Predict(&picture, &result));
  EXPECT_EQ(result, expected);
  EXPECT_EQ(pipeline.Clone()->Predict(picture), expected);
  EXPECT_EQ(pipeline::PPTinyPose::Load(folder.Path()).Predict(picture), expected);

  pipeline.detection_model_score_threshold = 2;
  EXPECT_TRUE(pipeline.Predict(picture).keypoints.empty());
  std::vector<float> scores;
  for (size_t i = 0; i < persons.scores.size(); ++i) {
    if (persons.label_ids[i] == 0) scores.push_back(persons.scores[i]);
  }
  pipeline.detection_model_score_threshold = std::ranges::max(scores);  // itself is not above it
  EXPECT_TRUE(pipeline.Predict(picture).keypoints.empty());
  pipeline.detection_model_score_threshold = std::ranges::min(scores);
  EXPECT_LT(pipeline.Predict(picture).keypoints.size(), expected.keypoints.size());
}

TEST(KeyPointPipeline, SettingsOfItsRow) {
  const PersonsFolder folder;
  const cv::Mat picture = cv::imread(ModelPath("images/coffee.png"));
  vision::AnyModel all = Load(folder.Path(), {}, {{{"threshold", 0.0}}});
  EXPECT_THAT(all.Predict(picture).Text(), HasSubstr("person 0, joint 0"));
  vision::AnyModel none = Load(folder.Path(), {}, {{{"person-threshold", 1.0}}});
  EXPECT_EQ(none.Predict(picture).Text(), "  nothing found\n");
}

TEST(KeyPointPipeline, ModelsThatAreMissing) {
  cv::Mat picture = testing::MakePicture(100, 80);
  KeyPointDetectionResult result;
  const auto key_points = PPTinyPose::Load(ModelPath("tinypose_128x96"));
  pipeline::PPTinyPose pipeline(nullptr, &key_points);
  EXPECT_FALSE(pipeline.Initialized());
  EXPECT_FALSE(pipeline.Predict(&picture, &result));
  EXPECT_THROW((void)pipeline.Predict(picture), Error);
  const testing::TemporaryFolder folder;
  EXPECT_THAT(ThrownBy([&] { (void)pipeline::PPTinyPose::Load(folder.Path()); }).what(),
              HasSubstr("expected det/ and keypoint/"));
}

}  // namespace
}  // namespace fastdeploy
