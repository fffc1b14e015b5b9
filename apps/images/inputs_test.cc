// SPDX-License-Identifier: Apache-2.0
#include "apps/images/inputs.h"

#include <sys/stat.h>

#include <filesystem>

#include "tests/testing/testing.h"

namespace fastdeploy::images {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::ThrownBy;

/// Writes empty files into a folder.
void Fill(const TemporaryFolder& folder, const std::vector<std::string>& names) {
  for (const std::string& name : names) (void)folder.Write(name, "");
}

TEST(ExpandInputs, KeepsFiles) {
  const std::vector<std::string> given = {"b.png", "not there.txt", "a.png", "b.png"};
  EXPECT_EQ(ExpandInputs(given), given);
}

TEST(ExpandInputs, ListsTheImagesInAFolder) {
  const TemporaryFolder folder;
  Fill(folder, {"b.png", "a.JPG", "c.jpeg", "d.bmp", "e.webp", "f.tif", "g.TIFF", "notes.txt",
                "png", "below/z.png"});
  std::filesystem::create_directory(folder.Path("album.png"));
  EXPECT_THAT(ExpandInputs({folder.Path()}),
              ElementsAre(folder.Path("a.JPG"), folder.Path("b.png"), folder.Path("c.jpeg"),
                          folder.Path("d.bmp"), folder.Path("e.webp"), folder.Path("f.tif"),
                          folder.Path("g.TIFF")));
}

TEST(ExpandInputs, LeavesOutWhatIsNoPicture) {
  const TemporaryFolder folder;
  Fill(folder, {"a.gif", ".hidden.png", "._a.gif", ".cache/b.png"});
  ASSERT_EQ(mkfifo(folder.Path("pipe.png").c_str(), 0600), 0);
  std::filesystem::create_symlink("a.gif", folder.Path("link.png"));
  std::filesystem::create_symlink("none", folder.Path("broken.png"));
  EXPECT_THAT(ExpandInputs({folder.Path()}, true),
              ElementsAre(folder.Path("a.gif"), folder.Path("link.png")));
  EXPECT_THAT(ExpandInputs({folder.Path("*.png")}), ElementsAre(folder.Path("link.png")));
}

TEST(ExpandInputs, SearchesFoldersInFolders) {
  const TemporaryFolder folder;
  Fill(folder, {"b.png", "a/c.png", "a/d/e.png"});
  std::filesystem::create_directory_symlink(folder.Path(), folder.Path("a/loop"));
  EXPECT_THAT(ExpandInputs({folder.Path()}, true),
              ElementsAre(folder.Path("a/c.png"), folder.Path("a/d/e.png"), folder.Path("b.png")));
  EXPECT_THAT(ExpandInputs({folder.Path()}), ElementsAre(folder.Path("b.png")));
}

TEST(ExpandInputs, KeepsStandardInput) {
  EXPECT_THAT(ExpandInputs({"-", "/dev/stdin"}), ElementsAre("-", "/dev/stdin"));
}

TEST(ExpandInputs, ExpandsGlobs) {
  const TemporaryFolder folder;
  Fill(folder, {"b.png", "a.png", "c.txt", "below.png/z.png"});
  EXPECT_THAT(ExpandInputs({folder.Path("*.png")}),
              ElementsAre(folder.Path("a.png"), folder.Path("b.png")));
  EXPECT_THAT(ExpandInputs({folder.Path("[c].???")}), ElementsAre(folder.Path("c.txt")));
}

TEST(ExpandInputs, AcceptsAFileNamedLikeAGlob) {
  const TemporaryFolder folder;
  Fill(folder, {"a[1].png", "a1.png"});
  EXPECT_THAT(ExpandInputs({folder.Path("a[1].png")}), ElementsAre(folder.Path("a[1].png")));
}

TEST(ExpandInputs, KeepsTheOrderOfTheArguments) {
  const TemporaryFolder folder;
  Fill(folder, {"x/2.png", "x/1.png", "y/3.png"});
  EXPECT_THAT(
      ExpandInputs({folder.Path("y"), "0.png", folder.Path("x")}),
      ElementsAre(folder.Path("y/3.png"), "0.png", folder.Path("x/1.png"), folder.Path("x/2.png")));
}

TEST(ExpandInputs, RefusesFoldersAndGlobsWithoutImages) {
  const TemporaryFolder folder;
  Fill(folder, {"notes.txt", "good/a.png"});
  const Error empty = ThrownBy([&] { (void)ExpandInputs({folder.Path("good"), folder.Path()}); });
  EXPECT_EQ(empty.Kind(), ErrorKind::kNotFound);
  EXPECT_THAT(empty.what(), HasSubstr("no images in folder '" + folder.Path() + "'"));
  const Error unmatched = ThrownBy([&] { (void)ExpandInputs({folder.Path("*.png")}); });
  EXPECT_THAT(unmatched.what(), HasSubstr("no images in pattern '" + folder.Path("*.png") + "'"));
}

}  // namespace
}  // namespace fastdeploy::images
