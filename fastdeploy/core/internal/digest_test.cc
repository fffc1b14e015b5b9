// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/digest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fastdeploy {
namespace {

using ::testing::MatchesRegex;

TEST(Digest, TellsContentsApart) {
  EXPECT_THAT(Digest({"abc"}), MatchesRegex("[0-9a-f]+"));
  EXPECT_EQ(Digest({"abc"}).size(), 32U);
  EXPECT_EQ(Digest({"abc", "d"}), Digest({"abc", "d"}));
  EXPECT_NE(Digest({"abc"}), Digest({"abd"}));
}

TEST(Digest, TellsWhereAPartEnds) {
  EXPECT_NE(Digest({"ab", "c"}), Digest({"a", "bc"}));
  EXPECT_NE(Digest({"abc"}), Digest({"abc", ""}));
}

}  // namespace
}  // namespace fastdeploy
