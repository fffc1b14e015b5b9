// SPDX-License-Identifier: Apache-2.0
//
// Tables are those of PaddleOCR's own Python code (tests/golden/README.md).

#include <algorithm>
#include <cmath>
#include <iostream>

#include "fastdeploy/pipeline.h"
#include "fastdeploy/pipeline/ppstructure/internal/table_match.h"
#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using testing::ModelPath;
using testing::ThrownBy;
using vision::OCRResult;
using vision::ocr::DBDetector;
using vision::ocr::Recognizer;
using vision::ocr::StructureV2Table;

constexpr const char* kNames = "table/slanet_plus.json";

/// With each backend that can run models of Paddle.
class TableGolden : public ::testing::TestWithParam<Backend> {
 protected:
  [[nodiscard]] static RuntimeOption Option() {
    RuntimeOption option;
    option.backend = GetParam();
    return option;
  }
  const json golden_ = testing::Golden(kNames);
};

pipeline::PPStructureV2Table LoadPipeline(const RuntimeOption& option) {
  return {DBDetector::Load(ModelPath("ppocrv4/det"), option),
          Recognizer::Load(ModelPath("ppocrv4/rec"), option),
          StructureV2Table::Load(ModelPath("slanet_plus"), option)};
}

TEST(TablePreparation, IsTheReferences) {
  const json golden = testing::Golden(kNames);
  const size_t step = golden["tensor_step"];
  for (const auto& [image, expected] : golden["images"].items()) {
    SCOPED_TRACE(image);
    const cv::Mat picture = cv::imread(ModelPath(image));
    std::vector<FDTensor> tensors;
    vision::PrepareScratch scratch;
    (void)vision::ocr::StructureV2TablePreprocessor().Process(std::span(&picture, 1), &scratch,
                                                              &tensors);
    ASSERT_EQ(tensors.size(), 1U);
    EXPECT_EQ(tensors[0].shape, (std::vector<int64_t>{1, 3, 488, 488}));
    const auto values = tensors[0].As<float>();
    const json& samples = expected["tensor_samples"];
    ASSERT_EQ(samples.size(), (values.size() + step - 1) / step);
    double apart = 0;
    for (size_t i = 0; i < samples.size(); ++i) {
      apart = std::max(apart, std::abs(values[i * step] - samples[i].get<double>()));
    }
    // Another version of OpenCV may resize a pixel to a value one level off: 1 / 255 / 0.225.
    EXPECT_LT(apart, 0.018);
    std::cout << "  tensor: " << apart << "\n";
  }
}

TEST_P(TableGolden, TagsAndCells) {
  auto model = StructureV2Table::Load(ModelPath("slanet_plus"), Option());
  for (const auto& [image, expected] : golden_["images"].items()) {
    SCOPED_TRACE(image);
    const OCRResult result = model.Predict(cv::imread(ModelPath(image)));
    EXPECT_EQ(result.table_structure, expected["structure"].get<std::vector<std::string>>());
    const json& cells = expected["cells"];
    ASSERT_EQ(result.table_boxes.size(), cells.size());
    double apart = 0;
    for (size_t i = 0; i < cells.size(); ++i) {
      ASSERT_EQ(cells[i].size(), 8U);
      for (size_t k = 0; k < 8; ++k) {
        apart = std::max(apart, std::abs(result.table_boxes[i][k] - cells[i][k].get<double>()));
      }
    }
    EXPECT_LE(apart, 1);  // whole pixels
    std::cout << "  " << cells.size() << " cells: " << apart << " px\n";
  }
}

