// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/backends/openvino/callers.h"

#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

TEST(Callers, OneIsAloneUntilRunsOverlap) {
  Callers callers;
  for (int i = 0; i < 50; ++i) {
    EXPECT_TRUE(callers.Begin());
    callers.End();
  }
  EXPECT_TRUE(callers.Begin());
  EXPECT_FALSE(callers.Begin());  // another one
  callers.End();
  callers.End();
  EXPECT_FALSE(callers.Begin()) << "it may come back";
  callers.End();
  int runs = 0;
  while (!callers.Begin()) {
    callers.End();
    ASSERT_LT(++runs, 50);
  }
  EXPECT_GT(runs, 5);
  callers.End();
  EXPECT_TRUE(callers.Begin());
}

TEST(Callers, CountShapesOfAllSessions) {
  Callers callers;
  int times = 0;
  for (int i = 0; i < 200; ++i) times += callers.CountShape() ? 1 : 0;
  EXPECT_EQ(times, 3);
}

}  // namespace
}  // namespace fastdeploy
