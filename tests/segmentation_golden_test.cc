// SPDX-License-Identifier: Apache-2.0
//
// Segmentation gives the results of PaddleSeg's own Python code (tests/golden/README.md).

#include <algorithm>
#include <cmath>
#include <iostream>
#include <opencv2/imgcodecs.hpp>

#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using nlohmann::json;
using testing::Golden;
using testing::ModelPath;
using Change = vision::Geometry::Change;
using vision::MattingResult;
using vision::SegmentationResult;
using vision::matting::PPMatting;
using vision::segmentation::PaddleSegModel;
using vision::segmentation::PaddleSegPreprocessor;

cv::Mat ReadPicture(const std::string& name) {
  cv::Mat picture = cv::imread(ModelPath(name));
  if (picture.empty()) throw std::runtime_error("cannot decode " + name);
  return picture;
}

PaddleSegModel LoadModel(const std::string& name) {
  return PaddleSegModel::Load(ModelPath(name + "/model.pdmodel"),
                              ModelPath(name + "/model.pdiparams"),
                              ModelPath(name + "/deploy.yaml"));
}

/// The largest difference between every `step`-th value and the expected ones.
double LargestDifference(std::span<const float> values, size_t step, const json& expected) {
  EXPECT_EQ((values.size() + step - 1) / step, expected.size());
  double largest = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    largest = std::max(largest, std::abs(values[i * step] - expected[i].get<double>()));
  }
  return largest;
}

/// The share of pixels whose label differs from the golden map.
double ShareOfOthers(const SegmentationResult& result, const std::string& golden,
                     const std::string& image) {
  const cv::Mat expected = testing::GoldenMap(golden, image);
  EXPECT_EQ(result.shape, (std::vector<int64_t>{expected.rows, expected.cols}));
  size_t others = 0;
  for (size_t i = 0; i < expected.total(); ++i) {
    others += result.label_map[i] == expected.data[i] ? 0 : 1;
  }
  return double(others) / double(expected.total());
}

class SegmentationGolden : public ::testing::TestWithParam<std::string> {};

TEST_P(SegmentationGolden, SameTensorLabelsAndScores) {
  const json golden = Golden(GetParam());
  const std::string name = golden["model"];
  PaddleSegModel model = LoadModel(name);
  double tensors = 0;
  double labels = 0;
  double scores = 0;
  for (const auto& [image, expected] : golden["images"].items()) {
    SCOPED_TRACE(image);
    const cv::Mat picture = ReadPicture(image);
    std::vector<vision::FDMat> batch = {picture};
    std::vector<FDTensor> inputs;
    ASSERT_TRUE(model.GetPreprocessor().Run(&batch, &inputs));
    EXPECT_EQ(inputs[0].shape, expected["tensor_shape"].get<std::vector<int64_t>>());
    tensors = std::max(tensors, LargestDifference(inputs[0].As<float>(), golden["tensor_step"],
                                                  expected["tensor_samples"]));
    model.GetPostprocessor().SetIsStoreScoreMap(false);
    labels = std::max(labels, ShareOfOthers(model.Predict(picture), GetParam(), image));
    if (!expected.contains("score_samples")) continue;
    model.GetPostprocessor().SetIsStoreScoreMap(true);
    const SegmentationResult scored = model.Predict(picture);
    ASSERT_TRUE(scored.contain_score_map);
    scores = std::max(scores, LargestDifference(scored.score_map, golden["score_step"],
                                                expected["score_samples"]));
    for (size_t label = 0; label < expected["labels_of_scores"].size(); ++label) {
      const auto count = std::count(scored.label_map.begin(), scored.label_map.end(), label);
      EXPECT_NEAR(double(count), expected["labels_of_scores"][label],
                  1e-3 * double(scored.label_map.size()));
    }
  }
  EXPECT_LT(tensors, 1e-4);
  EXPECT_LT(labels, 1e-3);
  EXPECT_LT(scores, 1e-4);
  std::cout << name << ": tensors " << tensors << ", labels " << labels << ", scores " << scores
            << '\n';
}

INSTANTIATE_TEST_SUITE_P(Models, SegmentationGolden,
                         ::testing::ValuesIn(testing::GoldenNames("segmentation")),
                         [](const auto& row) { return testing::TestName(row.param); });

TEST(ShapesSegmentation, FindsShapesInUnseenScenes) {
  PaddleSegModel model = LoadModel("shapes_seg");
  size_t both = 0;
  size_t either = 0;
  for (int number = 1000000; number < 1000006; ++number) {
    const std::string scene = "shapes/" + std::to_string(number);
    const SegmentationResult result = model.Predict(ReadPicture(scene + ".jpg"));
    const cv::Mat mask = cv::imread(ModelPath(scene + "_mask.png"), cv::IMREAD_GRAYSCALE);
    ASSERT_EQ(mask.total(), result.label_map.size());
    for (size_t i = 0; i < mask.total(); ++i) {
      both += mask.data[i] != 0 && result.label_map[i] == 1 ? 1 : 0;
      either += mask.data[i] != 0 || result.label_map[i] == 1 ? 1 : 0;
    }
  }
  const double iou = double(both) / double(either);
  std::cout << "intersection over union " << iou << '\n';
  EXPECT_GT(iou, 0.85);  // 0.91 over 200 scenes: models/README.md
}

