// SPDX-License-Identifier: Apache-2.0
//
// Detection gives the results of PaddleDetection's own Python code (tests/golden/README.md).

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iostream>

#include "fastdeploy/runtime/operators/multiclass_nms.h"
#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using nlohmann::json;
using testing::Golden;
using testing::ModelPath;
using vision::DetectionResult;
using vision::detection::PaddleDetectionModel;
using vision::detection::PaddleDetPreprocessor;

NmsAttributes AttributesOf(const json& attributes) {
  return {attributes["background_label"], attributes["keep_top_k"], attributes["nms_eta"],
          attributes["nms_threshold"],    attributes["nms_top_k"],  attributes["normalized"],
          attributes["score_threshold"]};
}

std::vector<float> Flat(const json& rows) {
  std::vector<float> flat;
  for (const json& row : rows) {
    for (const json& number : row) flat.push_back(number.get<float>());
  }
  return flat;
}

TEST(NmsGolden, KeepsTheBoxesThatPaddleKeeps) {
  const json golden = Golden("operators/multiclass_nms.json");
  size_t kept = 0;
  for (const json& expected : golden["cases"]) {
    SCOPED_TRACE(expected["attributes"].dump());
    const std::vector<float> boxes = Flat(expected["boxes"]);
    const std::vector<float> scores = Flat(expected["scores"]);
    const auto input =
        NmsInput::OfSharedBoxes(boxes.data(), scores.data(), expected["boxes"].size(),
                                expected["scores"].size(), expected["boxes"][0].size());
    std::vector<NmsSelection> selections;
    for (const json& row : expected["kept"]) selections.push_back({row[0], row[1], row[2]});
    EXPECT_EQ(MulticlassNms(input, AttributesOf(expected["attributes"])), selections);
    kept += selections.size();
  }
  EXPECT_GT(kept, 400U);
}

PaddleDetectionModel LoadModel(const std::string& name) {
  return PaddleDetectionModel::Load(ModelPath(name));
}

cv::Mat ReadPicture(const std::string& name) {
  cv::Mat picture = cv::imread(ModelPath(name));
  if (picture.empty()) throw std::runtime_error("cannot decode " + name);
  return picture;
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

/// The distance of the objects found from the expected rows {label, score, left, top, right,
/// bottom}.
struct Distance {
  double box = 0;
  double score = 0;
  size_t missing = 0;
};

/// Every row is matched with the nearest object of its label that no other row has: the order of
/// objects whose scores differ by rounding alone does not matter.
Distance Compare(const DetectionResult& result, const json& rows) {
  EXPECT_EQ(result.scores.size(), rows.size());
  std::vector<char> taken(result.scores.size());
  Distance distance;
  for (const json& row : rows) {
    const auto expected = row.get<std::vector<float>>();
    double nearest = 1e9;
    size_t best = taken.size();
    for (size_t i = 0; i < taken.size(); ++i) {
      if (taken[i] != 0 || result.label_ids[i] != static_cast<int32_t>(expected[0])) continue;
      double apart = 0;
      for (size_t k = 0; k < 4; ++k) {
        apart = std::max<double>(apart, std::abs(result.boxes[i][k] - expected[k + 2]));
      }
      if (apart < nearest) {
        nearest = apart;
        best = i;
      }
    }
    if (best == taken.size() || nearest > 1) {
      ++distance.missing;
      continue;
    }
    taken[best] = 1;
    distance.box = std::max(distance.box, nearest);
    distance.score = std::max<double>(distance.score, std::abs(result.scores[best] - expected[1]));
  }
  return distance;
}

void ExpectNear(const Distance& distance) {
  EXPECT_EQ(distance.missing, 0U);
  EXPECT_LT(distance.box, 1);
  EXPECT_LT(distance.score, 1e-3);
}

/// Compares the masks with the expected ones, which are stacked from top to bottom.
void ExpectMasks(const DetectionResult& result, const cv::Mat& expected) {
  ASSERT_EQ(result.masks.size(), result.boxes.size());
  int top = 0;
  size_t pixels = 0;
  size_t others = 0;
  size_t set = 0;
  for (const vision::Mask& mask : result.masks) {
    const auto height = static_cast<int>(mask.shape[0]);
    const auto width = static_cast<int>(mask.shape[1]);
    ASSERT_LE(top + height, expected.rows);
    ASSERT_LE(width, expected.cols);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const size_t place =
            static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x);
        const bool found = mask.data[place] != 0;
        others += found == (expected.at<uint8_t>(top + y, x) != 0) ? 0 : 1;
        set += found ? 1 : 0;
      }
    }
    pixels += mask.data.size();
    top += height;
  }
  EXPECT_EQ(top, expected.rows);
  EXPECT_GT(set, pixels / 20);
  EXPECT_LE(double(others), 1e-3 * double(pixels));
  std::cout << "  masks: " << others << " of " << pixels << " pixels differ\n";
}

class DetectionGolden : public ::testing::TestWithParam<std::string> {};

