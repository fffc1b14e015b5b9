// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/build_id.h"

#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

TEST(BuildId, IsThatOfThisProgram) {
  const std::string id = BuildId();
  ASSERT_EQ(id.size(), 40U) << id;
  std::string bytes;
  for (size_t i = 0; i < id.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(id.substr(i, 2), nullptr, 16));
  }
  EXPECT_NE(testing::ReadBytes("/proc/self/exe").find("GNU" + std::string(1, '\0') + bytes),
            std::string::npos);
}

}  // namespace
}  // namespace fastdeploy
