// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/mapped_file.h"

#include <sys/stat.h>

#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::ThrownBy;

TEST(ReadTextFile, ReadsWhatTheSystemMakesUp) {
  EXPECT_THAT(ReadTextFile("/proc/self/status"), HasSubstr("Name:"));
}

TEST(ReadTextFile, RefusesWhatIsNoFile) {
  const TemporaryFolder folder;
  ASSERT_EQ(mkfifo(folder.Path("pipe").c_str(), 0600), 0);
  for (const std::string& path : {folder.Path("pipe"), std::string("/dev/zero")}) {
    EXPECT_THAT(ThrownBy([&] { (void)ReadTextFile(path); }).what(),
                HasSubstr("'" + path + "': it is not a regular file"));
    EXPECT_THAT(ThrownBy([&] { (void)MappedFile(path); }).what(),
                HasSubstr("'" + path + "': it is not a regular file"));
  }
  EXPECT_EQ(ThrownBy([&] { (void)ReadTextFile(folder.Path("none")); }).Kind(),
            ErrorKind::kNotFound);
  EXPECT_EQ(ThrownBy([&] { (void)ReadTextFile(folder.Path("")); }).Kind(), ErrorKind::kNotFound);
}

TEST(MappedFile, ReadsAgainWhatItHasGivenBack) {
  const TemporaryFolder folder;
  const MappedFile file(folder.Write("file", std::string(100'000, 'x')));
  EXPECT_EQ(file.Bytes(), std::string(100'000, 'x'));
  file.GiveBack();
  EXPECT_EQ(file.Bytes(), std::string(100'000, 'x'));
  MappedFile(folder.Write("empty", "")).GiveBack();
}

}  // namespace
}  // namespace fastdeploy