TEST_P(DetectionGolden, SameInputsAndObjects) {
  const json golden = Golden(GetParam());
  const std::string name = golden["model"];
  PaddleDetectionModel model = LoadModel(name);
  for (const auto& [image, expected] : golden["images"].items()) {
    SCOPED_TRACE(image);
    const cv::Mat picture = ReadPicture(image);
    std::vector<vision::FDMat> batch = {picture};
    std::vector<FDTensor> inputs;
    ASSERT_TRUE(PaddleDetPreprocessor(ModelPath(name + "/infer_cfg.yml")).Run(&batch, &inputs));
    EXPECT_EQ(inputs[0].shape, expected["tensor_shape"].get<std::vector<int64_t>>());
    const double tensor =
        LargestDifference(inputs[0].As<float>(), golden["tensor_step"], expected["tensor_samples"]);
    EXPECT_LT(tensor, 1e-5);
    EXPECT_LT(LargestDifference(inputs[1].As<float>(), 1, expected["scale_factor"]), 1e-6);
    EXPECT_LT(LargestDifference(inputs[2].As<float>(), 1, expected["im_shape"]), 1e-6);
    const DetectionResult result = model.Predict(picture);
    const Distance distance = Compare(result, expected["rows"]);
    ExpectNear(distance);
    if (result.contain_masks) {
      ExpectMasks(result, testing::GoldenMap(GetParam(), image));
    }
    std::cout << name << " " << image << ": " << expected["rows"].size() << " objects, tensor "
              << tensor << ", boxes " << distance.box << " px, scores " << distance.score << '\n';
  }
}

INSTANTIATE_TEST_SUITE_P(Models, DetectionGolden,
                         ::testing::ValuesIn(testing::GoldenNames("detection")),
                         [](const auto& row) { return testing::TestName(row.param); });

/// PaddleX clips boxes to the image and drops those outside it.
DetectionResult Clipped(const DetectionResult& result, const cv::Mat& picture) {
  DetectionResult clipped;
  for (size_t i = 0; i < result.scores.size(); ++i) {
    std::array<float, 4> box = result.boxes[i];
    for (size_t k = 0; k < 4; ++k) {
      const int side = k % 2 == 0 ? picture.cols : picture.rows;
      box[k] = k < 2 ? std::max(box[k], 0.0F) : std::min(box[k], static_cast<float>(side));
    }
    if (box[2] <= box[0] || box[3] <= box[1]) continue;
    clipped.boxes.push_back(box);
    clipped.scores.push_back(result.scores[i]);
    clipped.label_ids.push_back(result.label_ids[i]);
  }
  return clipped;
}

TEST(PaddleXDetectionGolden, SameObjects) {
  const testing::TemporaryFolder folder;
  const json golden = Golden("paddlex/detection.json");
  for (const auto& [name, images] : golden["models"].items()) {
    const std::string yaml = testing::ReadBytes(ModelPath(name + "/infer_cfg.yml"));
    PaddleDetectionModel model = PaddleDetectionModel::Load(
        ModelPath(name + "/model.pdmodel"), ModelPath(name + "/model.pdiparams"),
        folder.Write("inference.yml", fmt::format("{}Global: {{model_name: {}}}\n", yaml, name)));
    for (const auto& [image, rows] : images.items()) {
      SCOPED_TRACE(fmt::format("{} {}", name, image));
      const cv::Mat picture = ReadPicture(image);
      ExpectNear(Compare(Clipped(model.Predict(picture), picture), rows));
    }
  }
}

TEST(DetectionStepsGolden, EqualsTheReference) {
  const testing::TemporaryFolder folder;
  const json golden = Golden("steps/detection.json");
  for (const json& expected : golden["cases"]) {
    const std::string list = expected["preprocess"].dump();
    SCOPED_TRACE(list + " of " + expected["input"].dump());
    const PaddleDetPreprocessor preprocessor(
        folder.Write("infer_cfg.yml", "{arch: YOLO, Preprocess: " + list + "}"));
    const cv::Mat picture = testing::MakePicture(expected["input"][0], expected["input"][1]);
    // The reference takes the image for RGB.
    cv::Mat swapped;
    cv::cvtColor(picture, swapped, cv::COLOR_BGR2RGB);
    std::vector<vision::FDMat> batch = {swapped};
    std::vector<FDTensor> tensors;
    ASSERT_TRUE(preprocessor.Run(&batch, &tensors));
    ASSERT_EQ(tensors[0].shape, expected["shape"].get<std::vector<int64_t>>());
    EXPECT_LT(LargestDifference(tensors[1].As<float>(), 1, expected["scale_factor"]), 1e-6);
    EXPECT_LT(LargestDifference(tensors[2].As<float>(), 1, expected["im_shape"]), 1e-6);
    EXPECT_LT(LargestDifference(tensors[0].As<float>(), golden["sample_step"], expected["samples"]),
              2e-4);  // values reach 1113
  }
}

}  // namespace
}  // namespace fastdeploy
