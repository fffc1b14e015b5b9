// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/write_file.h"

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>

#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::ReadBytes;
using testing::TemporaryFolder;
using testing::ThrownBy;

TEST(WriteFile, ReplacesTheWholeFile) {
  const TemporaryFolder folder;
  const std::string path = folder.Write("a.txt", "the longer contents of before");
  WriteFile(path, "new");
  EXPECT_EQ(ReadBytes(path), "new");
}

TEST(WriteFile, KeepsTheOldFileWhereTheDiskIsFull) {
  const TemporaryFolder folder;
  const std::string path = folder.Write("a.png", "kept");
  // A limit of the size of files stands for a full disk.
  rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small = {.rlim_cur = 1000, .rlim_max = before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const Error error = ThrownBy([&] { WriteFile(path, std::string(5000, 'x')); });
  setrlimit(RLIMIT_FSIZE, &before);
  (void)std::signal(SIGXFSZ, handler);
  EXPECT_THAT(error.what(), HasSubstr("cannot write '" + path));
  EXPECT_EQ(ReadBytes(path), "kept");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.Path("")), fs::directory_iterator()), 1);
}

TEST(WriteFile, LeavesPipesAndDevicesAlone) {
  const TemporaryFolder folder;
  ASSERT_EQ(mkfifo(folder.Path("pipe").c_str(), 0600), 0);
  EXPECT_THAT(ThrownBy([&] { WriteFile(folder.Path("pipe"), "x"); }).what(),
              HasSubstr("not a regular file"));
  EXPECT_TRUE(fs::is_fifo(folder.Path("pipe")));
}

TEST(WriteFile, LeavesNothingBehindWhereItFails) {
  const TemporaryFolder folder;
  fs::create_directory(folder.Path("taken"));
  EXPECT_THAT(ThrownBy([&] { WriteFile(folder.Path("taken"), "x"); }).what(),
              HasSubstr("cannot write '" + folder.Path("taken") + "'"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.Path("")), fs::directory_iterator()), 1);
  EXPECT_THAT(ThrownBy([&] { WriteFile(folder.Path("none/a.txt"), "x"); }).what(),
              HasSubstr("No such file"));
}

}  // namespace
}  // namespace fastdeploy
