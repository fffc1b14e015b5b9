// SPDX-License-Identifier: Apache-2.0
//
// Every translated operation of Paddle 3's programs gives Paddle's own results. The small programs
// of tests/golden/make_pir_ops.py are loaded from memory.

#include <cmath>

#include "fastdeploy/runtime.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using nlohmann::json;

const json& Cases() {
  static const json cases = testing::Golden("pir/operations.json")["cases"];
  return cases;
}

std::string DecodeBase64(const std::string& text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) break;  // the padding
    bits = (bits << 6) | static_cast<uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count);
  }
  return bytes;
}

/// The input of make_pir_ops.py.
FDTensor MakeInput(const TensorInfo& info, const json& input, float factor) {
  FDTensor tensor;
  tensor.name = info.name;
  const bool is_float = input["dtype"] == "float32";
  tensor.Resize(input["shape"].get<std::vector<int64_t>>(), is_float ? FP32 : INT64);
  for (int64_t i = 0; i < tensor.Numel(); ++i) {
    const auto index = static_cast<size_t>(i);
    if (is_float) {
      tensor.As<float>()[index] = (float(i * 7919 % 2000) / 1000 - 1) * factor;
    } else {
      tensor.As<int64_t>()[index] = i * 7919 % 5 * static_cast<int64_t>(factor);
    }
  }
  return tensor;
}

double ValueAt(const FDTensor& tensor, size_t index) {
  switch (tensor.dtype) {
    case FP32:
      return tensor.As<float>()[index];
    case INT32:
      return tensor.As<int32_t>()[index];
    case INT64:
      return static_cast<double>(tensor.As<int64_t>()[index]);
    default:
      ADD_FAILURE() << "an output of type " << Str(tensor.dtype);
      return std::nan("");
  }
}

class PirOperation : public ::testing::TestWithParam<std::string> {
 protected:
  const json& case_ = Cases()[GetParam()];
};

TEST_P(PirOperation, EqualsPaddle) {
  RuntimeOption option;
  option.SetModelBuffer(case_["program"].dump(), DecodeBase64(case_["parameters"]));
  Runtime runtime = Runtime::Load(option);
  std::vector<FDTensor> inputs;
  for (const TensorInfo& info : runtime.GetInputInfos()) {
    const json& input = case_["inputs"][static_cast<size_t>(info.name.at(0) - 'x')];
    inputs.push_back(MakeInput(info, input, case_["factor"]));
  }
  std::vector<FDTensor> outputs;
  runtime.Run(inputs, &outputs);
  ASSERT_EQ(outputs.size(), case_["outputs"].size());
  for (size_t i = 0; i < outputs.size(); ++i) {
    const json& expected = case_["outputs"][i];
    // An output that is also an input has the name of the input.
    if (outputs[i].name != "x") {
      EXPECT_EQ(outputs[i].name, "fetch_name_" + std::to_string(i));
    }
    EXPECT_EQ(outputs[i].shape, expected["shape"].get<std::vector<int64_t>>());
    const auto values = expected["values"].get<std::vector<double>>();
    ASSERT_EQ(static_cast<size_t>(outputs[i].Numel()), values.size());
    for (size_t k = 0; k < values.size(); ++k) {
      const double found = ValueAt(outputs[i], k);
      ASSERT_NEAR(found, values[k], 1e-5 + 1e-5 * std::abs(values[k])) << "element " << k;
    }
  }
}

std::vector<std::string> CaseNames() {
  std::vector<std::string> names;
  for (const auto& [name, value] : Cases().items()) names.push_back(name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Golden, PirOperation, ::testing::ValuesIn(CaseNames()),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace fastdeploy
