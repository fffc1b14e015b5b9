// SPDX-License-Identifier: Apache-2.0
//
// Whole networks in Paddle 3's format are bit-equal to the same networks in the old format, and
// give Paddle's own results (tests/golden/make_pir.py).

#include <cmath>

#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using nlohmann::json;
using testing::ModelPath;
using testing::ReadBytes;

/// The input of make_pir.py.
FDTensor MakeInput(const std::string& name, const std::vector<int64_t>& shape) {
  FDTensor tensor;
  tensor.name = name;
  tensor.Resize(shape, FP32);
  const std::span<float> values = tensor.As<float>();
  if (shape.size() != 4) {
    std::fill(values.begin(), values.end(), 1.0F);
    return tensor;
  }
  size_t i = 0;
  for (int64_t n = 0; n < shape[0]; ++n) {
    for (int64_t c = 0; c < shape[1]; ++c) {
      for (int64_t y = 0; y < shape[2]; ++y) {
        for (int64_t x = 0; x < shape[3]; ++x) {
          values[i++] = float((x / 5 + y / 7 * 3 + c) % 4) / 2 - 0.75F;
        }
      }
    }
  }
  return tensor;
}

RuntimeOption OptionOf(const std::string& model, const std::string& params = "") {
  RuntimeOption option;
  option.SetModelPath(model, params);
  return option;
}

std::vector<float> FirstOutput(const RuntimeOption& option, const std::vector<FDTensor>& inputs) {
  Runtime runtime = Runtime::Load(option);
  std::vector<FDTensor> named = inputs;
  if (named.size() == 1) named[0].name = runtime.GetInputInfo(0).name;
  std::vector<FDTensor> outputs;
  runtime.Run(named, &outputs);
  const std::span<const float> values = outputs.at(0).As<float>();
  return {values.begin(), values.end()};
}

class PirTwin : public ::testing::TestWithParam<std::string> {
 protected:
  const std::string old_ = ModelPath(GetParam() + "/inference.pdmodel");
  const std::string pir_ = ModelPath(GetParam() + "/inference.json");
  const std::string params_ = ModelPath(GetParam() + "/inference.pdiparams");
  const std::vector<FDTensor> inputs_ = {MakeInput("x", {1, 3, 224, 224})};
};

TEST_P(PirTwin, IsBitEqual) {
  const std::vector<float> expected = FirstOutput(OptionOf(old_), inputs_);
  EXPECT_EQ(FirstOutput(OptionOf(pir_), inputs_), expected);
  RuntimeOption memory;
  memory.SetModelBuffer(ReadBytes(pir_), ReadBytes(params_));
  EXPECT_EQ(FirstOutput(memory, inputs_), expected);
}

TEST_P(PirTwin, TakesTheSameOptions) {
  for (const std::string& model : {old_, pir_}) {
    SCOPED_TRACE(model);
    RuntimeOption option = OptionOf(model);
    option.SetInputShape("", {2, 3, 160, 192});
    option.SetOpenVINOStreams(2);
    const Runtime runtime = Runtime::Load(option);
    EXPECT_EQ(runtime.GetInputInfo(0).shape, (std::vector<int>{2, 3, 160, 192}));
    EXPECT_EQ(runtime.GetOutputInfo(0).shape, (std::vector<int>{2, 1000}));
  }
}

INSTANTIATE_TEST_SUITE_P(Networks, PirTwin, ::testing::Values("resnet50_vd", "pplcnet_x0_25"),
                         [](const auto& row) { return row.param; });

TEST(PirClassification, GivesTheSameClasses) {
  const testing::TemporaryFolder folder;
  for (const char* name : {"inference.json", "inference.pdiparams", "inference_cls.yaml"}) {
    (void)folder.Write(name, ReadBytes(ModelPath(std::string("pplcnet_x0_25/") + name)));
  }
  using vision::classification::PaddleClasModel;
  PaddleClasModel pir = PaddleClasModel::Load(folder.Path());
  PaddleClasModel old = PaddleClasModel::Load(ModelPath("pplcnet_x0_25"));
  EXPECT_TRUE(old.GetRuntimeOption().model_file.ends_with(".pdmodel"));
  EXPECT_TRUE(pir.GetRuntimeOption().model_file.ends_with(".json"));
  for (const cv::Mat& picture : testing::MixedPictures(5)) {
    EXPECT_EQ(pir.Predict(picture), old.Predict(picture));
  }
}

const json& GoldenNetworks() {
  static const json networks = testing::Golden("pir/models.json")["models"];
  return networks;
}

class PirGolden : public ::testing::TestWithParam<size_t> {};

/// The largest difference: absolute, and relative for values above 1.
double LargestDifference(const FDTensor& output, const json& expected) {
  const auto samples = expected["samples"].get<std::vector<double>>();
  const auto step = expected["step"].get<size_t>();
  double largest = 0;
  for (size_t i = 0; i < samples.size(); ++i) {
    const double found = output.dtype == FP32 ? double(output.As<float>()[i * step])
                                              : double(output.As<int32_t>()[i * step]);
    const double difference = std::abs(found - samples[i]) / std::max(1.0, std::abs(samples[i]));
    largest = std::max(largest, std::isnan(found) ? INFINITY : difference);
  }
  return largest;
}

TEST_P(PirGolden, EqualsPaddle) {
  const json& golden = GoldenNetworks()[GetParam()];
  const std::string name = golden["model"];
  SCOPED_TRACE(name);
  Runtime runtime = Runtime::Load(OptionOf(ModelPath(name + "/inference.json")));
  std::vector<FDTensor> inputs;
  for (const auto& [input, shape] : golden["inputs"].items()) {
    inputs.push_back(MakeInput(input, shape.get<std::vector<int64_t>>()));
  }
  std::vector<FDTensor> outputs;
  runtime.Run(inputs, &outputs);
  ASSERT_EQ(outputs.size(), golden["outputs"].size());
  for (size_t i = 0; i < outputs.size(); ++i) {
    const json& expected = golden["outputs"][i];
    EXPECT_EQ(outputs[i].name, expected["name"].get<std::string>());
    ASSERT_EQ(outputs[i].shape, expected["shape"].get<std::vector<int64_t>>());
    EXPECT_LT(LargestDifference(outputs[i], expected), 5e-5);
  }
}

INSTANTIATE_TEST_SUITE_P(Networks, PirGolden, ::testing::Range(size_t{0}, GoldenNetworks().size()),
                         [](const auto& row) {
                           return testing::TestName(GoldenNetworks()[row.param]["model"]);
                         });

}  // namespace
}  // namespace fastdeploy
