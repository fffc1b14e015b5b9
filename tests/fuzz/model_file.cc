// SPDX-License-Identifier: Apache-2.0
//
// What is read of a model file before a backend sees it: its format, what describes it, the
// metadata of ONNX and the files of external weights.

#include "fastdeploy/runtime/formats/model_file.h"

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/describe.h"
#include "fastdeploy/runtime/formats/onnx/external_data.h"
#include "fastdeploy/runtime/runtime_option.h"
#include "tests/fuzz/bytes.h"
#include "tests/fuzz/mutate.h"
#include "tests/testing/testing.h"

namespace fastdeploy::fuzz {
namespace {

void RunModelFile(std::string_view input) {
  static const testing::TemporaryFolder kFolder;
  const std::vector<std::string> parts = Split(input, 2);
  RuntimeOption option;
  option.SetModelPath(kFolder.Write("model.any", parts[0]), kFolder.Write("params.any", parts[1]));
  (void)ReadMetadata({.format = ONNX, .model = parts[0]});
  (void)ReadMetadata({.format = OPENVINO_IR, .model = parts[0]});
  const ModelFile file = OpenModelFile(option);
  (void)DescribeModel(file);
  if (file.format == PADDLE) (void)ToOnnx(file, WeightPlace::kFile);
}

std::vector<std::string> ModelFileSeeds() {
  std::vector<std::string> seeds = {
      Join({R"(<?xml version="1.0"?><net name="n" version="11"><layers/></net>)", ""}),
      Join({R"(<net><rt_info><framework><character value="a&#10;&amp;"/></framework></rt_info>)",
            ""})};
  size_t number = 0;
  for (const auto& one : testing::OperatorCases()) {
    if (!one.contains("pdmodel") || number++ % 40 != 0) continue;
    const std::string program = testing::DecodeBase64(one["pdmodel"]["program"]);
    const std::string params = testing::DecodeBase64(one["pdmodel"]["weights"]);
    seeds.push_back(Join({program, params}));
    try {
      const auto place = params.empty() ? WeightPlace::kInside : WeightPlace::kFile;
      const paddle::Program read = paddle::ReadProgram(program);
      seeds.push_back(Join({TranslateToOnnx(read, params, place, "params.any").bytes, ""}));
    } catch (const Error&) {  // an operator that is refused
    }
  }
  return seeds;
}

void MutateModelFile(std::string* input, Random* random) {
  std::vector<std::string> parts = Split(*input, 2);
  const bool params = Below(random, 8) == 0;
  params ? MutateBytes(&parts[1], random) : MutateProtobuf(parts.data(), random);
  *input = Join(parts);
}

}  // namespace

Target ModelFileTarget() { return {"model_file", RunModelFile, ModelFileSeeds, MutateModelFile}; }

}  // namespace fastdeploy::fuzz
