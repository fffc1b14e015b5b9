// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/write_file.h"

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
