// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/describe.h"

#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/runtime_option.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

ModelDescription Describe(const std::string& path) {
  RuntimeOption option;
  option.SetModelPath(path);
  return DescribeModel(OpenModelFile(option));
}

TEST(DescribeModel, CountsOperators) {
  const ModelDescription old = Describe(testing::ModelPath("pplcnet_x0_25/inference.pdmodel"));
  EXPECT_EQ(old.format, "Paddle (.pdmodel)");
  EXPECT_EQ(old.version, "2.6.2");
  const ModelDescription pir = Describe(testing::ModelPath("pplcnet_x0_25/inference.json"));
  EXPECT_EQ(pir.format, "Paddle 3 (inference.json, PIR)");
  EXPECT_EQ(pir.version, "4");
  EXPECT_EQ(pir.operators.at("conv2d"), old.operators.at("conv2d"));
  EXPECT_EQ(pir.operators.at("batch_norm"), old.operators.at("batch_norm"));
  const ModelDescription onnx = Describe(testing::ModelPath("doc-orientation/inference.onnx"));
  EXPECT_EQ(onnx.version, "opset 15");
  EXPECT_EQ(onnx.operators.at("Conv"), 32U);
}

TEST(DescribeModel, ReadsOpenVINOsXml) {
  ModelFile file;
  file.format = OPENVINO_IR;
  file.model =
      "<?xml version=\"1.0\"?><net name=\"n\" version=\"11\"><layers>"
      "<layer id=\"0\" name=\"x\" type=\"Parameter\" version=\"opset1\"><data/></layer>"
      "<layer id=\"1\" name=\"y\" type=\"ReLU\"/><layer id=\"2\" type=\"ReLU\"/></layers></net>";
  const ModelDescription description = DescribeModel(file);
  EXPECT_EQ(description.version, "11");
  EXPECT_EQ(description.operators.at("ReLU"), 2U);
  EXPECT_EQ(description.operators.at("Parameter"), 1U);
}

}  // namespace
}  // namespace fastdeploy
