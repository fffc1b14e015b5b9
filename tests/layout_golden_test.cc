// SPDX-License-Identifier: Apache-2.0
//
// The regions of pages are those of PaddleOCR's own Python code (tests/golden/README.md).

#include <algorithm>
#include <cmath>
#include <iostream>

#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using testing::ModelPath;
using testing::ThrownBy;
using vision::DetectionResult;
using vision::ocr::StructureV2Layout;

/// Of 1.x's form, without the YAML in the folder.
StructureV2Layout LoadLayout() {
  return StructureV2Layout::Load(ModelPath("layout-cdla/inference.onnx"), "", {}, ONNX);
}

TEST(LayoutGolden, RegionsAreTheReferences) {
  const json golden = testing::Golden("layout/layout-cdla.json");
  StructureV2Layout model = LoadLayout();
  for (const auto& [image, rows] : golden["images"].items()) {
    SCOPED_TRACE(image);
    const cv::Mat picture = cv::imread(ModelPath(image));
    const DetectionResult result = model.Predict(picture);
    ASSERT_EQ(result.boxes.size(), rows.size());
    double apart = 0;
    double scores = 0;
    for (size_t i = 0; i < rows.size(); ++i) {
      EXPECT_EQ(result.label_ids[i], rows[i][0].get<int>());
      scores = std::max(scores, std::abs(result.scores[i] - rows[i][1].get<double>()));
      for (size_t k = 0; k < 4; ++k) {
        apart = std::max(apart, std::abs(result.boxes[i][k] - rows[i][2 + k].get<double>()));
      }
    }
    std::cout << "  " << rows.size() << " regions: " << apart << " px, scores " << scores << "\n";
    // Another version of OpenCV may resize a pixel to a value one level off.
    EXPECT_LT(apart, 0.002 * std::max(picture.cols, picture.rows));
    EXPECT_LT(scores, 0.01);
  }
}

TEST(Layout, StagesOf1x) {
  StructureV2Layout model = LoadLayout();
  EXPECT_EQ(model.ModelName(), "pp-structurev2-layout");
  EXPECT_EQ(model.GetPostprocessor().GetNumClass(), 10);
  const cv::Mat page = testing::ReadPicture("page.png");
  std::vector<vision::FDMat> images = {vision::FDMat(page)};
  std::vector<FDTensor> inputs;
  ASSERT_TRUE(model.GetPreprocessor().Run(&images, &inputs));
  ASSERT_EQ(inputs.size(), 1U);
  EXPECT_EQ(inputs[0].shape, (std::vector<int64_t>{1, 3, 800, 608}));
  const auto infos = *model.GetPreprocessor().GetBatchLayoutImgInfo();
  EXPECT_EQ(infos, (std::vector<std::array<int, 4>>{{384, 191, 608, 800}}));
  std::vector<FDTensor> outputs;
  ASSERT_TRUE(model.Infer(inputs, &outputs));
  std::vector<DetectionResult> results;
  ASSERT_TRUE(model.GetPostprocessor().Run(outputs, &results, infos));
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0], model.Predict(page));
  EXPECT_FALSE(model.GetPostprocessor().Run(outputs, &results, {{384, 191, 0, 800}}));
  EXPECT_FALSE(model.GetPostprocessor().Run({outputs[0]}, &results, infos));
}

TEST(Layout, SettingsThatDoNotFit) {
  StructureV2Layout model = LoadLayout();
  const cv::Mat page = testing::ReadPicture("page.png");
  auto& post = model.GetPostprocessor();
  post.SetScoreThreshold(1);
  EXPECT_TRUE(model.Predict(page).boxes.empty());
  post.SetNumClass(5);
  EXPECT_THAT(ThrownBy([&] { (void)model.Predict(page); }).what(), HasSubstr("expected 5 classes"));
  post.SetNumClass(0);
  post.SetFPNStride({8, 16});
  EXPECT_THAT(ThrownBy([&] { (void)model.Predict(page); }).what(), HasSubstr("4 levels"));
  auto& pre = model.GetPreprocessor();
  pre.SetStaticShapeInfer(true);
  EXPECT_THROW(pre.SetStaticShapeInfer(false), Error);
  EXPECT_THROW(pre.SetLayoutImageShape({1, 800, 608}), Error);
}

TEST(Layout, IsDeclaredAs1xDeclaresIt) {
  std::unique_ptr<pipeline::PPStructureV2Layout> clone = LoadLayout().Clone();
  EXPECT_TRUE(clone->Initialized());
  const StructureV2Layout missing("nowhere.pdmodel", "nowhere.pdiparams");
  EXPECT_FALSE(missing.Initialized());
}

}  // namespace
}  // namespace fastdeploy
