// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/save.h"

#include <sys/resource.h>

#include <csignal>
#include <filesystem>

#include "tests/testing/testing.h"

namespace fastdeploy::cli {
namespace {

namespace fs = std::filesystem;

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ReadBytes;
using testing::TemporaryFolder;
using testing::ThrownBy;

size_t FilesIn(const std::string& folder) {
  return size_t(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(DrawingPaths, AreUnique) {
  EXPECT_THAT(
      DrawingPaths({"x/a.png", "y/a.jpg", "a_2.png", "b.png"}, "out", "ocr"),
      ElementsAre("out/a_ocr.png", "out/a_2_ocr.png", "out/a_2_2_ocr.png", "out/b_ocr.png"));
  EXPECT_THAT(DrawingPaths({"-", "stdin.png"}, "out", "ocr"),
              ElementsAre("out/stdin_ocr.png", "out/stdin_2_ocr.png"));
}

TEST(DrawingPaths, DoNotOverwriteImages) {
  EXPECT_THAT(DrawingPaths({"x/a.png", "x/../x/a_ocr.png"}, "x", "ocr"),
              ElementsAre("x/a_2_ocr.png", "x/a_ocr_ocr.png"));
  EXPECT_THAT(DrawingPaths({"x/a.tif", "x/a_ocr_page2.png"}, "x", "ocr"),
              ElementsAre("x/a_2_ocr.png", "x/a_ocr_page2_ocr.png"));
}

TEST(PagePath, NumbersThePages) {
  EXPECT_EQ(PagePath("out/a.b_ocr.png", 12), "out/a.b_ocr_page12.png");
}

TEST(WriteFile, ReplacesAFile) {
  const TemporaryFolder folder;
  const std::string path = folder.Write("a.png", "a long text");
  WriteFile(path, "short");
  EXPECT_EQ(ReadBytes(path), "short");
  EXPECT_EQ(FilesIn(folder.Path()), 1U);
}

TEST(WriteFile, LeavesNothingBehindWhenItFails) {
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
  EXPECT_THAT(error.what(), AllOf(HasSubstr("cannot write '" + path), HasSubstr("too large")));
  EXPECT_EQ(ReadBytes(path), "kept");
  EXPECT_EQ(FilesIn(folder.Path()), 1U);
}

TEST(WriteFile, NamesTheFileThatCannotBeMade) {
  const TemporaryFolder folder;
  const std::string path = folder.Path("not here/a.png");
  EXPECT_THAT(ThrownBy([&] { WriteFile(path, "x"); }).what(), HasSubstr(path));
  EXPECT_THAT(ThrownBy([&] { SavePng(path, cv::Mat()); }).what(), HasSubstr("0 x 0"));
}

}  // namespace
}  // namespace fastdeploy::cli
