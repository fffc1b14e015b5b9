// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

// Readers and decoders that have to answer whatever bytes they are given. libFuzzer runs them for
// as long as one likes (driver.cc); a unit test runs them on their seeds and some mutations of
// these (replay_test.cc).
namespace fastdeploy::fuzz {

using Random = std::mt19937;

struct Target {
  const char* name;
  /// Throws Error for what is refused. Any other end is a defect.
  void (*run)(std::string_view input);
  /// Inputs that are accepted.
  std::vector<std::string> (*seeds)();
  /// Changes an input, but mostly keeps its form, so that what is behind the reader is reached.
  void (*mutate)(std::string* input, Random* random);
};

Target ConfigTarget();
Target DictionaryTarget();
Target InferRequestTarget();
Target ModelFileTarget();
Target OperatorsTarget();
Target OutputsTarget();
Target ParametersTarget();
Target PictureTarget();
Target ProgramTarget();
Target SharedWeightsTarget();

inline std::vector<Target> Targets() {
  return {ConfigTarget(),    DictionaryTarget(),   InferRequestTarget(), ModelFileTarget(),
          OperatorsTarget(), OutputsTarget(),      ParametersTarget(),   PictureTarget(),
          ProgramTarget(),   SharedWeightsTarget()};
}

}  // namespace fastdeploy::fuzz
