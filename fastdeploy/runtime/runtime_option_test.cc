// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/runtime_option.h"

#include <limits>

#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

TEST(RuntimeOption, AbsurdNumbersOfThreadsAreNamed) {
  using Set = void (*)(RuntimeOption*, int);
  const std::pair<const char*, Set> settings[] = {
      {"cpu_thread_num", [](RuntimeOption* o, int n) { o->cpu_thread_num = n; }},
      {"openvino_option.cpu_thread_num",
       [](RuntimeOption* o, int n) { o->openvino_option.cpu_thread_num = n; }},
      {"openvino_option.num_streams",
       [](RuntimeOption* o, int n) { o->openvino_option.num_streams = n; }},
      {"ort_option.intra_op_num_threads",
       [](RuntimeOption* o, int n) { o->ort_option.intra_op_num_threads = n; }},
      {"ort_option.inter_op_num_threads",
       [](RuntimeOption* o, int n) { o->ort_option.inter_op_num_threads = n; }},
  };
  for (const auto& [name, set] : settings) {
    for (const int number : {-7, std::numeric_limits<int>::min(), 1'000'000}) {
      RuntimeOption option;
      set(&option, number);
      EXPECT_THAT(testing::ThrownBy([&] { option.Validate(); }).what(), ::testing::HasSubstr(name));
      set(&option, 2);
      EXPECT_NO_THROW(option.Validate());
      set(&option, -1);
      EXPECT_NO_THROW(option.Validate());
    }
  }
}

}  // namespace
}  // namespace fastdeploy
