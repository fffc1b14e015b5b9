// SPDX-License-Identifier: Apache-2.0
//
// A folder of shared weights: its manifest, its model, its weights.

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/manifest.h"
#include "tests/fuzz/bytes.h"
#include "tests/fuzz/mutate.h"
#include "tests/testing/testing.h"

namespace fastdeploy::fuzz {
namespace {

constexpr const char* kNames[] = {"manifest.json", "model.onnx", "weights.bin"};

void RunSharedWeights(std::string_view input) {
  static const testing::TemporaryFolder kFolder;
  const std::vector<std::string> parts = Split(input, std::size(kNames));
  for (size_t i = 0; i < parts.size(); ++i) (void)kFolder.Write(kNames[i], parts[i]);
  if (!MatchesManifest(kFolder.Path(), "model.onnx")) {
    throw Error(ErrorKind::kInvalidFile, "the files are not what was written");
  }
}

std::vector<std::string> SharedWeightsSeeds() {
  const testing::TemporaryFolder folder;
  std::vector<std::string> parts = {"", "a model", "weights"};
  for (size_t i = 1; i < parts.size(); ++i) (void)folder.Write(kNames[i], parts[i]);
  WriteManifest(folder.Path());
  parts[0] = testing::ReadBytes(folder.Path(kNames[0]));
  return {Join(parts)};
}

void MutateSharedWeights(std::string* input, Random* random) {
  std::vector<std::string> parts = Split(*input, std::size(kNames));
  const size_t chosen = Below(random, 6);
  chosen < 3 ? MutateJson(parts.data(), random) : MutateBytes(&parts[chosen - 3], random);
  *input = Join(parts);
}

}  // namespace

Target SharedWeightsTarget() {
  return {"shared_weights", RunSharedWeights, SharedWeightsSeeds, MutateSharedWeights};
}

}  // namespace fastdeploy::fuzz
