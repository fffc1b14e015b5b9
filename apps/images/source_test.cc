// SPDX-License-Identifier: Apache-2.0
#include "apps/images/source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "tests/testing/testing.h"

namespace fastdeploy::images {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::ThrownBy;

std::string Refusal(const std::string& path, const SourceLimits& limits = {}) {
  return ThrownBy([&] { (void)ReadSource(path, limits); }).what();
}

TEST(ReadSource, ReadsFiles) {
  const TemporaryFolder folder;
  const std::string contents(200000, 'x');
  EXPECT_EQ(ReadSource(folder.Write("a", contents)), contents);
  EXPECT_THAT(Refusal(folder.Path("none")), HasSubstr("does not exist"));
  EXPECT_THAT(Refusal(folder.Write("empty", "")), HasSubstr("empty"));
  EXPECT_THAT(Refusal(folder.Path("a"), {.bytes = 1000}), HasSubstr("at most 1000 bytes"));
  EXPECT_THAT(Refusal(folder.Path("a") + "/b"), HasSubstr("cannot be opened"));
}

TEST(ReadSource, RefusesWhatIsNoFile) {
  const TemporaryFolder folder;
  EXPECT_THAT(Refusal(folder.Path()), HasSubstr("a folder"));
  EXPECT_THAT(Refusal("/dev/zero"), HasSubstr("a device"));
  EXPECT_THAT(Refusal("/dev/null"), HasSubstr("a device"));
}

TEST(ReadSource, ReadsNamedPipes) {
  const TemporaryFolder folder;
  const std::string pipe = folder.Path("pipe.png");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THAT(Refusal(pipe, {.writer = std::chrono::milliseconds(20)}),
              HasSubstr("no program has written into this named pipe"));
  std::jthread writer([&] {
    const int end = open(pipe.c_str(), O_WRONLY);
    for (const char* part : {"first ", "second"}) {
      EXPECT_GT(write(end, part, std::char_traits<char>::length(part)), 0);
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    close(end);
  });
  EXPECT_EQ(ReadSource(pipe, {.writer = std::chrono::hours(1)}), "first second");
}

TEST(ReadSource, ReadsPipesOfTheShell) {
  std::array<int, 2> ends = {};
  ASSERT_EQ(pipe(ends.data()), 0);
  EXPECT_EQ(write(ends[1], "picture", 7), 7);
  close(ends[1]);
  EXPECT_EQ(ReadSource("/dev/fd/" + std::to_string(ends[0])), "picture");
  close(ends[0]);
  EXPECT_THAT(Refusal("/dev/fd/" + std::to_string(ends[0])), HasSubstr("cannot be opened"));
}

TEST(IsStandardInput, KnowsItsNames) {
  EXPECT_TRUE(IsStandardInput("-"));
  EXPECT_TRUE(IsStandardInput("/dev/stdin"));
  EXPECT_FALSE(IsStandardInput("stdin"));
}

}  // namespace
}  // namespace fastdeploy::images
