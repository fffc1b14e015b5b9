// SPDX-License-Identifier: Apache-2.0
//
// Classification and OCR give the results of the frameworks' own Python code
// (tests/golden/README.md).

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using nlohmann::json;
using testing::Golden;
using testing::GoldenNames;
using testing::ModelPath;
using vision::classification::PaddleClasModel;

PaddleClasModel LoadClassifier(const std::string& name) {
  if (name == "doc-orientation") {
    return PaddleClasModel::Load(ModelPath(name + "/inference.onnx"), "",
                                 ModelPath(name + "/inference.yml"), {}, ONNX);
  }
  return PaddleClasModel::Load(ModelPath(name + "/inference.pdmodel"),
                               ModelPath(name + "/inference.pdiparams"),
                               ModelPath(name + "/inference_cls.yaml"));
}

double LargestDifference(std::span<const float> values, const std::vector<float>& expected) {
  EXPECT_EQ(values.size(), expected.size());
  double largest = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    largest = std::max(largest, std::abs(double(values[i]) - expected[i]));
  }
  return largest;
}

class ClassificationGolden : public ::testing::TestWithParam<std::string> {
 protected:
  const json golden_ = Golden(GetParam());
  PaddleClasModel model_ = LoadClassifier(golden_["model"]);
};

TEST_P(ClassificationGolden, SameScoresForATensor) {
  std::vector<FDTensor> inputs(1);
  inputs[0].name = model_.InputInfoOfRuntime(0).name;
  inputs[0].Resize({1, 3, 224, 224}, FP32);
  const std::span<float> values = inputs[0].As<float>();
  for (size_t i = 0; i < values.size(); ++i) values[i] = float(i * 7919 % 2000) / 1000 - 1;
  std::vector<FDTensor> outputs;
  ASSERT_TRUE(model_.Infer(inputs, &outputs));
  EXPECT_LT(LargestDifference(outputs[0].As<float>(), golden_["pattern"]), 1e-4);
}

TEST_P(ClassificationGolden, SameTensorAndScoresForAnImage) {
  for (const auto& [image, expected] : golden_["images"].items()) {
    SCOPED_TRACE(image);
    const cv::Mat picture = testing::ReadPicture(image);
    std::vector<FDTensor> inputs;
    std::vector<vision::FDMat> batch = {picture};
    ASSERT_TRUE(model_.GetPreprocessor().Run(&batch, &inputs));
    std::vector<float> samples;
    const std::span<const float> values = inputs[0].As<float>();
    for (size_t i = 0; i < values.size(); i += golden_["sample_step"].get<size_t>()) {
      samples.push_back(values[i]);
    }
    // One level of 256 is 0.0175 here, so every sampled pixel is equal.
    EXPECT_LT(LargestDifference(samples, expected["tensor_samples"]), 1e-5);

    const std::vector<float> scores = expected["scores"];
    model_.GetPostprocessor().SetTopk(static_cast<int>(scores.size()));
    const vision::ClassifyResult result = model_.Predict(picture);
    std::vector<float> ours(scores.size());
    for (size_t i = 0; i < ours.size(); ++i) {
      ours[static_cast<size_t>(result.label_ids[i])] = result.scores[i];
    }
    EXPECT_LT(LargestDifference(ours, scores), 1e-4);
    std::vector<int> best(scores.size());
    std::iota(best.begin(), best.end(), 0);
    std::stable_sort(best.begin(), best.end(), [&](int a, int b) {
      return scores[static_cast<size_t>(a)] > scores[static_cast<size_t>(b)];
    });
    const auto top = static_cast<std::ptrdiff_t>(std::min<size_t>(5, best.size()));
    EXPECT_TRUE(std::equal(best.begin(), best.begin() + top, result.label_ids.begin()));
  }
}

INSTANTIATE_TEST_SUITE_P(Models, ClassificationGolden,
                         ::testing::ValuesIn(GoldenNames("classification")),
                         [](const auto& row) { return testing::TestName(row.param); });

vision::Preparation ReadOps(const json& ops) {
  const testing::TemporaryFolder folder;
  const std::string config = json({{"PreProcess", {{"transform_ops", ops}}}}).dump();
  return vision::classification::PaddleClasPreprocessor(folder.Write("inference_cls.yaml", config))
      .GetPreparation();
}

cv::Mat Apply(const vision::Preparation& preparation, const cv::Mat& picture) {
  vision::PrepareScratch scratch;
  vision::Geometry geometry;
  return vision::ApplySteps(preparation.steps, picture, &scratch, &geometry).clone();
}

TEST(TransformGolden, ResizeEqualsPaddleClas) {
  const json golden = Golden("steps/classification.json");
  for (const json& expected : golden["cases"]) {
    const std::string op = expected["op"].dump();
    SCOPED_TRACE(op + " of " + expected["input"].dump());
    const auto preparation = ReadOps(json::array({{{"ResizeImage", expected["op"]}}}));
    const cv::Mat picture = testing::MakePicture(expected["input"][0], expected["input"][1]);
    const cv::Mat result = Apply(preparation, picture);
    ASSERT_EQ(result.rows, expected["size"][0]);
    ASSERT_EQ(result.cols, expected["size"][1]);
    const cv::Mat flat = result.clone().reshape(1, 1);
    std::vector<int> samples;
    for (int i = 0; i < flat.cols; i += golden["sample_step"].get<int>()) {
      samples.push_back(flat.at<uint8_t>(i));
    }
    const std::vector<int> wanted = expected["samples"];
    ASSERT_EQ(samples.size(), wanted.size());
    int largest = 0;
    for (size_t i = 0; i < wanted.size(); ++i) {
      largest = std::max(largest, std::abs(samples[i] - wanted[i]));
    }
    // Pillow's results are matched to the bit; versions of OpenCV differ by one level.
    EXPECT_LE(largest, expected["op"]["backend"] == "pil" ? 0 : 1);
  }
}

