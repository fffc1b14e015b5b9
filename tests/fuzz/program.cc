// SPDX-License-Identifier: Apache-2.0
//
// Paddle's programs of both formats and their parameters, read and translated to ONNX.

#include "fastdeploy/core/error.h"
#include "fastdeploy/runtime/formats/onnx/translate.h"
#include "tests/fuzz/bytes.h"
#include "tests/fuzz/mutate.h"
#include "tests/testing/testing.h"

namespace fastdeploy::fuzz {
namespace {

void RunProgram(std::string_view input) {
  const std::vector<std::string> parts = Split(input, 2);
  const paddle::Program program = paddle::ReadProgram(parts[0]);
  (void)TranslateToOnnx(program, parts[1], WeightPlace::kNodes);
}

/// The models of all operators, without those that are large.
std::vector<std::string> ProgramSeeds() {
  constexpr size_t kMostBytes = 8192;
  std::vector<std::string> seeds;
  for (const auto& one : testing::OperatorCases()) {
    for (const char* format : {"pdmodel", "pir"}) {
      if (!one.contains(format)) continue;
      const auto program = one[format]["program"].get<std::string>();
      const bool is_text = std::string_view(format) == "pir";
      seeds.push_back(Join({is_text ? program : testing::DecodeBase64(program),
                            testing::DecodeBase64(one[format]["weights"])}));
      if (seeds.back().size() > kMostBytes) seeds.pop_back();
    }
  }
  return seeds;
}

void MutateProgram(std::string* input, Random* random) {
  std::vector<std::string> parts = Split(*input, 2);
  if (Below(random, 12) == 0) {
    MutateBytes(&parts[1], random);
  } else if (paddle::LooksLikePir(parts[0])) {
    MutateJson(parts.data(), random);
  } else {
    MutateProtobuf(parts.data(), random);
  }
  *input = Join(parts);
}

}  // namespace

Target ProgramTarget() { return {"program", RunProgram, ProgramSeeds, MutateProgram}; }

}  // namespace fastdeploy::fuzz
