// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/folder.h"

#include <unistd.h>

#include <cstdlib>
#include <string>

#include "fastdeploy/core/internal/scratch_folder.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;

TEST(Folder, ListsItsEntries) {
  const ScratchFolder scratch;
  WriteFile(scratch.Path() / "a", "");
  std::error_code error;
  const auto entries = EntriesOf(scratch.Path(), &error);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].path().filename(), "a");
  EXPECT_FALSE(error);
  EXPECT_TRUE(EntriesOf(scratch.Path() / "none", &error).empty());
  EXPECT_TRUE(error);
}

TEST(Folder, ACurrentFolderThatIsGoneIsAnError) {
  const fs::path before = fs::current_path();
  {
    const ScratchFolder scratch;
    fs::current_path(scratch.Path());
  }
  const Error error = testing::ThrownBy([] { (void)AbsolutePath("model.onnx"); });
  fs::current_path(before);
  EXPECT_THAT(error.what(), ::testing::HasSubstr("model.onnx"));
}

TEST(Folder, ATemporaryFolderThatIsNoneIsAnError) {
  const char* before = std::getenv("TMPDIR");
  const std::string kept = before == nullptr ? "" : before;
  setenv("TMPDIR", "/no/such/folder", 1);
  const Error error = testing::ThrownBy([] { const ScratchFolder scratch; });
  before == nullptr ? unsetenv("TMPDIR") : setenv("TMPDIR", kept.c_str(), 1);
  EXPECT_THAT(error.what(), ::testing::HasSubstr("TMPDIR"));
}

}  // namespace
}  // namespace fastdeploy