TEST(TransformGolden, CropEqualsPaddleClas) {
  const json golden = Golden("steps/classification.json");
  for (const json& expected : golden["crops"]) {
    SCOPED_TRACE(expected["op"].dump() + " of " + expected["input"].dump());
    const auto preparation = ReadOps(json::array({{{"CropImage", expected["op"]}}}));
    const cv::Mat picture = testing::MakePicture(expected["input"][0], expected["input"][1]);
    const cv::Mat result = Apply(preparation, picture);
    ASSERT_EQ(result.rows, expected["size"][0]);
    ASSERT_EQ(result.cols, expected["size"][1]);
    const cv::Scalar sums = cv::sum(result);
    EXPECT_EQ(sums[0] + sums[1] + sums[2], expected["sum"].get<double>());
    std::vector<int> samples;
    for (size_t i = 0; i < result.total() * 3; i += golden["sample_step"].get<size_t>()) {
      samples.push_back(result.data[i]);
    }
    EXPECT_EQ(samples, expected["samples"].get<std::vector<int>>());
  }
}

TEST(TransformGolden, NormalizeEqualsPaddleClas) {
  const json golden = Golden("steps/classification.json");
  size_t compared = 0;
  for (const json& expected : golden["normalised"]) {
    SCOPED_TRACE(expected["transform_ops"].dump() + " of " + expected["input"].dump());
    auto transform = ReadOps(expected["transform_ops"]);
    transform.layout.rgb = false;  // the image is used as it is
    const cv::Mat picture = testing::MakePicture(expected["input"][0], expected["input"][1]);
    const cv::Mat prepared = Apply(transform, picture);
    std::vector<float> tensor(prepared.total() * 3);
    vision::transform::WriteTensor(prepared, transform.normalize, transform.layout,
                                   {tensor.data()});
    std::vector<float> samples;
    for (size_t i = 0; i < tensor.size(); i += golden["tensor_step"].get<size_t>()) {
      samples.push_back(tensor[i]);
    }
    const std::vector<float> wanted = expected["samples"];
    double scale = 1;
    for (const float value : wanted) scale = std::max(scale, std::abs(double(value)));
    // Another version of OpenCV may resize a pixel to a value one level off: 1 / 255 / 0.125.
    EXPECT_LT(LargestDifference(samples, wanted), transform.steps.empty() ? 1e-5 * scale : 0.032);
    ++compared;
  }
  EXPECT_GT(compared, 0U);
}

class OcrGolden : public ::testing::TestWithParam<std::string> {};

pipeline::PPOCR LoadOcr(const json& golden) {
  const std::string name = golden["models"];
  const json& settings = golden["settings"];
  auto ocr = pipeline::PPOCR::Load(ModelPath(name), {}, settings.value("use_angle_cls", false));
  // PaddleOCR 2.10's rule for every model, also for those whose own default is PaddleOCR 3's.
  auto& preprocessor = ocr.GetDetector().GetPreprocessor();
  preprocessor.SetLimitType(settings["det_limit_type"]);
  preprocessor.SetLimitSideLen(settings["det_limit_side_len"]);
  auto& postprocessor = ocr.GetDetector().GetPostprocessor();
  postprocessor.SetDetDBScoreMode(settings.value("det_db_score_mode", "fast"));
  postprocessor.SetUseDilation(settings.value("use_dilation", false) ? 1 : 0);
  ocr.SetRecBatchSize(settings["rec_batch_num"]);
  return ocr;
}

TEST_P(OcrGolden, ReadsTheLinesThatPaddleOcrReads) {
  const json golden = Golden(GetParam());
  pipeline::PPOCR ocr = LoadOcr(golden);
  const vision::OCRResult result = ocr.Predict(testing::ReadPicture(golden["image"]));
  const json& lines = golden["lines"];
  ASSERT_EQ(result.text.size(), lines.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    SCOPED_TRACE("line " + std::to_string(i));
    EXPECT_EQ(result.text[i], lines[i]["text"].get<std::string>());
    EXPECT_NEAR(result.rec_scores[i], lines[i]["score"], 0.01);
    for (size_t c = 0; c < 8; ++c) {
      EXPECT_NEAR(result.boxes[i][c], lines[i]["box"][c / 2][c % 2].get<int>(), 2);
    }
    if (!lines[i].contains("cls_label")) continue;
    EXPECT_EQ(result.cls_labels[i], lines[i]["cls_label"]);
    EXPECT_NEAR(result.cls_scores[i], lines[i]["cls_score"], 0.01);
  }
}

INSTANTIATE_TEST_SUITE_P(Pages, OcrGolden, ::testing::ValuesIn(GoldenNames("ocr")),
                         [](const auto& row) { return testing::TestName(row.param); });

}  // namespace
}  // namespace fastdeploy
