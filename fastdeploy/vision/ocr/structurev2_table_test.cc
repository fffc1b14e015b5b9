// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/structurev2_table.h"

#include <limits>

#include "fastdeploy/vision/ocr/internal/dialect.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision::ocr {
namespace {

using fastdeploy::testing::ThrownBy;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// With "sos", "<td></td>" in place of "<td>", and "eos": sos <tr> </tr> <td > </td> <td></td> eos.
constexpr const char* kTags = "<tr>\n</tr>\n<td>\n<td\n>\n</td>\n";
constexpr int64_t kClasses = 8;
enum Tag : uint8_t { kStart, kRow, kEndRow, kOpen, kClose, kEndCell, kEmpty, kEnd };

StructureV2TablePostprocessor Post() {
  return StructureV2TablePostprocessor(Dictionary::FromLines(kTags, "tags"));
}

FDTensor Tensor(const std::vector<int64_t>& shape, float value) {
  FDTensor tensor;
  tensor.Resize(shape, FP32);
  std::ranges::fill(std::span(static_cast<float*>(tensor.MutableData()), tensor.Numel()), value);
  return tensor;
}

/// Outputs for one picture in which each step has one likely tag, and all places are those.
std::vector<FDTensor> Outputs(const std::vector<Tag>& tags, const std::vector<float>& place) {
  const auto steps = static_cast<int64_t>(tags.size());
  std::vector<FDTensor> outputs = {Tensor({1, steps, int64_t(place.size())}, 0),
                                   Tensor({1, steps, kClasses}, 0.01F)};
  auto* places = static_cast<float*>(outputs[0].MutableData());
  auto* scores = static_cast<float*>(outputs[1].MutableData());
  for (size_t i = 0; i < tags.size(); ++i) {
    std::ranges::copy(place, places + i * place.size());
    scores[i * kClasses + tags[i]] = 0.9F;
  }
  return outputs;
}

StructureV2TablePreprocessor::Geometry Picture(int width, int height) {
  return StructureV2TablePostprocessor::GeometryOf({{width, height, 488, 488}});
}

TEST(TableStructure, EndsAtTheEnd) {
  const auto result = Post().Process(
      Outputs({kEnd, kStart, kRow, kEmpty, kOpen, kClose, kEndCell, kEndRow, kEnd, kRow},
              {0.1F, 0.2F, 0.3F, 0.4F}),
      Picture(200, 100))[0];
  EXPECT_THAT(result.table_structure,
              ElementsAre("<html>", "<body>", "<table>", "<tr>", "<td></td>", "<td", ">", "</td>",
                          "</tr>", "</table>", "</body>", "</html>"));
  EXPECT_THAT(result.table_boxes, ElementsAre(std::array<int, 8>{20, 40, 60, 40, 60, 80, 20, 80},
                                              std::array<int, 8>{20, 40, 60, 40, 60, 80, 20, 80}));
}

TEST(TableStructure, PlacesAreOfThePaddedPictureOrOfItself) {
  const auto outputs = Outputs({kEmpty}, {0, 0, 0.5F, 0, 0.5F, 0.5F, -3, 7e20F});
  StructureV2TablePostprocessor post = Post();
  EXPECT_THAT(post.Process(outputs, Picture(200, 100))[0].table_boxes,
              ElementsAre(std::array<int, 8>{0, 0, 100, 0, 100, 100, 0, 200}));
  post.SetBoxShape("ori");
  EXPECT_THAT(post.Process(outputs, Picture(200, 100))[0].table_boxes,
              ElementsAre(std::array<int, 8>{0, 0, 100, 0, 100, 50, 0, 100}));
  EXPECT_THAT(ThrownBy([&] { post.SetBoxShape("square"); }).what(), HasSubstr("'square'"));
}

TEST(TableStructure, WithoutMergedCells) {
  StructureV2TablePostprocessor post = Post();
  post.SetMergeNoSpanStructure(false);
  EXPECT_FALSE(post.GetMergeNoSpanStructure());
  // sos <tr> </tr> <td> ...
  const auto result = post.Process(Outputs({kOpen}, {0, 0, 1, 1}), Picture(10, 10))[0];
  EXPECT_EQ(result.table_structure[3], "<td>");
  EXPECT_EQ(result.table_boxes.size(), 1U);
}

TEST(TableStructure, RefusesOtherOutputs) {
  const auto fails = [](const std::vector<FDTensor>& outputs,
                        const StructureV2TablePostprocessor& post = Post()) {
    return std::string(ThrownBy([&] { (void)post.Process(outputs, Picture(10, 10)); }).what());
  };
  EXPECT_THAT(fails({}), HasSubstr("no output"));
  EXPECT_THAT(fails({Tensor({1, 3, 8}, 0)}), HasSubstr("only output"));
  EXPECT_THAT(fails({Tensor({1, 3, 5}, 0), Tensor({1, 3, kClasses}, 0)}), HasSubstr("4 or 8"));
  EXPECT_THAT(fails({Tensor({1, 3, 8}, 0), Tensor({1, 4, kClasses}, 0)}), HasSubstr("[1, 4, 8]"));
  EXPECT_THAT(fails({Tensor({2, 3, 8}, 0), Tensor({2, 3, kClasses}, 0)}), HasSubstr("[2, 3, 8]"));
  EXPECT_THAT(fails({Tensor({1, 3, 8}, 0), Tensor({1, 3, 9}, 0)}),
              HasSubstr("'tags' gives 8 classes (with the start, the end and the empty cell)"));
  EXPECT_THAT(fails({Tensor({1, 3, 8}, 0), Tensor({1, 3, kClasses}, 0)}, {}),
              HasSubstr("gives 0 classes"));
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(fails({Tensor({1, 3, 8}, nan), Tensor({1, 3, kClasses}, 0)}), HasSubstr("found nan"));
  EXPECT_THAT(fails({Tensor({1, 3, 8}, 0), Tensor({1, 3, kClasses}, nan)}), HasSubstr("found nan"));
}

TEST(TableStructure, RunsAs1x) {
  std::vector<std::vector<std::array<int, 8>>> boxes;
  std::vector<std::vector<std::string>> structures;
  const auto outputs = Outputs({kEmpty}, {0, 0, 1, 1});
  EXPECT_TRUE(Post().Run(outputs, &boxes, &structures, {{20, 10, 488, 244}}));
  EXPECT_THAT(boxes, ElementsAre(ElementsAre(std::array<int, 8>{0, 0, 20, 0, 20, 20, 0, 20})));
  EXPECT_EQ(structures.size(), 1U);
  EXPECT_FALSE(Post().Run(outputs, &boxes, &structures, {}));
}

TEST(TablePreprocessor, PadsTheTensor) {
  StructureV2TablePreprocessor pre;
  pre.SetMaxLen(32);
  std::vector<FDMat> images = {FDMat(cv::Mat(20, 40, CV_8UC3, cv::Scalar::all(255)))};
  std::vector<FDTensor> tensors;
  ASSERT_TRUE(pre.Run(&images, &tensors));
  EXPECT_THAT(tensors[0].shape, ElementsAre(1, 3, 32, 32));
  EXPECT_THAT(*pre.GetBatchImgInfo(), ElementsAre(std::array<int, 4>{40, 20, 32, 16}));
  const auto values = tensors[0].As<float>();
  EXPECT_NEAR(values[15 * 32 + 31], (1 - 0.485) / 0.229, 1e-5);
  EXPECT_EQ(values[16 * 32], 0);
  EXPECT_THROW(pre.SetMaxLen(0), Error);
}

TEST(TableDialect, FollowsTheNameOfTheModel) {
  const auto read = [](const std::string& text) { return ReadTable(Yaml::Parse(text, "yml")); };
  EXPECT_EQ(read("Global: {model_name: SLANet}").box_shape, "ori");
  EXPECT_EQ(read("Global: {model_name: SLANet_plus}").box_shape, "pad");
  const TableDialect table = read(
      "{PreProcess: {transform_ops: [ResizeTableImage: {max_len: 512}]}, "
      "PostProcess: {merge_no_span_structure: false}}");
  EXPECT_EQ(table.max_len, 512);
  EXPECT_FALSE(table.merge_no_span_structure);
}

}  // namespace
}  // namespace fastdeploy::vision::ocr