TEST(PaddleXGolden, SameLabels) {
  const testing::TemporaryFolder folder;
  for (const std::string file :
       {"paddlex/segmentation_defaults.json", "paddlex/segmentation_exact.json"}) {
    const json golden = Golden(file);
    const std::string name = golden["model"];
    PaddleSegModel model = PaddleSegModel::Load(
        ModelPath(name + "/model.pdmodel"), ModelPath(name + "/model.pdiparams"),
        folder.Write("inference.yml", golden["config"].dump()));
    for (const std::string image : golden["images"]) {
      const double others = ShareOfOthers(model.Predict(ReadPicture(image)), file, image);
      std::cout << file << " " << image << ": labels " << others << '\n';
      EXPECT_LT(others, 1e-3);
    }
  }
}

TEST(MattingGolden, SameTensorAndAlpha) {
  const json golden = Golden("matting/pphumanseg_lite_matting.json");
  const std::string name = golden["model"];
  PPMatting model =
      PPMatting::Load(ModelPath(name + "/model.pdmodel"), ModelPath(name + "/model.pdiparams"),
                      ModelPath(name + "/deploy.yaml"));
  for (const auto& [image, expected] : golden["images"].items()) {
    SCOPED_TRACE(image);
    const cv::Mat picture = ReadPicture(image);
    std::vector<vision::FDMat> batch = {picture};
    std::vector<FDTensor> inputs;
    ASSERT_TRUE(model.GetPreprocessor().Run(&batch, &inputs));
    EXPECT_EQ(inputs[0].shape, expected["tensor_shape"].get<std::vector<int64_t>>());
    const double tensors =
        LargestDifference(inputs[0].As<float>(), golden["tensor_step"], expected["tensor_samples"]);
    const MattingResult result = model.Predict(picture);
    EXPECT_EQ(result.shape, expected["alpha_shape"].get<std::vector<int64_t>>());
    const double alpha =
        LargestDifference(result.alpha, golden["score_step"], expected["alpha_samples"]);
    std::cout << image << ": tensors " << tensors << ", alpha " << alpha << '\n';
    // Versions of OpenCV may differ by one level when they resize: 1 / 127.5.
    EXPECT_LT(tensors, 0.0079);
    EXPECT_LT(alpha, 1e-4);
  }
}

/// The references also note steps that did not change the size.
std::vector<Change> ChangesOnly(const json& notes, cv::Size last) {
  std::vector<Change> changes;
  cv::Size after = last;
  for (auto note = notes.rbegin(); note != notes.rend(); ++note) {
    const cv::Size before((*note)[2], (*note)[1]);
    const Change change = {.before = before, .canvas = (*note)[0] == "padding"};
    if (before != after) changes.insert(changes.begin(), change);
    after = before;
  }
  return changes;
}

TEST(SegmentationTransformsGolden, EqualsTheReference) {
  const testing::TemporaryFolder folder;
  const json golden = Golden("steps/segmentation.json");
  for (const json& expected : golden["cases"]) {
    const std::string list = expected["transforms"].dump();
    SCOPED_TRACE(list + " of " + expected["input"].dump());
    const std::string config =
        folder.Write("deploy.yaml", "Deploy: {\"transforms\": " + list + "}");
    const PaddleSegPreprocessor preprocessor(config, expected["matting"].get<bool>());
    const cv::Mat picture = testing::MakePicture(expected["input"][0], expected["input"][1]);
    PaddleSegPreprocessor::Scratch scratch;
    std::vector<FDTensor> tensors;
    const auto geometry = preprocessor.Process({&picture, 1}, &scratch, &tensors);
    const std::vector<int64_t> shape = expected["shape"];
    ASSERT_EQ(tensors[0].shape, (std::vector<int64_t>{1, shape[0], shape[1], shape[2]}));
    // Floats differ by rounding alone; versions of OpenCV differ by one level in 8-bit images.
    const double tolerance = expected["matting"] == true ? 1.0 / 255 / 0.224 + 1e-6 : 1e-4;
    EXPECT_LT(LargestDifference(tensors[0].As<float>(), golden["tensor_step"], expected["samples"]),
              tolerance);
    if (list.find("Scaling") != std::string::npos) continue;  // these do not note sizes
    const cv::Size last(static_cast<int>(shape[2]), static_cast<int>(shape[1]));
    const std::vector<Change> changes = ChangesOnly(expected["notes"], last);
    ASSERT_EQ(geometry[0].changes.size(), changes.size());
    for (size_t i = 0; i < changes.size(); ++i) {
      EXPECT_EQ(geometry[0].changes[i].canvas, changes[i].canvas);
      EXPECT_EQ(geometry[0].changes[i].before, changes[i].before);
    }
  }
}

}  // namespace
}  // namespace fastdeploy
