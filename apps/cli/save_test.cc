// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/save.h"

#include "tests/testing/testing.h"

namespace fastdeploy::cli {
namespace {

using ::testing::ElementsAre;

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

}  // namespace
}  // namespace fastdeploy::cli
