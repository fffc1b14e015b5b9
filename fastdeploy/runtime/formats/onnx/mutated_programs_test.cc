// SPDX-License-Identifier: Apache-2.0
//
// Damaged programs and the backends. (What is read and translated of them: tests/fuzz.)

#include "fastdeploy/runtime.h"
#include "tests/fuzz/mutate.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

TEST(MutatedPrograms, LoadOrAreErrors) {
  fuzz::Random random(3);
  size_t number = 0;
  int loaded = 0;
  for (const auto& one : testing::OperatorCases()) {
    if (!one.contains("pir") || number++ % 5 != 0 || one["pir"]["weights"] != "") continue;
    auto program = one["pir"]["program"].get<std::string>();
    fuzz::MutateJson(&program, &random);
    RuntimeOption option;
    option.SetModelBuffer(program);
    try {
      loaded += Runtime::Load(option).Initialized() ? 1 : 0;
    } catch (const Error&) {  // what is expected of many
    }
  }
  EXPECT_GT(loaded, 10);
}

}  // namespace
}  // namespace fastdeploy