TEST_P(TableGolden, TextInCells) {
  auto table = LoadPipeline(Option());
  for (const auto& [image, expected] : golden_["images"].items()) {
    SCOPED_TRACE(image);
    const cv::Mat picture = cv::imread(ModelPath(image));
    const OCRResult result = table.Predict(picture);
    EXPECT_EQ(result.table_html, expected["html"].get<std::string>());
    EXPECT_EQ(result.text, expected["texts"].get<std::vector<std::string>>());
    ASSERT_EQ(result.boxes.size(), expected["lines"].size());
    for (size_t i = 0; i < result.boxes.size(); ++i) {
      const pipeline::Edges edges = pipeline::LineEdges(result.boxes[i], picture.size());
      for (size_t k = 0; k < edges.size(); ++k) {
        EXPECT_NEAR(edges[k], expected["lines"][i][k].get<int>(), 2);
      }
      EXPECT_NEAR(result.rec_scores[i], expected["scores"][i].get<double>(), 0.01);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Backends, TableGolden, ::testing::Values(OPENVINO, ORT),
                         [](const auto& made) { return made.param == ORT ? "Ort" : "OpenVINO"; });

TEST(TableMatch, IsTheReferences) {
  const json golden = testing::Golden(kNames);
  ASSERT_EQ(golden["matches"].size(), 60U);
  for (const json& made : golden["matches"]) {
    SCOPED_TRACE(made.dump());
    const auto matched = pipeline::MatchLines(made["lines"].get<std::vector<pipeline::Edges>>(),
                                              made["cells"].get<std::vector<pipeline::Edges>>());
    EXPECT_EQ(pipeline::TableHtml(made["structure"].get<std::vector<std::string>>(), matched,
                                  made["texts"].get<std::vector<std::string>>()),
              made["html"].get<std::string>());
  }
}

TEST(Table, HasASignatureOf1x) {
  StructureV2Table model(ModelPath("slanet_plus/inference.pdmodel"),
                         ModelPath("slanet_plus/inference.pdiparams"));
  ASSERT_TRUE(model.Initialized());
  EXPECT_EQ(model.ModelName(), "ppocr/ocr_table");
  const cv::Mat picture = cv::imread(ModelPath("tables/ruled.png"));
  std::vector<std::array<int, 8>> boxes;
  std::vector<std::string> structure;
  ASSERT_TRUE(model.Predict(picture, &boxes, &structure));
  EXPECT_EQ(boxes.size(), 17U);
  std::vector<std::vector<std::array<int, 8>>> all_boxes;
  std::vector<std::vector<std::string>> structures;
  ASSERT_TRUE(model.BatchPredict({picture, picture}, &all_boxes, &structures));
  ASSERT_EQ(structures.size(), 2U);
  EXPECT_EQ(structures[1], structure);
  EXPECT_EQ(all_boxes[1], boxes);
  std::vector<OCRResult> results;
  ASSERT_TRUE(model.BatchPredict({picture}, &results));
  EXPECT_EQ(results[0].table_boxes, boxes);
}

TEST(Table, RefusesADictionaryThatDoesNotFit) {
  const testing::TemporaryFolder folder;
  const std::string file = folder.Write("tags.txt", "<tr>\n</tr>\n<td>\n");
  const auto load = [&](const std::string& model, const std::string& tags) {
    return ThrownBy([&] {
      (void)StructureV2Table::Load(ModelPath(model + ".pdmodel"), ModelPath(model + ".pdiparams"),
                                   tags);
    });
  };
  const Error error = load("slanet_plus/inference", file);
  EXPECT_EQ(error.Kind(), ErrorKind::kInvalidArgument);
  EXPECT_THAT(error.what(), HasSubstr("tags.txt' gives 5 classes"));
  EXPECT_THAT(error.what(), HasSubstr("has 50"));
  EXPECT_THAT(load("ppocrv4/cls/inference", "").what(), HasSubstr("has no character dictionary"));
  EXPECT_THAT(load("ppocrv4/cls/inference", file).what(), HasSubstr("expected two outputs"));
}

TEST(TablePipeline, NeedsItsModels) {
  const pipeline::PPStructureV2Table none(nullptr, nullptr, nullptr);
  EXPECT_FALSE(none.Initialized());
  EXPECT_EQ(ThrownBy([] { (void)pipeline::PPStructureV2Table::Load(ModelPath("ppocrv4")); }).Kind(),
            ErrorKind::kNotFound);
  auto table = LoadPipeline({});
  EXPECT_TRUE(table.Initialized());
  EXPECT_FALSE(table.SetRecBatchSize(-2));
  EXPECT_TRUE(table.SetRecBatchSize(-1));
  EXPECT_EQ(table.Clone()->GetRecBatchSize(), -1);
  const OCRResult blank = table.Predict(cv::Mat(60, 80, CV_8UC3, cv::Scalar::all(255)));
  EXPECT_TRUE(blank.text.empty());
  EXPECT_THAT(blank.table_html, HasSubstr("<html><body><table>"));
}

}  // namespace
}  // namespace fastdeploy
