// SPDX-License-Identifier: Apache-2.0
//
// The fuzz targets without libFuzzer: their seeds, and mutations of them that are the same in every
// run. FASTDEPLOY_MUTATIONS sets how many of each target are tried.

#include <cstdlib>
#include <ostream>

#include "tests/fuzz/mutate.h"
#include "tests/testing/testing.h"

namespace fastdeploy::fuzz {

/// Names a target where a test fails.
void PrintTo(const Target& target, std::ostream* out) { *out << target.name; }

namespace {

class FuzzTarget : public ::testing::TestWithParam<Target> {};

/// Whether an input is accepted.
bool Accepts(const Target& target, const std::string& input) {
  try {
    target.run(input);
    return true;
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()).find("OpenCV"), std::string::npos) << error.what();
    return false;
  }
}

TEST_P(FuzzTarget, TakesItsSeeds) {
  const std::vector<std::string> seeds = GetParam().seeds();
  size_t accepted = 0;
  for (const std::string& seed : seeds) accepted += Accepts(GetParam(), seed) ? 1 : 0;
  // Some operators are refused, and some seeds have the shape of what is accepted, but not its
  // numbers.
  EXPECT_GE(accepted * 2, seeds.size());
}

TEST_P(FuzzTarget, AnswersMutations) {
  const char* wanted = std::getenv("FASTDEPLOY_MUTATIONS");
  const int mutations = wanted == nullptr ? 1000 : std::atoi(wanted);
  const std::vector<std::string> seeds = GetParam().seeds();
  Random random(20240607);
  int accepted = 0;
  for (int i = 0; i < mutations; ++i) {
    std::string input = seeds[Below(&random, seeds.size())];
    for (size_t changes = 1 + Below(&random, 4); changes > 0; --changes) {
      GetParam().mutate(&input, &random);
    }
    accepted += Accepts(GetParam(), input) ? 1 : 0;
  }
  EXPECT_GT(accepted, 0);
  EXPECT_LT(accepted, mutations);
}

INSTANTIATE_TEST_SUITE_P(All, FuzzTarget, ::testing::ValuesIn(Targets()),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace fastdeploy::fuzz
