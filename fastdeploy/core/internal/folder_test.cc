// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/folder.h"

#include <string>

#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

namespace fs = std::filesystem;
using testing::TemporaryFolder;

TEST(Folder, ListsItsEntries) {
  const TemporaryFolder folder;
  (void)folder.Write("a", "");
  std::error_code error;
  const auto entries = EntriesOf(folder.Path(""), &error);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].path().filename(), "a");
  EXPECT_FALSE(error);
  EXPECT_TRUE(EntriesOf(folder.Path("none"), &error).empty());
  EXPECT_TRUE(error);
}

TEST(Folder, ACurrentFolderThatIsGoneIsAnError) {
  const fs::path before = fs::current_path();
  {
    const TemporaryFolder folder;
    fs::current_path(folder.Path(""));
  }
  const Error error = testing::ThrownBy([] { (void)AbsolutePath("model.onnx"); });
  fs::current_path(before);
  EXPECT_THAT(error.what(), ::testing::HasSubstr("model.onnx"));
}

}  // namespace
}  // namespace fastdeploy
