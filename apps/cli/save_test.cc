// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/save.h"

#include "tests/testing/testing.h"

namespace fastdeploy::cli {
namespace {

using ::testing::ElementsAre;

TEST(SavedPaths, AreUnique) {
  EXPECT_THAT(
      SavedPaths({"x/a.png", "y/a.jpg", "a_2.png", "b.png"}, "out", "ocr", ".png"),
      ElementsAre("out/a_ocr.png", "out/a_2_ocr.png", "out/a_2_2_ocr.png", "out/b_ocr.png"));
  EXPECT_THAT(SavedPaths({"-", "stdin.png"}, "out", "ocr", ".png"),
              ElementsAre("out/stdin_ocr.png", "out/stdin_2_ocr.png"));
}

TEST(SavedPaths, DoNotOverwriteImages) {
  EXPECT_THAT(SavedPaths({"x/a.png", "x/../x/a_ocr.png"}, "x", "ocr", ".png"),
              ElementsAre("x/a_2_ocr.png", "x/a_ocr_ocr.png"));
  EXPECT_THAT(SavedPaths({"x/a.tif", "x/a_ocr_page2.png"}, "x", "ocr", ".png"),
              ElementsAre("x/a_2_ocr.png", "x/a_ocr_page2_ocr.png"));
}

TEST(SavedPaths, HaveTheEnding) {
  EXPECT_THAT(SavedPaths({"a.png", "b/a.md"}, "out", "ocr", ".md"),
              ElementsAre("out/a_ocr.md", "out/a_2_ocr.md"));
}

TEST(PagePath, NumbersThePages) {
  EXPECT_EQ(PagePath("out/a.b_ocr.png", 12), "out/a.b_ocr_page12.png");
}

}  // namespace
}  // namespace fastdeploy::cli
