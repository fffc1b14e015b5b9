// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/digest.h"

#include "tests/testing/testing.h"

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

TEST(DigestOfFile, TellsContentsApart) {
  const testing::TemporaryFolder folder;
  const std::string large(3'000'000, 'x');
  const std::string same = DigestOfFile(folder.Write("a", large));
  EXPECT_EQ(DigestOfFile(folder.Write("b", large)), same);
  for (const size_t place : {size_t{0}, size_t{1} << 20, large.size() - 1}) {
    std::string other = large;
    other[place] = 'y';
    EXPECT_NE(DigestOfFile(folder.Write("c", other)), same) << place;
  }
  EXPECT_NE(DigestOfFile(folder.Write("d", large + '\0')), same);
  EXPECT_NE(DigestOfFile(folder.Write("e", "")), DigestOfFile(folder.Write("f", "x")));
  EXPECT_EQ(testing::ThrownBy([&] { (void)DigestOfFile(folder.Path("none")); }).Kind(),
            ErrorKind::kNotFound);
}

}  // namespace
}  // namespace fastdeploy
